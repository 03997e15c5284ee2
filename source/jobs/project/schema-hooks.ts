/** The hooks of the project file: a command before and after each step. */
import { z } from 'zod';
import { stepIds } from '../model/deploy.ts';
import type { HookName } from './project.ts';
import { duration, shellLine } from './schema-parts.ts';

const hook = z.union(
  [
    shellLine,
    z.strictObject({
      command: shellLine.meta({ description: 'A line for sh.', examples: ['npm run generate'] }),
      timeout: duration.default('5m').meta({
        description: 'A hook that takes longer fails its step.',
        examples: ['5m'],
      }),
    }),
  ],
  'expected a command, or command and timeout',
);

export const hookNames: readonly HookName[] = stepIds.flatMap((id): HookName[] => [
  `before-${id}`,
  `after-${id}`,
]);

const shape: Record<string, z.ZodOptional<typeof hook>> = Object.fromEntries(
  hookNames.map((name) => [name, hook.optional()]),
);

export const hooksSchema = z.strictObject(shape);
