/** The keys that a running ssh-agent holds. */
import { OpenSSHAgent, type ParsedKey } from 'ssh2';
import { safeText } from '../base/safe-text.ts';
import type { Identity, SkippedIdentity } from './identity-agent.ts';

/** A forwarded agent whose connection has died accepts and never answers. */
const agentTimeoutMs = 3000;

/** Never throws: an agent that does not answer is named in `skipped`. */
export async function keysOfAgent(
  socketPath: string | null,
): Promise<{ readonly identities: readonly Identity[]; readonly skipped: readonly SkippedIdentity[] }> {
  if (socketPath === null || socketPath === '') return { identities: [], skipped: [] };
  const agent = new OpenSSHAgent(socketPath);
  try {
    const keys = await listKeys(agent);
    return { identities: keys.map((key) => identityOf(agent, key)), skipped: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { identities: [], skipped: [{ name: `ssh-agent at ${socketPath}`, reason }] };
  }
}

function listKeys(agent: OpenSSHAgent): Promise<ParsedKey[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${agentTimeoutMs / 1000} s`));
    }, agentTimeoutMs);
    agent.getIdentities((error, keys) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve((keys ?? []).flatMap((entry) => (isParsedKey(entry) ? [entry] : [])));
    });
  });
}

function isParsedKey(entry: unknown): entry is ParsedKey {
  return typeof entry === 'object' && entry !== null && 'getPublicSSH' in entry;
}

function identityOf(agent: OpenSSHAgent, publicKey: ParsedKey): Identity {
  const comment = safeText(publicKey.comment, { maxLength: 60 });
  return {
    name: `${comment === '' ? 'key' : comment} (${publicKey.type}, in ssh-agent)`,
    publicKey,
    sign: (data, hash) =>
      new Promise((resolve, reject) => {
        agent.sign(publicKey, data, hash === undefined ? {} : { hash }, (error, signature) => {
          if (signature === undefined) reject(error ?? new Error('ssh-agent gave no signature'));
          else resolve(signature);
        });
      }),
  };
}
