/** The job that runs a confirmed command line. The line is given beforehand, so that it stands in no process list. */
import { readFlags, wholeNumber } from './commands/command.ts';
import type { JobRecipe } from './job-recipe.ts';

export const fixJob: JobRecipe = {
  usage: 'fix [--deadline-ms N]     Run with sh what "job give" was given (default 600000 ms)',
  read(args) {
    const flags = readFlags({ name: 'job run' }, args, {
      'deadline-ms': { type: 'string', default: '600000' },
    });
    const deadlineMs = wholeNumber({
      flag: '--deadline-ms',
      text: flags['deadline-ms'],
      min: 100,
      max: 1_500_000,
    });
    return {
      needsGiven: true,
      async make({ given, groupsFile, signal }) {
        const { fix } = await import('./jobs/fix.ts');
        return fix({ command: given, deadlineMs, groupsFile, signal });
      },
    };
  },
};
