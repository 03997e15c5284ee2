/** How the tests speak to a simulation: as any client does, over HTTP and SSH. */
import ssh2 from 'ssh2';
import { newHostKey } from '../../../source/simulator/pod/host-keys.ts';
import type { Simulation } from '../../../source/simulator/simulation.ts';

export type Posted = {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly text: string;
};

export async function post(
  simulation: Pick<Simulation, 'url' | 'apiKey'>,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Posted> {
  const response = await fetch(simulation.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${simulation.apiKey}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    headers: response.headers,
    text,
  };
}

/** The `data` of a query that is answered. Throws for anything else. */
export async function ask(
  simulation: Pick<Simulation, 'url' | 'apiKey'>,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  const { text } = await post(simulation, { query, variables });
  const body = JSON.parse(text) as { readonly data?: Record<string, unknown>; readonly errors?: unknown };
  if (body.errors !== undefined || body.data === undefined) throw new Error(text);
  return body.data;
}

/** The first error of an answer with HTTP status 200. */
export async function refused(
  simulation: Pick<Simulation, 'url' | 'apiKey'>,
  query: string,
): Promise<unknown> {
  const { status, text } = await post(simulation, { query });
  const body = JSON.parse(text) as { readonly errors?: readonly unknown[] };
  return { status, error: body.errors?.[0] };
}

export async function plant(simulation: Simulation, fault: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(new URL('/simulator', simulation.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (response.status !== 200) throw new Error(await response.text());
}

export const clientKey = newHostKey();

export type SshClient = { readonly client: ssh2.Client; readonly hostKey: Buffer };

export function connect(port: number, options: Partial<ssh2.ConnectConfig> = {}): Promise<SshClient> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    let hostKey: Buffer = Buffer.alloc(0);
    client.on('error', reject);
    client.on('ready', () => resolve({ client, hostKey }));
    client.connect({
      host: '127.0.0.1',
      port,
      username: 'root',
      privateKey: clientKey,
      readyTimeout: 10_000,
      hostVerifier: (key: Buffer) => {
        hostKey = key;
        return true;
      },
      ...options,
    });
  });
}

export type Run = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs a command and closes its standard input when `until` is satisfied, at once where it is left out. */
export function run(
  client: ssh2.Client,
  command: string,
  until: (out: string) => boolean = () => true,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error !== undefined) return reject(error);
      let out = '';
      let err = '';
      let code: number | null = null;
      const look = () => {
        if (until(out)) channel.end();
      };
      channel.on('data', (data: Buffer) => {
        out += data.toString('utf8');
        look();
      });
      channel.stderr.on('data', (data: Buffer) => {
        err += data.toString('utf8');
      });
      channel.on('exit', (exitCode: number | null) => {
        code = exitCode;
      });
      channel.on('close', () => resolve({ code, out, err }));
      look();
    });
  });
}

/** Waits until `look` gives something else than null. */
export async function eventually<Found>(
  look: () => Promise<Found | null>,
  timeoutMs = 40_000,
): Promise<Found> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The first pod whose name holds `part`, with its SSH port. */
export function podCalled(
  simulation: Simulation,
  part: string,
): { readonly id: string; readonly port: number } {
  const found = simulation.pods.find(({ name }) => name.includes(part));
  if (found === undefined || found.sshPort === null) throw new Error(`no pod called ${part} can be reached`);
  return { id: found.id, port: found.sshPort };
}
