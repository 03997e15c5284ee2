/** From a login shell of whatever kind to one that takes commands: typed at until it answers. */
import { safeText } from '../../base/safe-text.ts';
import type { SshEndpoint } from '../../fleet/pod.ts';
import { type Outcome, protocolFailure, type SshFailure, timeoutFailure } from '../failure.ts';
import type { PtyMark } from './pty-mark.ts';
import { openingLine, preparationText } from './pty-texts.ts';

export type PtyOpening = {
  readonly outcome: Promise<Outcome<null>>;
  /** Not for commands: what comes before the shell takes any. */
  heard(bytes: Buffer): void;
  word(word: string): void;
  /** The terminal is gone. */
  ended(): void;
};

/** A login shell that still reads its start-up files may lose what is typed meanwhile, so it is typed again. */
const typedAgainAfterMs = 1500;
const mostSaid = 4096;

export function beginOpening(options: {
  readonly mark: PtyMark;
  readonly endpoint: SshEndpoint;
  readonly timeoutMs: number;
  readonly write: (text: string) => void;
}): PtyOpening {
  const { mark, endpoint, timeoutMs, write } = options;
  let isShell = false;
  let tries = 0;
  let said = '';
  let resolve: (outcome: Outcome<null>) => void = () => {};
  const outcome = new Promise<Outcome<null>>((resolveOutcome) => {
    resolve = resolveOutcome;
  });

  function type(): void {
    tries++;
    write(isShell ? preparationText(mark, tries) : openingLine(mark));
  }
  function settle(how: Outcome<null>): void {
    clearInterval(typing);
    clearTimeout(deadline);
    resolve(how);
  }
  const typing = setInterval(type, typedAgainAfterMs);
  const deadline = setTimeout(() => {
    settle({ ok: false, failure: timeoutFailure({ endpoint, waitedFor: 'shell on a terminal', timeoutMs }) });
  }, timeoutMs);
  type();

  return {
    outcome,
    heard(bytes) {
      if (said.length < mostSaid) said += bytes.toString('utf8');
    },
    word(word) {
      if (word === 'o' && !isShell) {
        isShell = true;
        type();
      }
      if (word === 'n') settle({ ok: false, failure: withoutTools(endpoint) });
      // Only the newest counts: an older one may still be on its way, and would be answered among a command's words.
      if (word === `r${tries}`) settle({ ok: true, value: null });
    },
    ended: () => settle({ ok: false, failure: endedEarly(endpoint, said) }),
  };
}

function withoutTools(endpoint: SshEndpoint): SshFailure {
  return {
    kind: 'protocol',
    message: `The machine behind ${endpoint.host} has no base64 or no head, without which nothing can be sent through a terminal.`,
    hint: 'Install coreutils in the image, or add 22/tcp to the ports of the pod and connect directly.',
    retriable: false,
  };
}

function endedEarly(endpoint: SshEndpoint, said: string): SshFailure {
  const text = safeText(said, { maxLength: 300 }).trim();
  const what = 'the shell ended before it was ready.';
  return protocolFailure(endpoint, text === '' ? what : `${what} It said: ${text}`);
}
