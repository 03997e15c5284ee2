/** Tags the commit that was built. The image is there already, so a tag that cannot be made is told and stops nothing. */
import type { GitFailure } from '../../git/git.ts';
import { type Step, type StepContext, type StepEnd, StepFailure, type StepTold } from '../step.ts';
import { makeTag, pushTag } from '../tags/make-tag.ts';
import { wantedTag } from '../tags/wanted-tag.ts';

export const tagStep: Step<'tag'> = {
  id: 'tag',
  title: 'tag the commit',
  inputs(context) {
    const tag = wantedTag(context);
    // The message names the deploy, which is another every time.
    return tag.kind === 'none' ? tag : { name: tag.name, commit: tag.commit };
  },
  async stillStands(context, facts) {
    const tag = wantedTag(context);
    if (tag.kind === 'none' || facts.name === null) return null;
    const git = context.doors.gitIn(context.project.folder);
    const found = await git.commitOfTag(tag.name, context.signal);
    if (!found.ok) return found.reason;
    if (found.value !== tag.commit) return `the tag "${tag.name}" is gone`;
    // Whether the remote still has it is not asked: an unchanged deploy waits for no network.
    const remote = await git.remote(context.signal);
    const isUnpushed = facts.remote === null && remote.ok && remote.value !== null;
    return isUnpushed ? `the tag "${tag.name}" was not pushed` : null;
  },
  async plan(context) {
    const tag = wantedTag(context);
    if (tag.kind === 'none') return { text: `tag nothing: ${tag.reason}` };
    const git = context.doors.gitIn(context.project.folder);
    const remote = await git.remote(context.signal);
    const place = remote.ok && remote.value !== null ? ` and push the tag to "${remote.value}"` : '';
    return { text: `tag commit ${tag.commit.slice(0, 12)} as ${tag.name}${place}` };
  },
  async *run(context) {
    const tag = wantedTag(context);
    if (tag.kind === 'none') {
      return { outcome: 'skipped', text: tag.reason, facts: { name: null, remote: null } };
    }
    const made = await tried(context, () => makeTag(context, tag));
    if (!made.ok) return yield* noted(made.failure, { name: null, remote: null });
    const remote = await context.doors.gitIn(context.project.folder).remote(context.signal);
    if (!remote.ok) return yield* noted(failureOf(remote), { name: tag.name, remote: null });
    const text = `${made.isOurs ? 'Tagged' : 'The tag was there:'} ${tag.name} on ${tag.commit.slice(0, 12)}`;
    if (remote.value === null) {
      return {
        outcome: 'pass',
        text: `${text}; no remote is set.`,
        facts: { name: tag.name, remote: null },
      };
    }
    const { value } = remote;
    const pushed = await tried(context, () => pushTag(context, tag, value));
    if (!pushed.ok) return yield* noted(pushed.failure, { name: tag.name, remote: null });
    const there = pushed.isOurs ? `pushed to "${value}"` : `"${value}" has it already`;
    return { outcome: 'pass', text: `${text}; ${there}.`, facts: { name: tag.name, remote: value } };
  },
};

type Tried =
  | { readonly ok: true; readonly isOurs: boolean }
  | { readonly ok: false; readonly failure: StepFailure };

async function tried(context: StepContext, act: () => Promise<boolean>): Promise<Tried> {
  try {
    return { ok: true, isOurs: await act() };
  } catch (error) {
    // What broke because the deploy was stopped is not to be noted, but to stop it.
    if (!(error instanceof StepFailure) || context.signal.aborted) throw error;
    return { ok: false, failure: error };
  }
}

type TagFacts = { readonly name: string | null; readonly remote: string | null };

async function* noted(failure: StepFailure, facts: TagFacts): AsyncGenerator<StepTold, StepEnd<'tag'>, void> {
  for (const text of failure.evidence) yield { kind: 'output', level: 'warn', text };
  if (failure.fix !== null) yield { kind: 'output', level: 'warn', text: failure.fix };
  return { outcome: 'warn', text: failure.message, facts };
}

function failureOf({ reason, evidence, fix }: GitFailure): StepFailure {
  return new StepFailure(reason, { evidence, fix: fix ?? null });
}
