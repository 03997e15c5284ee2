/** Ends a deploy: the old pod is stopped, and what is where is told and kept. */
import { messageOf } from '../../../base/message-of.ts';
import { instructionLines } from '../instructions/as-lines.ts';
import { instructionsMarkdown } from '../instructions/as-markdown.ts';
import { instructionsOf } from '../instructions/instructions.ts';
import { keepMarkdown } from '../instructions/keep.ts';
import { stopPrevious } from '../instructions/previous-pod.ts';
import type { Step, StepContext, StepTold } from '../step.ts';

export const doneStep: Step<'done'> = {
  id: 'done',
  title: 'tell what is where',
  inputs: () => null,
  plan({ project, running, request }) {
    const strategy = request.target?.kind ?? project.strategy;
    const isBeside = strategy === 'blue-green' && running !== null;
    const old = isBeside ? 'stop the old pod where a new one has taken its place, ' : '';
    return Promise.resolve({ text: `${old}say what is where and what can be done next` });
  },
  async *run(context) {
    const previous = await stopPrevious(context);
    const notes = previous === null ? [] : [previous.note];
    const instructions = instructionsOf(context, await podNow(context), notes);
    for (const text of instructionLines(instructions)) yield { kind: 'output', level: 'info', text };
    const { doors, project, deployId } = context;
    const text = instructionsMarkdown(instructions, { atMs: doors.nowMs(), who: doors.who });
    const kept = await keep(context, { projectName: project.name, deployId, text });
    if (kept.trouble !== null) yield warning(kept.trouble);
    const troubles = [
      ...(previous?.outcome === 'warn' ? [previous.note] : []),
      ...(kept.trouble === null ? [] : [kept.trouble]),
    ];
    return {
      outcome: troubles.length > 0 ? 'warn' : 'pass',
      text: [`${instructions.title}.`, ...troubles].join(' '),
      facts: { markdownPath: kept.path },
    };
  },
};

const askTimeoutMs = 10_000;

async function podNow({ doors, facts, signal }: StepContext) {
  if (doors.cloud === null || facts.pod === undefined) return null;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(askTimeoutMs)]);
  const answer = await doors.cloud.getPod(facts.pod.podId, limit);
  return answer.ok ? answer.value : null;
}

async function keep(
  { doors }: StepContext,
  page: Parameters<typeof keepMarkdown>[1],
): Promise<{ readonly path: string | null; readonly trouble: string | null }> {
  try {
    return { path: await keepMarkdown(doors.releasesFolder, page), trouble: null };
  } catch (error) {
    const why = messageOf(error);
    return { path: null, trouble: `The page of the release could not be kept: ${why}` };
  }
}

function warning(text: string): StepTold {
  return { kind: 'output', level: 'warn', text };
}
