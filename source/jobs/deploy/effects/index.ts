/** The effects of a deploy, by their kind. */
import type { Effect, EffectKind } from './effect.ts';
import { gitTag } from './git-tag.ts';
import { gitTagPushed } from './git-tag-pushed.ts';
import { imagePushed } from './image-pushed.ts';
import { localContainer } from './local-container.ts';
import { podCreated } from './pod-created.ts';
import { podEdited } from './pod-edited.ts';
import { podStarted } from './pod-started.ts';
import { podStopped } from './pod-stopped.ts';
import { templateSaved } from './template-saved.ts';

export type Effects = { readonly [Kind in EffectKind]: Effect<Kind> };

export const deployEffects: Effects = {
  'local-container': localContainer,
  'image-pushed': imagePushed,
  'git-tag': gitTag,
  'git-tag-pushed': gitTagPushed,
  'template-saved': templateSaved,
  'pod-created': podCreated,
  'pod-edited': podEdited,
  'pod-stopped': podStopped,
  'pod-started': podStarted,
};
