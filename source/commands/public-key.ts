/** The public key that pods made from an image let in: RunPod puts the account's into every pod. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type PublicKey =
  | { readonly ok: true; readonly line: string }
  | { readonly ok: false; readonly reason: string };

/** In the order in which ssh itself offers them. */
const usualFiles = ['id_ed25519.pub', 'id_ecdsa.pub', 'id_rsa.pub'];
const form = /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp\d+|sk-[\w.@-]+) [A-Za-z0-9+/=]+( .*)?$/;

/** @param file Given by --public-key; else the first of the usual ones that is there. */
export async function readPublicKey(file: string | undefined, homeFolder: string): Promise<PublicKey> {
  if (file !== undefined) return keyIn(file, await textOf(file));
  for (const name of usualFiles) {
    const path = join(homeFolder, '.ssh', name);
    const text = await textOf(path);
    if (typeof text === 'string') return keyIn(path, text);
  }
  return {
    ok: false,
    reason: `There is no public key in ~/.ssh (${usualFiles.join(', ')}), and without one nobody could enter the pods. Make one with ssh-keygen -t ed25519, or name one with --public-key FILE.`,
  };
}

function keyIn(path: string, text: string | { readonly problem: string }): PublicKey {
  if (typeof text !== 'string')
    return { ok: false, reason: `Cannot read the key "${path}": ${text.problem}.` };
  const line = text.split('\n').find((each) => form.test(each.trim()));
  if (line !== undefined) return { ok: true, line: line.trim() };
  const advice = text.includes('PRIVATE KEY')
    ? `It holds a private key; name the public one, ${path}.pub.`
    : 'It must be a line as ssh-keygen writes it, e.g. "ssh-ed25519 AAAA… name".';
  return { ok: false, reason: `"${path}" holds no public key. ${advice}` };
}

async function textOf(path: string): Promise<string | { readonly problem: string }> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    return { problem: error instanceof Error && 'code' in error ? String(error.code) : String(error) };
  }
}
