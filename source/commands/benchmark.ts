/** `pod-engine benchmark NAME...`: how fast these pods serve, compared with an earlier run. */
import type { ExpectedChanges } from '../jobs/benchmarks/expected-changes.ts';
import type { Job, PodRun } from '../jobs/model/job.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { runJobCommand } from './job-command.ts';

export const benchmark: Command = {
  words: 'benchmark',
  aliases: ['pods benchmark'],
  argumentsHelp: 'NAME...',
  minArguments: 1,
  maxArguments: 50,
  summary:
    'measure how a pod serves, and compare with an earlier run; exit 0, 1 on a real regression, 5 unreachable, 8 refused on a busy pod, 9 inconclusive',
  flags: [
    'quick',
    'force',
    'baseline',
    'expectChanged',
    'saveAs',
    'outwardUrl',
    'outside',
    'markdown',
    'json',
    'jsonl',
    'ssh',
    'identity',
    'config',
  ],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { quick, force, baseline, saveAs, outwardUrl, outside, markdown } = context.flags;
  if (outwardUrl !== undefined && !isWebAddress(outwardUrl)) {
    context.say('--outward-url is no address of the web: it begins with http:// or https://.\n');
    return exitCodes.usage;
  }
  const expected = await expectedChanges(context.flags.expectChanged);
  if (!expected.ok) {
    context.say(`--expect-changed: ${expected.reason}\n`);
    return exitCodes.usage;
  }
  return await runJobCommand(context, {
    kind: 'benchmark',
    arguments: {
      isQuick: quick === true,
      isForced: force === true,
      isOutside: outside === true,
      outwardUrl: outwardUrl ?? null,
      baseline: baseline ?? null,
      saveAs: saveAs ?? null,
      ...(expected.names.length === 0 ? {} : { expectChanged: expected.names }),
    },
    codeOf,
    ...(markdown === true ? { textOf: markdownOf } : {}),
  });
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

async function expectedChanges(text: string | undefined): Promise<ExpectedChanges> {
  if (text === undefined) return { ok: true, names: [] };
  const { readExpectedChanges } = await import('../jobs/benchmarks/expected-changes.ts');
  return readExpectedChanges(text);
}

async function markdownOf(job: Job): Promise<string> {
  const { benchmarkMarkdown } = await import('../jobs/benchmarks/report-text.ts');
  return benchmarkMarkdown(job);
}

function codeOf({ state }: PodRun): ExitCode {
  if (state.kind !== 'ended') return exitCodes.failed;
  const { exitCode, verdict } = state;
  const known = [exitCodes.ok, exitCodes.unreachable, exitCodes.refused].find((each) => each === exitCode);
  return known ?? (verdict === 'inconclusive' ? exitCodes.inconclusive : exitCodes.failed);
}
