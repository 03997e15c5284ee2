/** One small file that outlives the console: read by a schema, written whole. One that is damaged counts as not there. */
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { messageOf } from '../base/message-of.ts';
import { parsedJson } from '../base/parsed-json.ts';
import { writeWhole } from '../base/write-whole.ts';
import { oneAtATime } from './one-at-a-time.ts';

export type StateFile<Value> = {
  /** null: there is none, or it is not to be understood. Never rejects. */
  read(): Promise<Value | null>;
  /**
   * Makes of what is in it by now what is to be in it; nobody else changes it meanwhile.
   * @returns What is in it then. @throws An Error that names the file.
   */
  change(next: (found: Value | null) => Value): Promise<Value>;
};

type StateFileOptions<Value> = {
  readonly schema: z.ZodType<Value>;
  /** What is kept, for the sentence "Cannot keep … in FILE". */
  readonly what: string;
  /** Whatever is larger was not written by a console. */
  readonly largestBytes?: number;
};

export function createStateFile<Value>(
  path: string,
  { schema, what, largestBytes = 1024 * 1024 }: StateFileOptions<Value>,
): StateFile<Value> {
  async function read(): Promise<Value | null> {
    const found = await stat(path).catch(() => null);
    if (found === null || !found.isFile() || found.size > largestBytes) return null;
    const parsed = schema.safeParse(parsedJson(await readFile(path, 'utf8').catch(() => '')));
    return parsed.success ? parsed.data : null;
  }

  async function change(next: (found: Value | null) => Value): Promise<Value> {
    const folder = dirname(path);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    return await oneAtATime(path, async () => {
      const value = next(await read());
      await writeWhole(path, `${JSON.stringify(value)}\n`);
      return value;
    });
  }

  return {
    read,
    change: (next) =>
      change(next).catch((error: unknown) => {
        throw new Error(`Cannot keep ${what} in ${path}: ${messageOf(error)}`);
      }),
  };
}
