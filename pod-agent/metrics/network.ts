/** Traffic by interface: cAdvisor's names and label in a container, node_exporter's on a host. */
import { network } from '../collectors/network.ts';
import type { Answers } from '../host/host.ts';
import { counter, type Family } from './family.ts';

/** As in the samples: a host full of containers has hundreds. */
const maxInterfaces = 32;

export function networkFamilies(answers: Answers): readonly Family[] {
  const { scope, interfaces } = network.parse(answers);
  const found = [...interfaces].slice(0, maxInterfaces);
  const [label, prefix] =
    scope === 'container'
      ? (['interface', 'container_network_'] as const)
      : (['device', 'node_network_'] as const);
  return table.map(({ key, help, ...names }) =>
    counter(
      `${prefix}${names[label]}`,
      help,
      found.map(([name, counters]) => ({ labels: { [label]: name }, value: counters[key] })),
    ),
  );
}

/** By the label that goes with them: cAdvisor says `interface`, node_exporter says `device`. */
const table = [
  { key: 'receivedBytes', interface: 'receive_bytes', device: 'receive_bytes', help: 'Bytes received.' },
  { key: 'sentBytes', interface: 'transmit_bytes', device: 'transmit_bytes', help: 'Bytes sent.' },
  {
    key: 'receiveErrors',
    interface: 'receive_errors',
    device: 'receive_errs',
    help: 'Errors while receiving.',
  },
  { key: 'sendErrors', interface: 'transmit_errors', device: 'transmit_errs', help: 'Errors while sending.' },
  {
    key: 'receiveDrops',
    interface: 'receive_packets_dropped',
    device: 'receive_drop',
    help: 'Packets dropped while receiving.',
  },
  {
    key: 'sendDrops',
    interface: 'transmit_packets_dropped',
    device: 'transmit_drop',
    help: 'Packets dropped while sending.',
  },
] as const;
