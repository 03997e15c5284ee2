/** Tags the built commit, here and at the remote. What was there before is left as it is. */
import type { GitFailure, GitResult } from '../../git/git.ts';
import { type StepContext, StepFailure } from '../step.ts';
import type { WantedTag } from './wanted-tag.ts';

type Tag = Extract<WantedTag, { kind: 'tag' }>;

/** @returns Whether this deploy made it. Throws a `StepFailure`. */
export async function makeTag(context: StepContext, { name, commit, message }: Tag): Promise<boolean> {
  const { doors, project, signal } = context;
  const git = doors.gitIn(project.folder);
  return await putTag({
    ...{ what: `The tag "${name}"`, commit },
    look: () => git.commitOfTag(name, signal),
    put: () => git.tag({ name, commit, message }, signal),
    effect: (wasThere, act) =>
      context.effect(
        'git-tag',
        { key: name, details: { folder: project.folder, name, commit, wasThere } },
        act,
      ),
  });
}

/** @returns Whether this deploy pushed it. Throws a `StepFailure`. */
export async function pushTag(context: StepContext, { name, commit }: Tag, remote: string): Promise<boolean> {
  const { doors, project, signal } = context;
  const git = doors.gitIn(project.folder);
  return await putTag({
    ...{ what: `The tag "${name}" at "${remote}"`, commit },
    look: () => git.commitOfRemoteTag(remote, name, signal),
    put: () => git.pushTag(remote, name, signal),
    effect: (wasThere, act) =>
      context.effect(
        'git-tag-pushed',
        { key: name, details: { folder: project.folder, name, remote, commit, wasThere } },
        act,
      ),
  });
}

type Ours = { readonly isOurs: boolean };

type Place = {
  readonly what: string;
  readonly commit: string;
  look(): Promise<GitResult<string | null>>;
  put(): Promise<GitResult<null>>;
  effect(wasThere: boolean, act: () => Promise<Ours>): Promise<Ours>;
};

async function putTag(place: Place): Promise<boolean> {
  const { what, commit } = place;
  const before = await place.look();
  if (!before.ok) throw failed(before);
  const wasThere = before.value === commit;
  let trouble: StepFailure | null = null;
  let wasDone = true;
  const { isOurs } = await place.effect(wasThere, async () => {
    wasDone = false;
    if (wasThere) return { isOurs: false };
    if (before.value !== null) throw elsewhere(what, before.value);
    trouble = await tried(place);
    // Where nobody can tell, it is taken for ours: a tag stops no deploy, and the undoing looks before it removes anything.
    return { isOurs: true };
  });
  if (trouble !== null) throw trouble;
  // An earlier console began it, and may not have known how it ended.
  if (wasDone && !wasThere) throw new StepFailure(`${what} was begun earlier, and is not there.`);
  return isOurs;
}

/** @returns What went wrong, where nobody can tell whether it is there. Throws where it is not. */
async function tried({ what, commit, look, put }: Place): Promise<StepFailure | null> {
  const done = await put();
  if (done.ok) return null;
  const now = await look();
  if (!now.ok) return failed(done);
  if (now.value === commit) return null;
  if (now.value === null) throw failed(done, true);
  throw elsewhere(what, now.value);
}

function elsewhere(what: string, commit: string): StepFailure {
  return new StepFailure(`${what} stands on another commit, ${commit.slice(0, 12)}.`, {
    fix: 'Deploy with another version.',
    didNothing: true,
  });
}

function failed({ reason, evidence, fix }: GitFailure, didNothing = false): StepFailure {
  return new StepFailure(reason, { evidence, fix: fix ?? null, didNothing });
}
