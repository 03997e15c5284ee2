/** A TCP connection to where sshd should be: who listens there, and does it speak SSH. Offers no key. */
import { connect } from 'node:net';
import { safeText } from '../../base/safe-text.ts';
import type { SshEndpoint } from '../../fleet/pod.ts';
import type { Greeting } from './check.ts';

const maxGreetingBytes = 4096;

/** Never rejects. An SSH server may say other lines before its banner (RFC 4253, 4.2). */
export function askGreeting(
  { host, port }: Pick<SshEndpoint, 'host' | 'port'>,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Greeting> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let isConnected = false;
    let said = '';
    function end(greeting: Greeting): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(greeting);
    }
    function giveUp(): void {
      if (said !== '') end({ kind: 'other', text: shown(said) });
      else end({ kind: isConnected ? 'silent' : 'timeout', afterMs: timeoutMs });
    }
    const timer = setTimeout(giveUp, timeoutMs);
    signal.addEventListener('abort', giveUp);
    socket.on('connect', () => {
      isConnected = true;
    });
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
      const [, banner] = /(?:^|\n)(SSH-\d[^\r\n]*)\r?\n/.exec(said) ?? [];
      if (banner !== undefined) end({ kind: 'ssh', text: shown(banner) });
      else if (said.length > maxGreetingBytes) end({ kind: 'other', text: shown(said) });
    });
    socket.on('end', () =>
      end(said === '' ? { kind: 'closed', afterMs: 0 } : { kind: 'other', text: shown(said) }),
    );
    socket.on('error', (error: NodeJS.ErrnoException) => end(failed(error, isConnected, timeoutMs)));
    if (signal.aborted) giveUp();
  });
}

function failed({ code, message }: NodeJS.ErrnoException, isConnected: boolean, timeoutMs: number): Greeting {
  if (isConnected) return { kind: 'closed', afterMs: 0 };
  if (code === 'ECONNREFUSED') return { kind: 'refused' };
  if (code === 'ETIMEDOUT') return { kind: 'timeout', afterMs: timeoutMs };
  return { kind: 'unreachable', message: shown(message) };
}

function shown(text: string): string {
  return safeText(text, { maxLength: 120 }).trim();
}
