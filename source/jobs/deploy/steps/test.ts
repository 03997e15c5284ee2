/** Runs the project's own test command. What it prints is shown as it comes, and its failure ends the deploy. */
import { safeText } from '../../../base/safe-text.ts';
import { createEventQueue } from '../../kinds/event-queue.ts';
import type { ProgramEnd } from '../../programs/run-program.ts';
import type { Step, StepContext, StepEnd, StepTold } from '../step.ts';

export const testStep: Step<'test'> = {
  id: 'test',
  title: 'run the tests',
  inputs: ({ project, facts }) => ({
    command: project.test?.command ?? null,
    sourceHash: facts.preflight?.sourceHash ?? null,
  }),
  async plan({ project }) {
    return { text: project.test === null ? `test nothing: ${noCommand}` : `run "${project.test.command}"` };
  },
  async *run(context) {
    const { test } = context.project;
    if (test === null) {
      yield {
        kind: 'output',
        level: 'warn',
        text: `${noCommand} Name one under "test" in the project file.`,
      };
      return { outcome: 'skipped', text: noCommand, facts: { command: null } };
    }
    const lines: string[] = [];
    const end = yield* runCommand(context, test, lines);
    return endOf(context, { ...test, end, lines: lines.slice(-maxEvidenceLines) });
  },
};

type Command = { readonly command: string; readonly timeoutMs: number };

const noCommand = 'No test command is configured.';
const maxEvidenceLines = 30;
/** Beyond that, only the last ones are of use to anybody. */
const maxShownLines = 10_000;
const maxLineLength = 2000;

async function* runCommand(
  { project, doors, signal }: StepContext,
  { command, timeoutMs }: Command,
  lines: string[],
): AsyncGenerator<StepTold, ProgramEnd, void> {
  const told = createEventQueue<StepTold>();
  let count = 0;
  const running = doors
    .run({
      ...{ program: 'sh', words: ['-c', command], folder: project.folder, timeoutMs, signal },
      onLine(line) {
        const text = safeText(line, { maxLength: maxLineLength });
        lines.push(text);
        if (lines.length > 2 * maxEvidenceLines) lines.splice(0, maxEvidenceLines);
        count += 1;
        if (count <= maxShownLines) told.push({ kind: 'output', level: 'info', text });
        else if (count === maxShownLines + 1) told.push(tooMuch);
      },
    })
    .finally(() => told.end());
  yield* told.all();
  return await running;
}

const tooMuch = {
  kind: 'output',
  level: 'warn',
  text: `It has printed ${maxShownLines} lines; what follows is not shown.`,
} as const;

type Ended = Command & { readonly end: ProgramEnd; readonly lines: readonly string[] };

function endOf({ project }: StepContext, { command, timeoutMs, end, lines }: Ended): StepEnd<'test'> {
  if (end.kind === 'ended' && end.exitCode === 0) {
    return { outcome: 'pass', text: `"${command}" passed.`, facts: { command } };
  }
  const text = failureText(command, timeoutMs, end);
  return { outcome: 'fail', text, evidence: lines, fix: fixOf(end, project) };
}

function failureText(command: string, timeoutMs: number, end: ProgramEnd): string {
  switch (end.kind) {
    case 'ended':
      return `"${command}" failed: it ended with ${end.exitCode}.`;
    case 'killed':
      return `"${command}" was killed (${end.signal}).`;
    case 'timeout':
      return `"${command}" did not end within ${timeoutMs / 1000} s, and was ended.`;
    case 'missing':
      return `"${command}" cannot be run: ${end.reason}`;
    case 'stopped':
      return `"${command}" was stopped.`;
  }
}

function fixOf(end: ProgramEnd, { folder }: StepContext['project']): string | null {
  if (end.kind === 'stopped') return null;
  if (end.kind === 'timeout')
    return 'Make it quicker, or give it more time by "test.timeout" in the project file.';
  return `Run it yourself in ${folder}, or deploy with --skip test.`;
}
