/** /proc/net/dev: loopback and the container's one interface. */
import type { MachineMoment } from '../machine.ts';

const header = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;

export function netDevText(moment: MachineMoment): string {
  const { receivedBytes, sentBytes } = moment.totals;
  const local = Math.floor(sentBytes * 0.3);
  return `${header}${row('lo', local, local)}${row('eth0', receivedBytes, sentBytes)}`;
}

function row(name: string, receivedBytes: number, sentBytes: number): string {
  const received = Math.floor(receivedBytes);
  const sent = Math.floor(sentBytes);
  return `${name.padStart(6)}: ${received} ${Math.floor(received / 1180)} 0 0 0 0 0 0 ${sent} ${Math.floor(sent / 940)} 0 0 0 0 0 0\n`;
}
