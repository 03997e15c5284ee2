/** Opens the telemetry links with the operator's keys. A host with a key of its own gets links of its own. */
import type { Settings } from '../settings/settings.ts';
import type { Links } from '../ssh/telemetry.ts';
import { readAgentProgram } from './agent-program.ts';
import { podOfHost } from './host-pods.ts';

/** `trustPath`: where the pods' host keys are remembered; null is the usual place. */
export async function openLinks(settings: Settings, trustPath: string | null): Promise<Links> {
  const [{ loadIdentities }, { createTrust }, { createTrustStore }, { createLinks }] = await Promise.all([
    import('../ssh/identities.ts'),
    import('../ssh/trust.ts'),
    import('../ssh/trust-store.ts'),
    import('../ssh/links.ts'),
  ]);
  const trust = createTrust(trustPath === null ? {} : { store: createTrustStore(trustPath) });
  const linksWith = async (files: readonly string[]): Promise<Links> =>
    createLinks({
      identities: await loadIdentities(files.length === 0 ? {} : { files }),
      trust,
      agentProgram: readAgentProgram,
    });

  const general = await linksWith(settings.identity === null ? [] : [settings.identity]);
  const own = new Map<string, Links>();
  for (const host of settings.hosts)
    if (host.identity !== null) own.set(podOfHost(host).id, await linksWith([host.identity]));
  return {
    open: (target, listener) => (own.get(target.podId) ?? general).open(target, listener),
    async close() {
      await Promise.all([general, ...own.values()].map((links) => links.close()));
    },
  };
}
