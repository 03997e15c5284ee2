/**
 * One question of a kind at a time. Who asks while the same question is out waits for the same answer, each within an
 * own deadline: a filesystem or a driver that hangs is not asked again until it has answered, however late.
 */
import type { Answer } from './host.ts';

export type SharedQuestions = {
  ask(options: {
    readonly key: string;
    readonly timeoutMs: number;
    /** Must settle in the end, and must not reject. */
    question(): Promise<Answer>;
  }): Promise<Answer>;
};

export function createSharedQuestions(): SharedQuestions {
  const out = new Map<string, Promise<Answer>>();
  return {
    ask({ key, timeoutMs, question }) {
      let answer = out.get(key);
      if (answer === undefined) {
        answer = question().finally(() => out.delete(key));
        out.set(key, answer);
      }
      return within(answer, { key, timeoutMs });
    },
  };
}

function within(
  answer: Promise<Answer>,
  { key, timeoutMs }: { readonly key: string; readonly timeoutMs: number },
): Promise<Answer> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve({ ok: false, reason: 'timeout', message: `${key} did not answer within ${timeoutMs} ms.` });
    }, timeoutMs);
    void answer.then((settled) => {
      clearTimeout(timer);
      resolve(settled);
    });
  });
}
