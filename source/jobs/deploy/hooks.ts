/** Hooks: lines for sh that the project wants before or after a step. They are told where the deploy stands. */
import { safeText } from '../../base/safe-text.ts';
import type { StepId } from '../model/deploy.ts';
import type { ProgramEnd } from '../programs/run-program.ts';
import type { Hook } from '../project/project.ts';
import { nowOf, type Session } from './session.ts';
import { StepFailure } from './step.ts';

/** @throws {StepFailure} where the hook fails, is late or was stopped. */
export async function runHook(session: Session, when: 'before' | 'after', step: StepId): Promise<void> {
  const hook = session.project.hooks[`${when}-${step}`];
  if (hook === undefined) return;
  const name = `${step}/hook-${when}`;
  const beganAtMs = nowOf(session);
  session.tell({ kind: 'step-began', step: name, title: `the hook ${when}-${step}` });
  const last: string[] = [];
  const end = await run(session, { when, step, hook }, (line) => {
    last.push(line);
    if (last.length > keptLines) last.shift();
    session.tell({ kind: 'output', level: 'info', text: line });
  });
  const failure = failureText(end, hook);
  session.tell({
    ...{ kind: 'step-ended', step: name, tookMs: nowOf(session) - beganAtMs },
    ...{ outcome: failure === null ? 'pass' : 'fail', text: failure ?? 'It ended well.' },
  });
  if (failure === null) return;
  const advice = `Correct \`${when}-${step}\` in ${session.project.file}, or take it out.`;
  // It is no fault of a hook that the operator stops the deploy.
  const fix = end.kind === 'stopped' ? null : advice;
  throw new StepFailure(`The hook ${when}-${step} failed: ${failure}`, { evidence: last, fix });
}

const keptLines = 20;

type Told = { readonly when: 'before' | 'after'; readonly step: StepId; readonly hook: Hook };

async function run(
  session: Session,
  { when, step, hook }: Told,
  onLine: (line: string) => void,
): Promise<ProgramEnd> {
  return await session.options.doors.run({
    ...{ program: 'sh', words: ['-c', hook.command], folder: session.project.folder },
    environment: hookVariables(session, when, step),
    input: `${JSON.stringify(hookInput(session, when, step))}\n`,
    ...{ timeoutMs: hook.timeoutMs, signal: session.stop.work },
    onLine: (line) => onLine(safeText(line, { maxLength: 2000 })),
  });
}

/** What is not known yet is left out. */
function hookVariables(session: Session, when: 'before' | 'after', step: StepId): Record<string, string> {
  const { facts, project, journal, request } = session;
  const known: Readonly<Record<string, string | null | undefined>> = {
    STEP: step,
    HOOK: when,
    MODE: request.mode,
    DEPLOY_ID: journal.deploy().deployId,
    PROJECT: project.name,
    PROJECT_FILE: project.file,
    VERSION: facts.preflight?.version,
    COMMIT: facts.preflight?.commit,
    IMAGE: facts.push?.reference ?? facts.build?.reference,
    DIGEST: facts.push?.digest,
    TEMPLATE_ID: facts.template?.id,
    POD_ID: facts.pod?.podId,
    POD_NAME: facts.pod?.podName,
    URL: facts.verify?.url,
  };
  const entries = Object.entries(known).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[`POD_ENGINE_${name}`, value]] : [],
  );
  return Object.fromEntries(entries);
}

function hookInput(session: Session, when: 'before' | 'after', step: StepId): unknown {
  const { facts, project, journal, request } = session;
  const { deployId, running, wanted } = journal.deploy();
  return {
    ...{ schema: 1, hook: when, step, mode: request.mode, deployId },
    project: { name: project.name, file: project.file, folder: project.folder },
    ...{ running, wanted, facts },
  };
}

function failureText(end: ProgramEnd, hook: Hook): string | null {
  switch (end.kind) {
    case 'ended':
      return end.exitCode === 0 ? null : `it ended with ${end.exitCode}.`;
    case 'killed':
      return `it was killed by ${end.signal}.`;
    case 'missing':
      return `sh could not be started: ${safeText(end.reason, { maxLength: 300 })}.`;
    case 'timeout':
      return `it did not end within ${Math.round(hook.timeoutMs / 1000)} s.`;
    case 'stopped':
      return 'it was stopped.';
  }
}
