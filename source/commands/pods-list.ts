/** `pod-engine pods list`: every pod of the account, and the hosts given by hand. */
import { emptyEntry } from '../fleet/entry.ts';
import type { Pod } from '../fleet/pod.ts';
import { billedPerHourDollars } from '../fleet/questions.ts';
import type { Command, CommandContext } from './command.ts';
import { durationText } from './duration-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { openServices } from './services.ts';
import { printTable, type TableRow } from './table.ts';
import { shortToldText } from './told-text.ts';

export const podsList: Command = {
  words: 'pods list',
  aliases: ['list-pods', 'pods'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'list the pods with state, GPUs, price and SSH address',
  flags: ['json', 'ssh', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const { pods: listed, failure } = await services.listPods(context.signal);
  const pods = byName(listed);
  const nowMs = context.nowMs();
  if (pods.length > 0 || failure === null) await print(context, pods, nowMs);
  return failure === null ? exitCodes.ok : sayFailure(context, failure);
}

async function print(context: CommandContext, pods: readonly Pod[], nowMs: number): Promise<void> {
  if (context.flags.json === true) context.print(`${JSON.stringify(documentOf(pods, nowMs), null, 2)}\n`);
  else if (pods.length === 0) context.say('The account has no pods.\n');
  else
    await printTable(
      context,
      pods.map((pod) => rowOf(pod, nowMs)),
      leastWantedFirst,
    );
}

function documentOf(pods: readonly Pod[], nowMs: number) {
  return { pods: pods.map((pod) => podDocument(pod, nowMs)) };
}

/** A pod as scripts read it, in a list and alone. */
export function podDocument(pod: Pod, nowMs: number): Pod & { readonly billedPerHourDollars: number | null } {
  return { ...pod, billedPerHourDollars: billed(pod, nowMs) };
}

const leastWantedFirst = ['by runpod', 'region', 'up', 'id', 'ssh', '$/h', 'gpu'];

function rowOf(pod: Pod, nowMs: number): TableRow {
  const dollars = billed(pod, nowMs);
  return {
    id: pod.id,
    name: pod.name,
    state: stateText(pod),
    gpu: pod.gpuCount === null ? '?' : pod.gpuCount === 0 ? 'none' : `${pod.gpuCount}×${pod.gpuName ?? '?'}`,
    region: pod.region ?? '—',
    '$/h': dollars === null ? '—' : dollars.toFixed(2),
    up:
      pod.startedAtMs === null || pod.state.kind !== 'running' ? '—' : durationText(nowMs - pod.startedAtMs),
    'by runpod': shortToldText(pod.telemetry, nowMs),
    ssh: sshText(pod),
  };
}

/** "proxy" where nothing but RunPod's SSH proxy leads to it. */
function sshText({ ssh, proxySsh }: Pod): string {
  if (ssh !== null) return `${ssh.username}@${ssh.host}:${ssh.port}`;
  return proxySsh === null ? '—' : 'proxy';
}

/** By name, since each of RunPod's wires has an order of its own. */
function byName(pods: readonly Pod[]): readonly Pod[] {
  const order = new Intl.Collator('en', { numeric: true }).compare;
  return [...pods].sort((one, other) => order(one.name, other.name) || order(one.id, other.id));
}

/** What it costs as it is now: a stopped pod pays for its storage alone. */
function billed(pod: Pod, nowMs: number): number | null {
  return billedPerHourDollars(emptyEntry(pod, nowMs));
}

/** Nobody has asked a host that was given by hand, so nothing is known of it. */
export function stateText(pod: Pod): string {
  if (pod.provider === 'ssh') return 'not asked';
  const { state } = pod;
  return state.kind === 'stopped' && state.by !== 'unknown' ? `stopped by ${state.by}` : state.kind;
}
