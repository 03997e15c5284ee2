/** Every cause that is known, those that explain most first. */
import type { Cause } from './group.ts';
import { machineCauses } from './machine-causes.ts';
import { webCauses } from './web-causes.ts';

export const causes: readonly Cause[] = [...machineCauses, ...webCauses];
