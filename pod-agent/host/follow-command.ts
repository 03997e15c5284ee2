/** Runs a command that prints as it goes, and gives its lines. */
import { createLineDecoder } from '../protocol/line-decoder.ts';
import { type Child, startChild } from './child.ts';
import type { FollowOptions } from './host.ts';

const maxLineBytes = 64 * 1024;

export function followCommand(
  command: { readonly path: string; readonly args: readonly string[]; readonly root: string | null },
  { onLine, onEnd }: Pick<FollowOptions, 'onLine' | 'onEnd'>,
): Child {
  const child = startChild(command);
  giveLines(child.process.stdout, (line) => onLine(line, 'stdout'));
  giveLines(child.process.stderr, (line) => onLine(line, 'stderr'));
  let trouble: string | null = null;
  child.process.once('error', (error) => {
    trouble = `${command.path} cannot be started: ${error.message}`;
  });
  child.process.once('close', (exitCode, signal) => {
    const how = signal === null ? `ended with code ${exitCode}.` : `was ended by ${signal}.`;
    onEnd({ exitCode: trouble === null ? exitCode : null, message: trouble ?? `${command.path} ${how}` });
  });
  return child;
}

function giveLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  const decoder = createLineDecoder({ maxLineBytes, onLine, onDropped: () => {} });
  stream?.on('data', (chunk: Buffer) => decoder.push(chunk));
  stream?.once('end', () => decoder.end());
}
