/** Who is in a machine: made of texts as the kernel gives them. */
import { describe, expect, it } from 'vitest';
import { sessions } from '../../../pod-agent/collectors/sessions.ts';
import { firstReading } from './answers.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, state: string) =>
  `   0: ${local} 0100A8C0:D431 ${state} 00000000:00000000 00:00000000 00000000     0        0 17 1 0 100 0 0 10 0\n`;

type Process = { pid: number; parent?: number; name?: string; terminal?: number };
const stat = ({ pid, parent = 1, name = 'bash', terminal = 0 }: Process) =>
  `${pid} (${name}) S ${parent} ${pid} ${pid} ${terminal} -1 4194304 102 0 0 0 1 1 0 0 20 0 1 0 7 3133440 100 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 1 1 1 1 1 1 1 0\n`;

const pts = (number: number) => 136 * 256 + number;

function read(texts: { tcp?: string; tcp6?: string; port?: string; processes?: readonly Process[] }) {
  const { tcp, tcp6, port, processes = [{ pid: 1, parent: 0, name: 'tini' }] } = texts;
  return firstReading(sessions, {
    ...(tcp === undefined ? {} : { '/proc/net/tcp': tcp }),
    ...(tcp6 === undefined ? {} : { '/proc/net/tcp6': tcp6 }),
    ...(port === undefined ? {} : { 'port of sshd': port }),
    ...(processes.length === 0 ? {} : { 'process stats': processes.map(stat).join('') }),
  });
}

describe('SSH connections', () => {
  it('are those established to port 22, of both families; what listens or has ended is none', () => {
    const tcp = `${head}${row('00000000:0016', '0A')}${row('020011AC:0016', '01')}${row('020011AC:0016', '06')}${row('020011AC:1F90', '01')}`;
    const tcp6 = `${head}${row('0000000000000000FFFF0000020011AC:0016', '01')}`;
    expect(read({ tcp, tcp6 }).sshConnectionCount).toBe(2);
    expect(read({ tcp }).sshConnectionCount).toBe(1);
  });

  it('are counted at the port that sshd was given', () => {
    const tcp = `${head}${row('020011AC:0016', '01')}${row('020011AC:08AE', '01')}${row('020011AC:08AE', '01')}`;
    expect(read({ tcp, port: 'POD_AGENT_SSH_PORT=2222\n' }).sshConnectionCount).toBe(2);
  });

  it('are not known where the table cannot be read, which is not none', () => {
    expect(read({}).sshConnectionCount).toBeNull();
    expect(read({ tcp: head }).sshConnectionCount).toBe(0);
  });
});

describe('terminals', () => {
  const first: Process = { pid: 1, parent: 0, name: 'tini' };

  it('are those on which programs stand, each once', () => {
    const processes = [
      first,
      { pid: 50, terminal: pts(0) },
      { pid: 51, parent: 50, name: 'python', terminal: pts(0) },
      { pid: 60, terminal: pts(1) },
    ];
    expect(read({ processes }).terminalCount).toBe(2);
  });

  it('are not those that tmux keeps for nobody, but the one from which somebody looks at it', () => {
    const left = [
      first,
      { pid: 70, name: 'tmux: server' },
      { pid: 71, parent: 70, terminal: pts(3) },
      { pid: 72, parent: 71, name: 'python', terminal: pts(3) },
    ];
    expect(read({ processes: left }).terminalCount).toBe(0);
    const client = { pid: 80, parent: 50, name: 'tmux: client', terminal: pts(0) };
    expect(read({ processes: [...left, { pid: 50, terminal: pts(0) }, client] }).terminalCount).toBe(1);
  });

  it('are not the one with which the container was made', () => {
    const processes = [
      { ...first, terminal: pts(0) },
      { pid: 20, name: 'nginx', terminal: pts(0) },
    ];
    expect(read({ processes }).terminalCount).toBe(0);
  });

  it('are not known where no process can be read', () => {
    expect(read({ processes: [] }).terminalCount).toBeNull();
  });
});
