/** A stream to a port or a socket as the pod sees it, over a connection of ssh2 (direct-tcpip, direct-streamlocal). */
import type { Duplex } from 'node:stream';
import { safeText } from '../base/safe-text.ts';
import type { StreamTarget } from './connection-types.ts';
import { endpointText, failureOf, type Outcome, type SshFailure } from './failure.ts';
import { type OpeningParts, openTimely, reasonOf } from './timely-opening.ts';

/** Never throws. The stream's errors and its end are the caller's to hear. */
export function openForwardedStream(parts: OpeningParts, target: StreamTarget): Promise<Outcome<Duplex>> {
  const { client } = parts;
  return openTimely<Duplex>(parts, {
    waitedFor: `stream to ${targetText(target)}`,
    begin(onAnswer) {
      if (target.kind === 'unix') client.openssh_forwardOutStreamLocal(target.path, onAnswer);
      else client.forwardOut('127.0.0.1', 0, target.host, target.port, onAnswer);
    },
    wrap(channel) {
      channel.stderr.resume();
      return channel;
    },
    drop(stream) {
      stream.on('error', () => {});
      stream.destroy();
    },
    explain: (error) => refusal(parts, target, error),
  });
}

export function targetText(target: StreamTarget): string {
  if (target.kind === 'unix') return target.path;
  return target.host.includes(':') ? `[${target.host}]:${target.port}` : `${target.host}:${target.port}`;
}

/** RFC 4254, section 5.1: 1 is administratively prohibited, 2 connect failed. */
function refusal({ endpoint }: OpeningParts, target: StreamTarget, error: Error): SshFailure {
  const where = endpointText(endpoint);
  const reason = reasonOf(error);
  if (reason === 1) {
    return {
      kind: 'protocol',
      message: `${where} does not let ${targetText(target)} be forwarded.`,
      hint: 'Its sshd forbids it: AllowTcpForwarding, AllowStreamLocalForwarding or PermitOpen in sshd_config.',
      retriable: false,
    };
  }
  if (reason === 2) {
    const said = safeText(error.message.replace(/^\(SSH\) Channel open failure: /, ''), { maxLength: 120 });
    return {
      kind: 'refused',
      message: `Nothing answers at ${targetText(target)} in the pod (${said}).`,
      hint: 'Start what is to listen there, or name another port or socket.',
      retriable: true,
    };
  }
  return failureOf(error, { endpoint, phase: 'ready', identityNames: [] });
}
