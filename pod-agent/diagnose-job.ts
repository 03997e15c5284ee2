/** The job that says what ails the pod. */
import { readFlags } from './commands/command.ts';
import type { JobRecipe } from './job-recipe.ts';

export const diagnoseJob: JobRecipe = {
  usage: 'diagnose                  Say what ails this pod, why, and what to do about it',
  read(args) {
    readFlags({ name: 'job run' }, args, {});
    return {
      needsGiven: false,
      async make({ host, signal }) {
        const { diagnose } = await import('./diagnose.ts');
        return diagnose({ host, own: process.env, signal });
      },
    };
  },
};
