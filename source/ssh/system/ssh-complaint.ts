/** What the system's ssh complained of, as a failure with advice. Pure: it has no other way to say what went wrong. */
import { safeText } from '../../base/safe-text.ts';
import type { SshEndpoint } from '../../fleet/pod.ts';
import { closedFailure, endpointText, type SshFailure } from '../failure.ts';
import type { KeyFiles } from './ssh-arguments.ts';

export type Complaint = {
  readonly endpoint: SshEndpoint;
  /** All that stands on its standard error. */
  readonly said: string;
  readonly keys: KeyFiles;
  /** The connection stood before. */
  readonly wasReady: boolean;
};

/** The first that fits decides: a changed host key is told in many lines, and "refused" may come from a jump host. */
export function failureOfComplaint(complaint: Complaint): SshFailure {
  const kind = kinds.find(({ pattern }) => pattern.test(complaint.said));
  if (kind !== undefined) return kind.failure(complaint);
  const { endpoint, wasReady, said } = complaint;
  const closed = closedFailure(endpoint, wasReady ? 'Connection lost to' : 'Connection closed early by');
  const line = lastLine(said);
  return line === '' ? closed : { ...closed, message: `${closed.message} ssh said: ${line}` };
}

type Kind = { readonly pattern: RegExp; readonly failure: (complaint: Complaint) => SshFailure };

const kinds: readonly Kind[] = [
  { pattern: /stdio forwarding failed/i, failure: beyondJumpFailure },
  // A jump host's ssh or a ProxyCommand has ended before the pod said a word; why stands before. A pod that hangs up
  // leaves nothing before it but what ssh warns of.
  {
    pattern: /^(?!Warning: )[^\r\n]*\S[^\r\n]*\r?\n(?:.*\n)*kex_exchange_identification: /m,
    failure: jumpFailure,
  },
  {
    pattern:
      /Bad configuration option|Bad owner or permissions|terminating, \d+ bad|keyword .* extra arguments/i,
    failure: ({ endpoint, said }) => ({
      kind: 'protocol',
      message: `The system's ssh does not accept its configuration for ${endpointText(endpoint)}: ${lastLine(said)}`,
      hint: 'Correct ~/.ssh/config (ssh -G HOST tells the line), or set sshTransport to ssh2.',
      retriable: false,
    }),
  },
  {
    pattern:
      /HOST IDENTIFICATION HAS CHANGED|Host key verification failed|REVOKED HOST KEY|host key is known for/i,
    failure: hostKeyFailure,
  },
  {
    pattern: /Permission denied|Too many authentication failures|No supported authentication methods/i,
    failure: authenticationFailure,
  },
  {
    pattern: /Unable to negotiate|no matching /i,
    failure: ({ endpoint, said }) => ({
      kind: 'protocol',
      message: `${endpointText(endpoint)} and the system's ssh agree on no SSH algorithms: ${lastLine(said)}`,
      hint: 'Compare the algorithms in ~/.ssh/config and in the sshd_config of the pod.',
      retriable: false,
    }),
  },
  {
    pattern: /Connection refused/i,
    failure: ({ endpoint }) => ({
      kind: 'refused',
      message: `${endpointText(endpoint)} refused the connection.`,
      hint: 'Nothing listens there yet: the pod may be starting, or its image has no sshd.',
      retriable: true,
    }),
  },
  {
    pattern: /timed out|not responding/i,
    failure: ({ endpoint, wasReady }) => ({
      kind: 'timeout',
      message: wasReady
        ? `${endpointText(endpoint)} has stopped answering.`
        : `No answer from ${endpointText(endpoint)} in time.`,
      hint: 'The network or the pod may be down; it is tried again.',
      retriable: true,
    }),
  },
  {
    pattern: /Could not resolve|No route to host|Network is unreachable|Name or service not known/i,
    failure: ({ endpoint, said }) => ({
      kind: 'unreachable',
      message: `${endpointText(endpoint)} cannot be reached: ${lastLine(said)}`,
      hint: 'Check the network and the address; it is tried again.',
      retriable: true,
    }),
  },
];

/** The jump host was entered, and could not go on from there. */
function beyondJumpFailure({ endpoint, said }: Complaint): SshFailure {
  const why = safeText(/open failed: (.{1,200})/.exec(said)?.[1] ?? '', { maxLength: 200 });
  return {
    kind: 'refused',
    message: `The jump host does not get to ${endpointText(endpoint)}${why === '' ? '' : `: ${why}`}.`,
    hint: 'The pod may be starting, or its image has no sshd; or the jump host forbids forwarding (AllowTcpForwarding).',
    retriable: true,
  };
}

function jumpFailure({ endpoint, said }: Complaint): SshFailure {
  const line = lastLine(said.slice(0, said.indexOf('kex_exchange_identification: ')));
  const isFinal = /Permission denied|Host key verification failed|Too many authentication failures/i.test(
    line,
  );
  return {
    kind: isFinal ? 'protocol' : 'unreachable',
    message: `The jump host or ProxyCommand on the way to ${endpointText(endpoint)} failed: ${line.replace(/\.$/, '')}.`,
    hint: `${isFinal ? 'Enter the jump host by hand once, without a question asked' : 'See whether the jump host can be entered by hand'}: ssh -G ${safeText(endpoint.host, { maxLength: 100 })} names it (ProxyJump, ProxyCommand).`,
    retriable: !isFinal,
  };
}

function hostKeyFailure({ endpoint, said }: Complaint): SshFailure {
  const shown = /SHA256:[A-Za-z0-9+/=]{20,60}/.exec(said)?.[0];
  const { what, hint } = keyTroubles.find(({ pattern }) => pattern.test(said)) ?? untrusted;
  return {
    kind: 'host-key',
    message: `Host key of ${endpointText(endpoint)} ${what}${shown === undefined ? '' : `: it shows ${shown}`}.`,
    hint,
    retriable: false,
  };
}

const keyTroubles: readonly { readonly pattern: RegExp; readonly what: string; readonly hint: string }[] = [
  {
    pattern: /CHANGED/,
    what: 'changed',
    hint: 'Compare its fingerprint with the one in the pod log; if you know why, remove the old one. Else somebody may be in between.',
  },
  {
    pattern: /REVOKED/,
    what: 'is revoked',
    hint: 'Your known_hosts say so (@revoked): whoever has that key may be anybody.',
  },
];

const untrusted = {
  what: 'is in no known_hosts, and no authority there vouches for it',
  hint: 'Compare its fingerprint by another way, and enter the host by your own ssh once. An authority that signed another name, or whose certificate has expired, vouches for nothing.',
};

function authenticationFailure({ endpoint, keys }: Complaint): SshFailure {
  const user = safeText(endpoint.username, { maxLength: 60 });
  const offered = keys.only ? ` (offered: ${keys.files.join(', ')})` : '';
  return {
    kind: 'authentication',
    message: `${endpointText(endpoint)} takes no key that the system's ssh has for ${user}${offered}.`,
    hint: 'ssh asks for nothing here: a key protected by a passphrase has to be in ssh-agent (ssh-add FILE). A certificate may have expired or name other users: ssh-keygen -L -f FILE-cert.pub.',
    retriable: false,
  };
}

/** The last that says something; without its program's name, and safe to show. */
function lastLine(said: string): string {
  const lines = said.split('\n').map((line) => safeText(line, { maxLength: 200 }).trim());
  return (lines.filter((line) => line !== '').at(-1) ?? '').replace(/^ssh: /, '');
}
