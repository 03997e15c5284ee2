/** /proc/net/tcp: what listens in the container, and the one connection over which it is watched. And who holds those sockets, as a shell would list it. */
import type { MachineMoment } from '../machine.ts';

type Listening = { readonly port: number; readonly inode: number; readonly pid: number };

/** Process numbers are those of texts/processes.ts. */
function listening({ work }: MachineMoment): readonly Listening[] {
  const ssh = { port: 22, inode: 90_022, pid: 47 };
  return work.site === 'absent' ? [ssh] : [{ port: 80, inode: 90_080, pid: 28 }, ssh];
}

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

export function tcpText(moment: MachineMoment): string {
  const rows = listening(moment);
  return `${header}${rows.map(row).join('')}${watchedOver(rows.length)}`;
}

function row({ port, inode }: Listening, index: number): string {
  const hexadecimal = port.toString(16).toUpperCase().padStart(4, '0');
  return `${String(index).padStart(4)}: 00000000:${hexadecimal} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;
}

/** Who reads the machine has come by SSH. */
function watchedOver(index: number): string {
  return `${String(index).padStart(4)}: 020011AC:0016 010011AC:D431 01 00000000:00000000 02:000A1C2F 00000000     0        0 91022 4 0000000000000000 20 4 31 10 -1\n`;
}

/** A line "p PID" for each process, and the inodes of its sockets. */
export function socketHoldersText(moment: MachineMoment): string {
  return listening(moment)
    .map(({ pid, inode }) => `p ${pid}\n${inode}\n`)
    .join('');
}

export function routeText(): string {
  return `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
`;
}

export function netstatText(): string {
  return `TcpExt: SyncookiesSent SyncookiesRecv ListenOverflows ListenDrops
TcpExt: 0 0 0 0
`;
}
