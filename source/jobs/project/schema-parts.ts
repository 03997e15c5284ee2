/** What values of the project file are made of: each form once, with the sentence that says what was expected. */
import { z } from 'zod';
import { durationForm, gigabytesForm, sizeForm } from './units.ts';

export const duration = z
  .string('expected a time with its unit, e.g. 30s')
  .regex(durationForm, 'expected a time with its unit, e.g. 30s, 5m or 1h');

export const size = z
  .string('expected a size with its unit, e.g. 2GB')
  .regex(sizeForm, 'expected a size with its unit, e.g. 500MB or 2GB');

export const wholeGigabytes = z
  .string('expected whole gigabytes with the unit, e.g. 20GB')
  .regex(gigabytesForm, 'expected whole gigabytes with the unit, e.g. 20GB or 1TB');

export const text = z.string('expected text').min(1, 'expected some text');

/** A line for sh. */
export const shellLine = z.string('expected a command as one line of text').min(1, 'expected a command');

export const portNumber = z
  .int('expected a port, a whole number from 1 to 65535')
  .min(1, 'expected a port from 1 to 65535')
  .max(65_535, 'expected a port from 1 to 65535');

export const port = z
  .string('expected a port with its protocol, e.g. "80/http"')
  .regex(/^[1-9]\d{0,4}\/(http|tcp)$/, 'expected a port with its protocol, e.g. "80/http" or "22/tcp"');

export const urlPath = z
  .string('expected a path that begins with /')
  .regex(/^\/[^\s#]*$/, 'expected a path that begins with /, without spaces, e.g. /health.json');

export const absolutePath = z
  .string('expected an absolute path')
  .regex(/^\/\S+$/, 'expected an absolute path, e.g. /workspace');

export const dollars = z
  .number('expected dollars as a number, e.g. 2.50')
  .positive('expected dollars above 0');

/** A value that YAML reads as number or yes/no is taken as it was typed. */
export const plainValue = z.union(
  [z.string(), z.number(), z.boolean()],
  'expected text, a number, true or false',
);

/** One text, or a list of them. */
export function oneOrMany(item: z.ZodType<string, string>, what: string) {
  return z.union([item, z.array(item).min(1, `expected ${what}`)], `expected ${what}`);
}
