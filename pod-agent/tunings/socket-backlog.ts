/** How many connections may wait to be accepted. Part of the network namespace, which a pod has to itself. */
import { lookAtNumber, writeNumber } from './kernel-number.ts';
import type { Tuning } from './tuning.ts';

const path = '/proc/sys/net/core/somaxconn';
const wanted = 4096;

/** Linux has 4096 from version 5.4 on. It is only the ceiling: each listener asks for its own backlog beneath it. */
export const socketBacklog: Tuning = {
  id: 'socket-backlog',
  title: 'Ceiling of the listen backlog (nginx asks for 4096 itself)',
  wanted: String(wanted),
  scope: 'container',
  fix: `Start the container with --sysctl net.core.somaxconn=${wanted}; until then the kernel cuts nginx's backlog to it.`,
  look: ({ host }) => lookAtNumber(host, path, (value) => Math.max(0, wanted - value)),
  apply: (machine) => writeNumber(machine, path, wanted),
};
