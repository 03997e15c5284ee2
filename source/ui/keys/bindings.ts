/** All bindings. Only what works stands here. */
import { accessBindings } from './access-bindings.ts';
import { alertBindings } from './alert-bindings.ts';
import type { Binding } from './binding.ts';
import { choiceBindings } from './choice-bindings.ts';
import { createBindings } from './create-bindings.ts';
import { deployBindings } from './deploy-bindings.ts';
import { globalBindings } from './global-bindings.ts';
import { jobBindings } from './job-bindings.ts';
import { jobStartBindings } from './job-start-bindings.ts';
import { lifeBindings } from './life-bindings.ts';
import { logBindings } from './log-bindings.ts';
import { movementBindings } from './movement-bindings.ts';
import { podBindings } from './pod-bindings.ts';
import { releaseBindings } from './release-bindings.ts';
import { resourceBindings } from './resource-bindings.ts';
import { sortBindings } from './sort-bindings.ts';
import { tableBindings } from './table-bindings.ts';
import { tableSortBindings } from './table-sort-bindings.ts';
import { textBindings } from './text-bindings.ts';

export const bindings: readonly Binding[] = [
  ...podBindings,
  ...lifeBindings,
  ...createBindings,
  ...accessBindings,
  ...jobStartBindings,
  ...jobBindings,
  ...releaseBindings,
  ...deployBindings,
  ...resourceBindings,
  ...tableBindings,
  ...alertBindings,
  ...tableSortBindings,
  ...globalBindings,
  ...movementBindings,
  ...sortBindings,
  ...logBindings,
  ...choiceBindings,
  ...textBindings,
];
