/** The trial itself: a container of the image, asked, stopped, and removed whatever happens. */
import type { ContainerEngine, ImageLook, RunningContainer } from '../../container/container-engine.ts';
import { removeLabelled } from '../effects/local-container.ts';
import { factOf } from '../facts.ts';
import type { Tell } from '../image/tell-while.ts';
import { type StepContext, StepFailure } from '../step.ts';
import { awaitHealth, type Trial } from './await-health.ts';
import { checkPages } from './check-pages.ts';
import { checkStop } from './check-stop.ts';
import { checkVersion } from './check-version.ts';
import { type FailedPart, type PartEnd, tellPart } from './part.ts';
import { plainVariables } from './variables.ts';

export type TrialEnd =
  | { readonly outcome: 'pass' | 'warn'; readonly text: string; readonly healthyAfterMs: number }
  | FailedPart;

const maxLogLines = 25;
const removeTimeoutMs = 60_000;

export async function tryContainer(
  context: StepContext,
  {
    engine,
    image,
    tell,
  }: { readonly engine: ContainerEngine; readonly image: ImageLook; readonly tell: Tell },
): Promise<TrialEnd> {
  const label = `pod-engine.try=${context.deployId}`;
  try {
    const container = await start(context, { engine, label, tell });
    const { project, doors, signal } = context;
    const trial = { project, engine, container, doors, signal };
    const end = await examine(context, { trial, image, tell });
    return end.outcome === 'fail' ? await withLog(trial, end) : end;
  } finally {
    // Also where the operator has stopped the deploy: its signal must not keep the container alive.
    const removed = await removeLabelled(engine, label, AbortSignal.timeout(removeTimeoutMs));
    if (!removed.ok) tell({ kind: 'output', level: 'warn', text: removed.reason });
  }
}

/** An earlier console may have left one under the same label; its ports are not known any more, so it is run anew. */
async function start(
  { project, facts, deployId, effect, signal }: StepContext,
  { engine, label, tell }: { readonly engine: ContainerEngine; readonly label: string; readonly tell: Tell },
): Promise<RunningContainer> {
  const { given, leftOut } = plainVariables(project.pod.environment);
  if (leftOut.length > 0)
    tell({
      kind: 'output',
      level: 'info',
      text: `Tried without the secret variables: ${leftOut.join(', ')}.`,
    });
  const run = async (): Promise<RunningContainer> => {
    await removeLabelled(engine, label, signal);
    const running = await engine.run(
      {
        reference: factOf(facts, 'build').imageId,
        label,
        environment: { ...given, POD_ENGINE_DEPLOY_ID: deployId },
        ports: [project.health.port],
        startCommand: project.pod.startCommand,
      },
      signal,
    );
    if (!running.ok) throw new StepFailure(running.reason, running);
    return running.value;
  };
  let container: RunningContainer | null = null;
  await effect('local-container', { key: 'try', details: { program: engine.program, label } }, async () => {
    container = await run();
    return { containerId: container.containerId };
  });
  return container ?? (await run());
}

async function examine(
  { facts, doors }: StepContext,
  { trial, image, tell }: { readonly trial: Trial; readonly image: ImageLook; readonly tell: Tell },
): Promise<TrialEnd> {
  const part = <End extends PartEnd>(
    id: string,
    title: string,
    work: () => Promise<End> | End,
  ): Promise<End> => tellPart({ tell, nowMs: doors.nowMs }, { step: `try/${id}`, title }, work);
  const healthy = await part('health', 'health page', () => awaitHealth(trial));
  if (healthy.outcome === 'fail') return healthy;
  const { body } = healthy.page;
  const { version } = factOf(facts, 'preflight');
  const ends: readonly PartEnd[] = [
    await part('version', 'version', () => checkVersion(image, { version, body })),
    await part('pages', 'pages and headers', () => checkPages(trial, healthy.page)),
    await part('stop', 'end on SIGTERM', () => checkStop(trial)),
  ];
  const failed = ends.filter((end) => end.outcome === 'fail');
  if (failed.length > 0) return joined(failed);
  const warned = ends.find(({ outcome }) => outcome === 'warn');
  const seconds = (healthy.afterMs / 1000).toFixed(1);
  return {
    outcome: warned === undefined ? 'pass' : 'warn',
    text: warned?.text ?? `The image works here: healthy after ${seconds} s, and it ends on SIGTERM.`,
    healthyAfterMs: healthy.afterMs,
  };
}

function joined(failed: readonly FailedPart[]): FailedPart {
  return {
    outcome: 'fail',
    text: failed.map(({ text }) => text).join(' '),
    evidence: failed.flatMap(({ evidence }) => evidence),
    fix: failed.map(({ fix }) => fix).find((fix) => fix !== null) ?? null,
  };
}

async function withLog({ engine, container }: Trial, end: FailedPart): Promise<FailedPart> {
  const lines = await engine.logs(container.containerId, maxLogLines, AbortSignal.timeout(removeTimeoutMs));
  const quoted = lines.length === 0 ? ['The container wrote nothing.'] : ['The end of its log:', ...lines];
  return { ...end, evidence: [...end.evidence.slice(0, 29 - quoted.length), ...quoted].slice(0, 30) };
}
