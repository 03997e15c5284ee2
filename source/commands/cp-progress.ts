/** How far a copy is, on standard error: one line that is written over on a terminal, one at the end elsewhere. */
import { safeText } from '../base/safe-text.ts';
import { bytes, rate } from '../ui/draw/numbers.ts';
import type { CommandContext } from './command.ts';

const everyMs = 250;

export function copyProgress(context: CommandContext, what: string) {
  const startedMs = context.nowMs();
  const isTerminal = process.stderr.isTTY === true;
  const name = safeText(what, { maxLength: 60 });
  let count = 0;
  let shownMs = 0;

  function line(): string {
    const seconds = Math.max(0.001, (context.nowMs() - startedMs) / 1000);
    return `${name}  ${bytes(count)}  ${rate(count / seconds)}`;
  }

  return {
    add(more: number): void {
      count += more;
      const nowMs = context.nowMs();
      if (!isTerminal || nowMs - shownMs < everyMs) return;
      shownMs = nowMs;
      context.say(`\r\x1b[K${line()}`);
    },
    /** Of what was not copied only the reason counts. */
    end(isWhole: boolean, verdict: string): void {
      context.say(`${isTerminal ? '\r\x1b[K' : ''}${isWhole ? `${line()}  ` : `${name}  `}${verdict}\n`);
    },
  };
}
