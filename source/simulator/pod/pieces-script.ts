/**
 * A script that asks a pod for several things and prints each under a heading of its own: `@NONCE NAME`. It is read here, never
 * run: every heading that this machine knows is answered as the script would answer it in a real pod.
 */
import { connect } from 'node:net';
import { runProgram } from '../machine/commands.ts';
import type { Machine } from '../machine/machine.ts';

export type PiecesPlace = {
  readonly machine: Machine;
  /** Where the application answers on this machine; null where nothing listens at that port inside. */
  webPort(inner: number): Promise<number | null>;
};

type Piece = (script: string, place: PiecesPlace) => Promise<string> | string;

const pieces: ReadonlyMap<string, Piece> = new Map<string, Piece>([
  ['variable', (_, { machine }) => `${machine.facts.plan.hardware.gpuCount}\n`],
  ['boot', (_, { machine }) => `${Number.parseInt(machine.facts.bootId.slice(0, 8), 16)}\n`],
  ['page', pageOf],
  ['gpus', (_, { machine }) => runProgram(machine.now(), ['nvidia-smi', '-L'])?.stdout ?? ''],
]);

const answersWithinMs = 5000;
const maxPageBytes = 256 * 1024;

/** null: it is no such script. */
export async function piecesAnswer(script: string, place: PiecesPlace): Promise<string | null> {
  const [, nonce] = /^n=([0-9a-f]{16,64})$/m.exec(script) ?? [];
  if (nonce === undefined || !/^say over$/m.test(script)) return null;
  let text = '';
  const say = (name: string, body: string): void => {
    text += `\n@${nonce} ${name}\n${body}`;
  };
  for (const [, name = ''] of script.matchAll(/^\s*say ([a-z]+)$/gm)) {
    const piece = pieces.get(name);
    if (piece !== undefined) await sayPiece(name, await piece(script, place), { say, place });
  }
  say('over', '');
  return text;
}

async function sayPiece(
  name: string,
  body: string,
  { say, place }: { say(name: string, body: string): void; readonly place: PiecesPlace },
): Promise<void> {
  if (name === 'gpus') {
    const execution = runProgram(place.machine.now(), ['nvidia-smi', '-L']);
    if (execution === null) return say('no-gpu-tool', '');
    say(name, body);
    return say(`gpus-code ${execution.exitCode}`, '');
  }
  say(name, body);
  if (name !== 'page') return;
  // As bash says it, whose own connection this stands for.
  say(`page-code ${body === '' ? 7 : 0}`, '');
  say('complaint', body === '' ? 'bash\nbash: connect: Connection refused\n' : 'bash\n');
}

/** The whole answer, head and all; empty where nobody gives one. */
async function pageOf(script: string, place: PiecesPlace): Promise<string> {
  const [, inner, path] = / sh \d+ (\d{1,5}) '?(\/[^'\s]*)'? /.exec(script) ?? [];
  const port = inner === undefined ? null : await place.webPort(Number(inner));
  return port === null || path === undefined ? '' : rawAnswer(port, path);
}

function rawAnswer(port: number, path: string): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let byteCount = 0;
    const socket = connect({ host: '127.0.0.1', port, timeout: answersWithinMs });
    const end = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('utf8'));
    };
    socket.on('data', (chunk: Buffer) => {
      byteCount += chunk.length;
      if (byteCount <= maxPageBytes) chunks.push(chunk);
    });
    for (const event of ['end', 'close', 'timeout', 'error']) socket.once(event, end);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
  });
}
