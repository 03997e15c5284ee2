/** The `version` of a JSON file such as package.json. */
import { readFile } from 'node:fs/promises';
import { messageOf } from '../../../base/message-of.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import { errorOf } from './problems.ts';

export type VersionRead =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly problem: DeployProblem };

export async function readVersionFile(path: string): Promise<VersionRead> {
  const fix = `Write {"version": "1.4.0"} into it, or take another rule under "version" in the project file.`;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const said = messageOf(error);
    return { ok: false, problem: errorOf(`The version cannot be read: ${said}.`, fix) };
  }
  const version = versionIn(text);
  return version === null
    ? { ok: false, problem: errorOf(`"${path}" is no JSON file with a "version" in it.`, fix) }
    : { ok: true, version };
}

function versionIn(text: string): string | null {
  try {
    const read: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    const isObject = typeof read === 'object' && read !== null && 'version' in read;
    return isObject && typeof read.version === 'string' ? read.version : null;
  } catch {
    return null;
  }
}
