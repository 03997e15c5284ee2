/** All bindings. Only what works stands here. */
import type { Binding } from './binding.ts';
import { globalBindings } from './global-bindings.ts';
import { movementBindings } from './movement-bindings.ts';
import { podBindings } from './pod-bindings.ts';
import { sortBindings } from './sort-bindings.ts';
import { textBindings } from './text-bindings.ts';

export const bindings: readonly Binding[] = [
  ...podBindings,
  ...globalBindings,
  ...movementBindings,
  ...sortBindings,
  ...textBindings,
];
