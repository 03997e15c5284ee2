/** /proc/net/dev, loopback and the container's one interface, and /proc/net/sockstat. */
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

/** What is sent in small answers is sent to many; a stream to one or two. */
export function sockstatText({ work }: MachineMoment): string {
  const clients = Math.round(Math.min(400, work.sentBytesPerSecond / 40_000));
  const inUse = 6 + clients;
  return `sockets: used ${inUse + 40}\nTCP: inuse ${inUse} orphan 0 tw ${Math.round(clients / 2)} alloc ${inUse + 3} mem 12\nUDP: inuse 1 mem 2\n`;
}
