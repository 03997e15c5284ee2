/** Every kind of job that can live in a pod. */
import { benchmarkJob } from './benchmark-job.ts';
import { diagnoseJob } from './diagnose-job.ts';
import { fixJob } from './fix-job.ts';
import type { JobRecipe } from './job-recipe.ts';
import { optimiseJob } from './optimise-job.ts';
import type { JobKind } from './protocol/job-events.ts';

export const jobKinds: { readonly [Kind in JobKind]: JobRecipe } = {
  diagnose: diagnoseJob,
  benchmark: benchmarkJob,
  optimise: optimiseJob,
  fix: fixJob,
};
