/** Opens the telemetry links and the doors with the operator's keys. A host with a key of its own gets its own of each. */
import type { Settings } from '../settings/settings.ts';
import type { WantedTransport } from '../ssh/choose-transport.ts';
import type { SkippedIdentity } from '../ssh/identity-agent.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { Links } from '../ssh/telemetry.ts';
import { readAgentProgram } from './agent-program.ts';
import { podOfHost } from './host-pods.ts';

export type OpenedLinks = {
  readonly links: Links;
  /** For jobs. They wait for the same places among the handshakes. */
  readonly doors: PodDoors;
  /** Keys that the operator named and that cannot be used. */
  readonly unusable: readonly SkippedIdentity[];
};

type Ways = { readonly links: Links; readonly doors: PodDoors };

/** `trustPath`: where the pods' host keys are remembered; null is the usual place. */
export async function openLinks(settings: Settings, trustPath: string | null): Promise<OpenedLinks> {
  const [{ loadIdentities }, { createTrust }, { createTrustStore }, { createHandshakePool }, ways] =
    await Promise.all([
      import('../ssh/identities.ts'),
      import('../ssh/trust.ts'),
      import('../ssh/trust-store.ts'),
      import('../ssh/pool.ts'),
      Promise.all([import('../ssh/links.ts'), import('../ssh/doors.ts'), import('../ssh/ask-ssh-config.ts')]),
    ]);
  const [{ createLinks }, { createDoors }, { createAskSshConfig }] = ways;
  const trust = createTrust(trustPath === null ? {} : { store: createTrustStore(trustPath) });
  const pool = createHandshakePool();
  const transports = { wantedFor: wantedBy(settings), sshConfig: createAskSshConfig() };
  const unusable: SkippedIdentity[] = [];
  const waysWith = async (files: readonly string[]): Promise<Ways> => {
    const identities = await loadIdentities(files.length === 0 ? {} : { files });
    unusable.push(...identities.unusable);
    const shared = { identities, trust, pool, transports, agentProgram: readAgentProgram };
    return { links: createLinks(shared), doors: createDoors(shared) };
  };

  const general = await waysWith(settings.identity === null ? [] : [settings.identity]);
  const own = new Map<string, Ways>();
  for (const host of settings.hosts)
    if (host.identity !== null) own.set(podOfHost(host).id, await waysWith([host.identity]));
  return { ...joined(general, own), unusable };
}

function wantedBy({ hosts, sshTransport }: Settings): (podId: string) => WantedTransport {
  const own = new Map(hosts.map((host) => [podOfHost(host).id, host.sshTransport]));
  return (podId) => own.get(podId) ?? sshTransport;
}

function joined(general: Ways, own: ReadonlyMap<string, Ways>): Ways {
  const all = [general, ...own.values()];
  const waysOf = (podId: string) => own.get(podId) ?? general;
  return {
    links: {
      open: (target, listener) => waysOf(target.podId).links.open(target, listener),
      close: async () => void (await Promise.all(all.map(({ links }) => links.close()))),
    },
    doors: {
      open: (target, signal) => waysOf(target.podId).doors.open(target, signal),
      close: async () => void (await Promise.all(all.map(({ doors }) => doors.close()))),
    },
  };
}
