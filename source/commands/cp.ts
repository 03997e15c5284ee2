/** `pod-engine cp SOURCE… TARGET`: files and folders between this machine and a pod, compared by SHA-256. */
import { statSync } from 'node:fs';
import { type CopyPlace, readPlace } from '../access/copy/copy-place.ts';
import type { StreamEnd } from '../access/copy/verified-stream.ts';
import type { PodDoor } from '../ssh/pod-door.ts';
import type { Command, CommandContext } from './command.ts';
import { copyProgress } from './cp-progress.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { inPod } from './reachable-pod.ts';
import { openServices } from './services.ts';

export const cp: Command = {
  words: 'cp',
  aliases: [],
  argumentsHelp: 'SOURCE... TARGET',
  minArguments: 2,
  maxArguments: 1000,
  summary: 'copy files and folders to or from a pod: one side is NAME:path; - is standard input or output',
  flags: ['ssh', 'identity', 'config', 'readOnly'],
  run,
};

type PodPlace = Extract<CopyPlace, { readonly kind: 'pod' }>;
type Plan =
  | { readonly kind: 'up'; readonly sources: readonly CopyPlace[]; readonly target: PodPlace }
  | { readonly kind: 'down'; readonly sources: readonly PodPlace[]; readonly target: CopyPlace };

async function run(context: CommandContext): Promise<number> {
  const plan = planOf(context.arguments.map(readPlace));
  if (typeof plan === 'string') {
    context.say(`${plan}\n`);
    return exitCodes.usage;
  }
  const absent = plan.kind === 'up' ? plan.sources.find(isAbsent) : undefined;
  if (absent?.kind === 'local') {
    context.say(`${absent.path}: there is no such file or folder on this machine\n`);
    return exitCodes.failed;
  }
  const services = await openServices(context);
  if (!services.ok) return services.code;
  if (plan.kind === 'up' && services.settings.readOnly) {
    context.say('Refused: the settings say read-only.\n');
    return exitCodes.refused;
  }
  const name = plan.kind === 'up' ? plan.target.name : (plan.sources[0]?.name ?? '');
  return await inPod(context, { services, name }, (door) =>
    plan.kind === 'up' ? up(context, door, plan) : down(context, door, plan),
  );
}

/** What cannot be looked at says why when it is read. */
function isAbsent(place: CopyPlace): boolean {
  try {
    return place.kind === 'local' && statSync(place.path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** Text: what is wrong. */
function planOf(places: readonly CopyPlace[]): Plan | string {
  const sources = places.slice(0, -1);
  const [target] = places.slice(-1);
  const fromPods = sources.filter((place) => place.kind === 'pod');
  if (target === undefined) return 'Name a source and a target.';
  if (target.kind === 'pod') {
    if (fromPods.length > 0)
      return 'One side has to be this machine: copy from the one pod, then to the other.';
    if (sources.length > 1 && sources.some(({ kind }) => kind === 'stream'))
      return 'Standard input is one file: give - as the only source.';
    return { kind: 'up', sources, target };
  }
  if (fromPods.length === 0) return 'Neither side is a pod: write one as NAME:path.';
  if (fromPods.length < sources.length) return 'All sources have to be in the pod: write each as NAME:path.';
  if (new Set(fromPods.map(({ name }) => name)).size > 1) return 'All sources have to be in one pod.';
  if (target.kind === 'stream' && fromPods.length > 1) return 'Standard output takes one file.';
  return { kind: 'down', sources: fromPods, target };
}

async function up(
  context: CommandContext,
  door: PodDoor,
  { sources, target }: Extract<Plan, { readonly kind: 'up' }>,
): Promise<ExitCode> {
  const { uploadFiles, uploadStream } = await import('../access/copy/upload.ts');
  const progress = copyProgress(context, `${target.name}:${target.path}`);
  const common = { door, target: target.path, signal: context.signal, onBytes: progress.add };
  const paths = sources.flatMap((source) => (source.kind === 'local' ? [source.path] : []));
  const end =
    paths.length === 0
      ? await uploadStream({ ...common, input: process.stdin })
      : await uploadFiles({
          ...common,
          sources: paths,
          onSkipped: (path) =>
            context.say(`${path}: left out, it is neither a file nor a folder nor a link\n`),
        });
  return told(context, progress, end);
}

async function down(
  context: CommandContext,
  door: PodDoor,
  { sources, target }: Extract<Plan, { readonly kind: 'down' }>,
): Promise<ExitCode> {
  const { downloadFiles, downloadStream } = await import('../access/copy/download.ts');
  let code: ExitCode = exitCodes.ok;
  for (const { name, path } of sources) {
    const progress = copyProgress(context, `${name}:${path}`);
    const common = { door, source: path, signal: context.signal, onBytes: progress.add };
    const end =
      target.kind === 'local'
        ? await downloadFiles({
            ...common,
            target: target.path,
            severalSources: sources.length > 1,
            onRefused: (text) => context.say(`refused ${text}\n`),
          })
        : await downloadStream({ ...common, write: (bytes) => process.stdout.write(bytes) });
    const own = told(context, progress, end);
    if (own !== exitCodes.ok) code = own;
    if (context.signal.aborted) break;
  }
  return code;
}

function told(context: CommandContext, progress: ReturnType<typeof copyProgress>, end: StreamEnd): ExitCode {
  if (end.ok) {
    progress.end(true, 'whole, by its SHA-256');
    return exitCodes.ok;
  }
  progress.end(false, `not copied: ${end.reason}`);
  if (context.signal.aborted) return exitCodes.interrupted;
  return end.failure === null ? exitCodes.failed : exitCodes.unreachable;
}
