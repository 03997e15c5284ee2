/** Runs one check against a machine: asks for what it needs, waits for the answers, and lets it judge. */
import type { Check, Draft, PodPlan, Seen } from '../../../pod-agent/checks/check.ts';
import type { Answer, Host, Source } from '../../../pod-agent/host/host.ts';

/** A pod of which nothing is known: no RunPod, no image of ours, nobody who expects an application. */
export const unknownPod: PodPlan = {
  appPort: 80,
  appPath: '/',
  isAppExpected: false,
  site: '/srv/site',
  runFolder: '/run/pod-agent',
  logFolder: '/var/log/pod-agent',
  agentPort: 9480,
  nginxStatusPort: 9481,
  gpuCount: null,
  podId: null,
  isOurImage: false,
};

export async function lookWith(host: Host, check: Check, plan: PodPlan): Promise<readonly Draft[]> {
  const entries = check.needs(plan).map(async (source) => [source.id, await host.answer(source)] as const);
  const answers = Object.fromEntries(await Promise.all(entries));
  return check.judge({ plan, answers, before: null, elapsedMs: null, wallMs: host.wallMs() });
}

/** Looks again where it was answered slowly: once may be this machine's, on which other tests run; always is the pod's. */
export async function notInHaste(look: () => Promise<readonly Draft[]>): Promise<readonly Draft[]> {
  for (let time = 1; ; time += 1) {
    const found = await look();
    if (time === 12 || !idsOf(found).includes('nginx-answers-slowly')) return found;
  }
}

/** Answers that a test writes down itself, by source id; what it leaves out is absent. */
export function judgeTexts(
  check: Check,
  texts: Readonly<Record<string, string | Answer>>,
  given: { readonly plan?: Partial<PodPlan>; readonly seen?: Partial<Seen> } = {},
): readonly Draft[] {
  const plan = { ...unknownPod, ...given.plan };
  const answers: Record<string, Answer> = {};
  for (const source of check.needs(plan)) answers[source.id] = answerTo(source, texts[source.id]);
  const unknown = Object.keys(texts).filter((id) => answers[id] === undefined);
  if (unknown.length > 0) throw new Error(`${check.id} does not ask for ${unknown.join(', ')}.`);
  return check.judge({ plan, answers, before: null, elapsedMs: null, wallMs: noonMs, ...given.seen });
}

export const noonMs = Date.UTC(2026, 10, 25, 12, 0, 0);

function answerTo(source: Source, text: string | Answer | undefined): Answer {
  if (typeof text === 'object') return text;
  if (text !== undefined)
    return { ok: true, text, ...(source.kind === 'command' ? { exitCode: 0, errorText: '' } : {}) };
  return { ok: false, reason: 'absent', message: `${source.id} is not there.` };
}

export function idsOf(drafts: readonly Draft[]): readonly string[] {
  return drafts.map(({ id }) => id);
}

/** The ids of what is wrong, the worst first as a diagnosis lists them. */
export function troubleIn(drafts: readonly Draft[]): readonly string[] {
  const rank = (draft: Draft) => ['fail', 'warn'].indexOf(draft.status);
  const wrong = drafts.filter((draft) => rank(draft) !== -1);
  return idsOf([...wrong].sort((left, right) => rank(left) - rank(right)));
}

export function named(drafts: readonly Draft[], id: string): Draft {
  const found = drafts.find((draft) => draft.id === id || draft.id.startsWith(`${id}:`));
  if (found === undefined) throw new Error(`There is no finding ${id} among ${idsOf(drafts).join(', ')}.`);
  return found;
}
