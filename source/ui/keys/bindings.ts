/** All bindings. Only what works stands here. */
import type { Binding } from './binding.ts';
import { choiceBindings } from './choice-bindings.ts';
import { deployBindings } from './deploy-bindings.ts';
import { globalBindings } from './global-bindings.ts';
import { jobBindings } from './job-bindings.ts';
import { jobStartBindings } from './job-start-bindings.ts';
import { movementBindings } from './movement-bindings.ts';
import { podBindings } from './pod-bindings.ts';
import { releaseBindings } from './release-bindings.ts';
import { sortBindings } from './sort-bindings.ts';
import { textBindings } from './text-bindings.ts';

export const bindings: readonly Binding[] = [
  ...podBindings,
  ...jobStartBindings,
  ...jobBindings,
  ...releaseBindings,
  ...deployBindings,
  ...globalBindings,
  ...movementBindings,
  ...sortBindings,
  ...choiceBindings,
  ...textBindings,
];
