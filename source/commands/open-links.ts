/** Opens the telemetry links with the operator's keys. A host with a key of its own gets links of its own. */
import type { Settings } from '../settings/settings.ts';
import type { SkippedIdentity } from '../ssh/identity-agent.ts';
import type { Links } from '../ssh/telemetry.ts';
import { readAgentProgram } from './agent-program.ts';
import { podOfHost } from './host-pods.ts';

export type OpenedLinks = {
  readonly links: Links;
  /** Keys that the operator named and that cannot be used. */
  readonly unusable: readonly SkippedIdentity[];
};

/** `trustPath`: where the pods' host keys are remembered; null is the usual place. */
export async function openLinks(settings: Settings, trustPath: string | null): Promise<OpenedLinks> {
  const [{ loadIdentities }, { createTrust }, { createTrustStore }, { createLinks }] = await Promise.all([
    import('../ssh/identities.ts'),
    import('../ssh/trust.ts'),
    import('../ssh/trust-store.ts'),
    import('../ssh/links.ts'),
  ]);
  const trust = createTrust(trustPath === null ? {} : { store: createTrustStore(trustPath) });
  const unusable: SkippedIdentity[] = [];
  const linksWith = async (files: readonly string[]): Promise<Links> => {
    const identities = await loadIdentities(files.length === 0 ? {} : { files });
    unusable.push(...identities.unusable);
    return createLinks({ identities, trust, agentProgram: readAgentProgram });
  };

  const general = await linksWith(settings.identity === null ? [] : [settings.identity]);
  const own = new Map<string, Links>();
  for (const host of settings.hosts)
    if (host.identity !== null) own.set(podOfHost(host).id, await linksWith([host.identity]));
  const links: Links = {
    open: (target, listener) => (own.get(target.podId) ?? general).open(target, listener),
    async close() {
      await Promise.all([general, ...own.values()].map((each) => each.close()));
    },
  };
  return { links, unusable };
}
