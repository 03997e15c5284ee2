/** The agent's own bundle, as it is uploaded to a pod that has Node but no agent. It lies beside the console's bundle. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Put in by the bundler: the hash of the agent that was built with this console. */
declare const __AGENT_SHA256__: string;

/** Throws when the file is not the one that was built with this console: a pod must never be given anything else. */
export async function readAgentProgram(): Promise<{ readonly bytes: Uint8Array; readonly sha256: string }> {
  const file = new URL('./pod-agent.js', import.meta.url);
  const bytes = await readFile(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== __AGENT_SHA256__)
    throw new Error(
      `${file.pathname} is not the agent of this build (sha256 ${sha256}). Build again: npm run build`,
    );
  return { bytes, sha256 };
}
