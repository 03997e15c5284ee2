/** How the image is built. */
import { z } from 'zod';
import { duration, plainValue, size, text } from './schema-parts.ts';

export const buildSchema = z.strictObject({
  context: text.default('.').meta({
    description: 'Folder that is handed to the build, from the folder of this file.',
    examples: ['.'],
  }),
  dockerfile: text.default('Dockerfile').meta({
    description: 'The Dockerfile, from the folder of this file.',
    examples: ['Dockerfile'],
  }),
  target: text.optional().meta({
    description: 'Stage of the Dockerfile that is built. Without it the last one.',
    examples: ['runtime'],
  }),
  arguments: z
    .record(z.string(), plainValue)
    .default({})
    .meta({
      description: 'Build arguments by name. They stay in the image for all to read: no secrets.',
      examples: [{ NODE_ENV: 'production' }],
    }),
  secrets: z
    // An id with a comma would be read as more settings by the engine.
    .record(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/), text)
    .default({})
    .meta({
      description: 'Files that RUN --mount=type=secret may read, by id. No layer keeps them.',
      examples: [{ npmrc: '.npmrc' }],
    }),
  timeout: duration
    .default('30m')
    .meta({ description: 'A build that takes longer fails.', examples: ['30m'] }),
  maxSize: size.optional().meta({
    description: 'An image that is larger fails the try. Without it any size passes.',
    examples: ['2GB'],
  }),
});
