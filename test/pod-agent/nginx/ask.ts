/** Asks an HTTP server for one thing and gives the whole answer, by node:http or by bytes of the test's own. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';

export type Answer = {
  readonly status: number;
  /** By lower-case name; a header that came twice has two values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
};

export type Question = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly host?: string;
};

export async function ask(port: number, path: string, question: Question = {}): Promise<Answer> {
  const { host = '127.0.0.1', method = 'GET', headers = {}, body } = question;
  const signal = AbortSignal.timeout(20_000);
  const asking = request({ host, port, path, method, headers, agent: false, signal });
  asking.end(body);
  const [response] = await once(asking, 'response');
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  return { status: response.statusCode, headers: byName(response.rawHeaders), body: Buffer.concat(parts) };
}

/** What comes back on a connection of its own, until the server closes it. */
export async function askRaw(port: number, text: string | Uint8Array): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  socket.write(text);
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part);
  const all = Buffer.concat(parts);
  const end = all.indexOf('\r\n\r\n');
  const [first = '', ...lines] = all.subarray(0, end).toString('latin1').split('\r\n');
  const names = lines.flatMap((line) => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return { status: Number(first.split(' ')[1]), headers: byName(names), body: all.subarray(end + 4) };
}

/** The header's one value; null where it is not there. Throws where it came twice. */
export function headerOf(answer: Answer, name: string): string | null {
  const values = answer.headers.get(name.toLowerCase()) ?? [];
  if (values.length > 1) throw new Error(`${name} came ${values.length} times: ${values.join(' | ')}`);
  return values[0] ?? null;
}

export function textOf(answer: Answer): string {
  return answer.body.toString('utf8');
}

function byName(raw: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    found.set(name, [...(found.get(name) ?? []), raw[at + 1] ?? '']);
  }
  return found;
}
