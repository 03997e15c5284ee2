/** `pod-agent diagnose`: what ails this pod, why, and what to do about it. */
import { diagnose } from '../diagnose.ts';
import { createLocalHost } from '../host/local-host.ts';
import type { JobEvent, JobEventBody } from '../protocol/job-events.ts';
import { plainText } from '../protocol/one-line.ts';
import { type Command, readFlags, UsageError } from './command.ts';
import { describeDiagnosis } from './diagnosis-text.ts';
import { untilSignal } from './ending.ts';

export const diagnoseCommand: Command = {
  name: 'diagnose',
  summary: 'Say what ails this pod, why, and what to do about it.',
  help: `Usage: pod-agent diagnose [options]

Looks at settings, nginx, the application's files, network, disk, memory, CPU, logs, GPU and
processes, side by side: 2.5 s for a check, 10 s in all. Changes nothing. The worst trouble is
told first, what it causes beneath it. Exit code 0 ok, 1 warn, 2 fail, 3 unknown.

  --json       Print the whole diagnosis as JSON
  --jsonl      Print events as they come, one JSON object a line
  --root DIR   Read /proc, /sys and the rest below this folder, and run its commands alone
  --help
`,
  run,
};

/** Of a diagnosis that was ended by a signal, nothing is known. */
const unknown = 3;

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(diagnoseCommand, args, {
    json: { type: 'boolean', default: false },
    jsonl: { type: 'boolean', default: false },
    root: { type: 'string' },
  });
  if (flags.json && flags.jsonl)
    throw new UsageError('--json prints one object, --jsonl a line for each event: say which.');
  const { signal } = untilSignal();
  const host = createLocalHost({ root: flags.root ?? null });
  const own = flags.root === undefined ? process.env : {};
  let exitCode = unknown;
  let sequence = 0;
  try {
    for await (const body of diagnose({ host, own, signal })) {
      sequence += 1;
      const text = flags.jsonl ? lineOf(body, sequence, host.wallMs()) : wholeOf(body, flags.json);
      process.stdout.write(text);
      if (body.kind === 'verdict') exitCode = body.exitCode;
    }
  } finally {
    host.close();
  }
  return exitCode;
}

function lineOf(body: JobEventBody, sequence: number, atMs: number): string {
  const event: JobEvent = { ...body, sequence, atMs };
  return `${JSON.stringify(event)}\n`;
}

function wholeOf(body: JobEventBody, isJson: boolean): string {
  if (body.kind === 'verdict') return isJson ? '' : plainText(`\n${body.text}\n`);
  if (body.kind !== 'diagnosis') return '';
  // A process or a server in the pod is called as it likes, also by what would move the terminal's cursor.
  return isJson ? `${JSON.stringify(body.diagnosis)}\n` : plainText(describeDiagnosis(body.diagnosis));
}
