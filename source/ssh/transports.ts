/** Connects by whichever transport is right for a target. Whoever uses the connection need not know which it was. */
import { type AskSshConfig, type AskSshConfigOptions, createAskSshConfig } from './ask-ssh-config.ts';
import { chooseTransport, type WantedTransport } from './choose-transport.ts';
import { type Connection, connect } from './connection.ts';
import type { Outcome } from './failure.ts';
import type { Identities } from './identities.ts';
import { connectPty } from './pty/pty-connection.ts';
import type { SshConfigFacts } from './ssh-config-facts.ts';
import { connectSystem } from './system/system-connection.ts';
import type { LinkTarget } from './telemetry.ts';
import type { LinkTimings } from './timings.ts';
import type { TrustCase } from './trust.ts';

export type TransportSettings = AskSshConfigOptions & {
  /** What the operator set for a pod or host, by its id. */
  wantedFor?(podId: string): WantedTransport;
  /** Shared, so that no host is asked about twice. */
  readonly sshConfig?: AskSshConfig;
};

export type Transports = {
  connect(options: {
    readonly target: LinkTarget;
    readonly trust: TrustCase;
    readonly signal: AbortSignal;
  }): Promise<Outcome<Connection>>;
};

/** Without settings everything direct goes by ssh2. */
export function createTransports(options: {
  readonly identities: Identities;
  readonly timings: LinkTimings;
  readonly settings?: TransportSettings | undefined;
}): Transports {
  const { identities, timings, settings } = options;
  const sshConfig = settings?.sshConfig ?? createAskSshConfig(settings);

  return {
    async connect({ target, trust, signal }) {
      const { endpoint, podId, way = 'direct' } = target;
      const wanted = settings?.wantedFor?.(podId) ?? 'ssh2';
      const isAsked = way === 'direct' && wanted !== 'ssh2';
      const config = isAsked
        ? await sshConfig.factsOf(endpoint, podId.startsWith('ssh:') ? 'host' : 'pod')
        : null;
      const exported = await trust.exportFor(namesIn(config));
      const onlyAuthority = isAsked && exported.kind === 'user' && exported.onlyAuthority;
      const keyNeeds = identities.forSystem?.needs ?? [];
      const { transport } = chooseTransport({ way, wanted, config, onlyAuthority, keyNeeds });
      if (transport === 'system') {
        return connectSystem({
          ...{ endpoint, timings, signal, keys: identities.forSystem ?? { files: [], only: false } },
          trust: { exported, verifyHostKey: trust.verifyHostKey, refusal: trust.refusal },
          ...(settings?.program === undefined ? {} : { program: settings.program }),
          configPath: settings?.configPath ?? null,
        });
      }
      const { verifyHostKey, hostKeyAlgorithms } = trust;
      const ours = { endpoint, identities, verifyHostKey, hostKeyAlgorithms, timings, signal };
      return transport === 'pty' ? connectPty(ours) : connect(ours);
    },
  };
}

function namesIn(config: SshConfigFacts | null): Parameters<TrustCase['exportFor']>[0] {
  return {
    addresses: config === null ? [] : [config.address],
    knownHostsPaths: config?.knownHostsPaths ?? [],
  };
}
