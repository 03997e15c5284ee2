/** The ends of those logs of a pod that the checks read too, asked through a door by the shell, with Node there or not. */
import type { Check, PodPlan } from '../../../pod-agent/checks/check.ts';
import { checks as allChecks } from '../../../pod-agent/checks/index.ts';
import { planOf, planSources } from '../../../pod-agent/checks/plan.ts';
import { sourcesOfChecks } from '../../../pod-agent/checks/sources.ts';
import type { Answer, CommandSource } from '../../../pod-agent/host/host.ts';
import type { Outcome } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { askPod } from '../shell-diagnosis/ask-pod.ts';

export type PodLogs = {
  readonly logs: readonly { readonly path: string; readonly text: string }[];
  readonly missing: readonly { readonly path: string; readonly reason: string }[];
};

const seconds = 6;

/** @param table Whose sources are taken. */
export async function readPodLogs(
  door: PodDoor,
  table: readonly Check[] = allChecks,
): Promise<Outcome<PodLogs>> {
  const sources = planSources();
  const planned = await askPod(door, sources, seconds);
  if (!planned.ok) return planned;
  const known = sources.flatMap(({ id }, at): [string, Answer][] => {
    const answer = planned.value.answers[at];
    return answer === undefined ? [] : [[id, answer]];
  });
  const tails = logTails(planOf(Object.fromEntries(known)), table);
  if (tails.length === 0) return { ok: true, value: { logs: [], missing: [] } };
  const asked = await askPod(door, tails, seconds);
  if (!asked.ok) return asked;
  return { ok: true, value: sorted(tails, asked.value.answers) };
}

/** Those that `tail` of the checks has made, known by their id; the last word of each is the file. */
export function logTails(plan: PodPlan, table: readonly Check[] = allChecks): readonly CommandSource[] {
  return sourcesOfChecks(plan, table).flatMap(({ source }): CommandSource[] =>
    source.kind === 'command' && source.id.startsWith('tail ') ? [source] : [],
  );
}

function sorted(tails: readonly CommandSource[], answers: readonly (Answer | undefined)[]): PodLogs {
  const logs: { path: string; text: string }[] = [];
  const missing: { path: string; reason: string }[] = [];
  for (const [at, { argv }] of tails.entries()) {
    const path = argv.at(-1) ?? '';
    const answer = answers[at];
    if (answer?.ok === true && (answer.exitCode ?? 0) === 0) logs.push({ path, text: answer.text });
    else missing.push({ path, reason: reasonOf(answer) });
  }
  return { logs, missing };
}

function reasonOf(answer: Answer | undefined): string {
  if (answer === undefined) return 'it did not answer in time';
  return answer.ok ? (answer.errorText ?? '').trim() || 'tail could not read it' : answer.message;
}
