/** Every kind of job. */
import { benchmark } from './benchmark.ts';
import { diagnose } from './diagnose.ts';
import { fix } from './fix.ts';
import type { KindOfJob } from './kind.ts';
import { optimise } from './optimise.ts';

export const kindsOfJobs: readonly KindOfJob[] = [diagnose, benchmark, optimise, fix];
