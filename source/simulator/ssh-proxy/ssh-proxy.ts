/**
 * RunPod's SSH proxy, on loopback: the user name says which pod. It carries an interactive shell and nothing else: a command
 * is passed over in silence where there is a terminal, and without one nothing is to be had.
 */
import { createServer, type Socket } from 'node:net';
import ssh2, { type AuthContext, type PseudoTtyInfo, type ServerChannel, type Session } from 'ssh2';
import { podHostIdOf } from '../cloud/pod-fields.ts';
import { type CloudPod, isContainer } from '../pod/cloud-pod.ts';
import { newHostKey } from '../pod/host-keys.ts';
import { openInnerShell, type Terminal } from './inner-shell.ts';

export type SshProxy = { readonly port: number; close(): Promise<void> };

export type SshProxyOptions = { readonly host: string; readonly pods: readonly CloudPod[] };

export const noPtyText = "Error: Your SSH client doesn't support PTY\n";

export async function startSshProxy({ host, pods }: SshProxyOptions): Promise<SshProxy> {
  const sockets = new Set<Socket>();
  const ssh = new ssh2.Server({ hostKeys: [newHostKey()], ident: 'Go' }, (connection) => {
    let pod: CloudPod | null = null;
    connection.on('error', () => connection.end());
    connection.on('request', (accept) => accept?.());
    connection.on('authentication', (context) => {
      pod = podCalled(context.username, pods);
      if (pod !== null && isWelcome(context)) context.accept();
      else context.reject(['publickey']);
    });
    connection.on('session', (accept) => {
      if (pod !== null) serveSession(accept(), pod, host);
    });
  });
  const listener = createListener(ssh, sockets);
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, host, resolve);
  });
  const address = listener.address();
  if (address === null || typeof address === 'string')
    throw new Error(`Cannot tell the port of the SSH proxy on ${host}.`);
  return {
    port: address.port,
    async close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function createListener(ssh: ssh2.Server, sockets: Set<Socket>) {
  return createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    ssh.injectSocket(socket);
  });
}

function podCalled(name: string, pods: readonly CloudPod[]): CloudPod | null {
  return pods.find(({ plan, life }) => podHostIdOf(plan) === name && !life().terminated) ?? null;
}

/** The fleet is on loopback and made up: whoever holds any key at all may enter, as at a pod's own door. */
function isWelcome(context: AuthContext): boolean {
  if (context.method === 'none') return true;
  if (context.method !== 'publickey') return false;
  const key = ssh2.utils.parseKey(context.key.data);
  if (key instanceof Error) return false;
  if (context.signature === undefined || context.blob === undefined) return true;
  return key.verify(context.blob, context.signature, context.hashAlgo) === true;
}

function serveSession(session: Session, pod: CloudPod, host: string): void {
  const terminal: Terminal = { info: null, resize: null };
  session.on('pty', (accept, _reject, info: PseudoTtyInfo) => {
    terminal.info = { ...info };
    accept?.();
  });
  session.on('window-change', (accept, _reject, { cols, rows }) => {
    terminal.resize?.(rows, cols);
    accept?.();
  });
  session.on('env', (accept) => accept?.());
  const open = (channel: ServerChannel): void => serve(channel, { terminal, pod, host });
  session.on('shell', (accept) => open(accept()));
  session.on('exec', (accept) => open(accept()));
}

type Serving = { readonly terminal: Terminal; readonly pod: CloudPod; readonly host: string };

function serve(channel: ServerChannel, { terminal, pod, host }: Serving): void {
  // A channel that breaks is closed as well.
  channel.on('error', () => {});
  const why = whyNot(terminal, pod);
  const port = pod.sshPort();
  if (why !== null || port === null) end(channel, why ?? noContainerText(pod));
  else {
    channel.write(`\r\n-- pod ${pod.plan.id}, through the proxy --\r\n\r\n`);
    openInnerShell(channel, terminal, { host, port });
  }
}

function whyNot(terminal: Terminal, pod: CloudPod): string | null {
  if (terminal.info === null) return noPtyText;
  return isContainer(pod) ? 'Error: this pod is a container of this machine: it has no proxy.\r\n' : null;
}

function noContainerText({ plan }: CloudPod): string {
  return `Error: container of pod ${plan.id} is not running\r\n`;
}

function end(channel: ServerChannel, text: string): void {
  channel.write(text);
  channel.exit(1);
  channel.end();
}
