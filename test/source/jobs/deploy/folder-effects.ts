/** The effects of a deploy to a folder. */
import type {
  Effect,
  EffectDetails,
  EffectKind,
  EffectResults,
} from '../../../../source/jobs/deploy/effects/effect.ts';
import type { Effects } from '../../../../source/jobs/deploy/effects/index.ts';
import { find, type Kind, remove, type World } from './folder-world.ts';

type Form<Of extends EffectKind> = {
  readonly kind: Of;
  readonly thing: Kind;
  readonly text: (details: EffectDetails[Of]) => string;
  readonly result: (name: string) => EffectResults[Of];
  readonly name: (result: EffectResults[Of], details: EffectDetails[Of]) => string | null;
};

export function folderEffects(world: World): Effects {
  return {
    'local-container': effectOf(world, {
      ...{ kind: 'local-container', thing: 'container' },
      text: ({ label }) => label,
      result: (containerId) => ({ containerId }),
      name: ({ containerId }) => containerId,
    }),
    'image-pushed': effectOf(world, {
      ...{ kind: 'image-pushed', thing: 'image' },
      text: ({ tag }) => tag,
      result: (name) => ({ digest: `sha256:${name}` }),
      name: ({ digest }) => digest.slice('sha256:'.length),
    }),
    'git-tag': effectOf(world, {
      ...{ kind: 'git-tag', thing: 'tag' },
      text: ({ name }) => name,
      result: () => ({ isOurs: true }),
      name: (_, { name }) => find(world, 'tag', name),
    }),
    'template-saved': effectOf(world, {
      ...{ kind: 'template-saved', thing: 'template' },
      text: ({ name }) => name,
      result: (id) => ({ id }),
      name: ({ id }) => id,
    }),
    'pod-created': effectOf(world, {
      ...{ kind: 'pod-created', thing: 'pod' },
      text: ({ deployId }) => deployId,
      result: (podId) => ({ podId, gpuTypeId: 'NVIDIA L4', costPerHourDollars: 0.5 }),
      name: ({ podId }) => podId,
    }),
    'git-tag-pushed': unused('git-tag-pushed'),
    'pod-edited': unused('pod-edited'),
    'pod-stopped': unused('pod-stopped'),
    'pod-started': unused('pod-started'),
  };
}

function effectOf<Of extends EffectKind>(world: World, form: Form<Of>): Effect<Of> {
  const { kind, thing } = form;
  return {
    kind,
    title: (details) => `the ${thing} "${form.text(details)}"`,
    async find(details) {
      world.passes(`${kind}:find`);
      const name = find(world, thing, form.text(details));
      return name === null ? { kind: 'did-not' } : { kind: 'happened', result: form.result(name) };
    },
    async undo({ details, result }) {
      world.passes(`${kind}:before-undo`);
      const name = form.name(result, details);
      const wasThere = name !== null && remove(world, name);
      world.passes(`${kind}:after-undo`);
      return { ok: true, text: wasThere ? 'Removed.' : 'It was gone already.' };
    },
  };
}

/** No step of the folder's does such a thing. */
function unused<Of extends EffectKind>(kind: Of): Effect<Of> {
  const never = (): never => {
    throw new Error(`Nobody does "${kind}" here.`);
  };
  return { kind, title: () => kind, find: never, undo: never };
}
