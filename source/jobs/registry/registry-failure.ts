/** Why a registry did not do what was asked, in words. */
import { safeText } from '../../base/safe-text.ts';
import type { RegistryResult } from './registry.ts';

export type RegistryFailure = Extract<RegistryResult<never>, { ok: false }>;

export type Refusal = {
  /** Begins the sentence: "Cannot push to acme/app at registry.example". */
  readonly failing: string;
  readonly host: string;
  readonly status: number;
  /** As the answer's body has it; may be anything. */
  readonly body: string;
  /** Whether we had a login to show, and what was wrong with those that we have. */
  readonly hadLogin: boolean;
  readonly problems: readonly string[];
};

export function refusal(told: Refusal): RegistryFailure {
  const { code, why, fix } = wordsOf(told);
  const said = saidIn(told.body);
  return {
    ok: false,
    code,
    reason: [`${told.failing}: ${why}${said === '' ? '' : ` (${said})`}.`, ...told.problems].join(' '),
    fix,
  };
}

export function unreachable(failing: string, host: string, error: unknown): RegistryFailure {
  const why = reasonOf(error);
  return {
    ok: false,
    code: 'unreachable',
    reason: `${failing}: ${host} does not answer (${safeText(why, { maxLength: 200 })}).`,
    fix: `Check the network, and that a registry is up at ${host}.`,
  };
}

export function unexpected(failing: string, why: string, fix: string): RegistryFailure {
  return { ok: false, code: 'unexpected', reason: `${failing}: ${why}.`, fix };
}

type Words = { readonly code: RegistryFailure['code']; readonly why: string; readonly fix: string };

function wordsOf({ status, host, hadLogin }: Refusal): Words {
  if (status === 401)
    return {
      code: 'unauthorised',
      why: hadLogin ? 'the registry does not accept the login' : 'the registry asks for a login',
      fix: `Log in: \`docker login ${host}\` or \`podman login ${host}\`.`,
    };
  const words = wordsByStatus[status];
  if (words !== undefined) return words;
  if (status >= 500)
    return {
      code: 'unexpected',
      why: `the registry has a fault of its own (HTTP ${status})`,
      fix: `Look at the log of ${host}, or try again later.`,
    };
  return {
    code: 'unexpected',
    why: `the registry answered HTTP ${status}`,
    fix: `Check that a registry of images is what answers at ${host}.`,
  };
}

const wordsByStatus: Readonly<Record<number, Words>> = {
  403: {
    code: 'refused',
    why: 'the registry does not allow it to this login (HTTP 403)',
    fix: 'Ask for the right to that repository, or log in as somebody who has it.',
  },
  404: {
    code: 'refused',
    why: 'the registry knows no such repository (HTTP 404)',
    fix: 'Check its name; some registries want a repository to be made before anything is pushed to it.',
  },
  405: {
    code: 'refused',
    why: 'the registry has that switched off (HTTP 405)',
    fix: 'Do it with the tools of the registry, or let its administrator do it.',
  },
  429: {
    code: 'unexpected',
    why: 'the registry takes no more requests for now (HTTP 429)',
    fix: 'Wait some minutes, or log in: registries allow more to those they know.',
  },
};

/** `{"errors":[{"code":"DENIED","message":"…"}]}` of the Distribution Specification. Anything else is left out. */
function saidIn(body: string): string {
  try {
    const { errors } = JSON.parse(body);
    const [first] = Array.isArray(errors) ? errors : [];
    const parts = [first?.code, first?.message].filter((part) => typeof part === 'string' && part !== '');
    return safeText(parts.join(': '), { maxLength: 200 });
  } catch {
    return '';
  }
}

/** fetch hides the reason of a failed connection in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  if (error.name === 'AbortError') return 'stopped';
  const { cause } = error;
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : error.message;
}
