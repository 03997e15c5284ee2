import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../pod-agent/host/host.ts';
import { createSharedQuestions } from '../../../pod-agent/host/shared-questions.ts';

/** A question that is answered when the test says so, as a volume that has gone away answers in its own time. */
function slowQuestion() {
  let asked = 0;
  const settles: ((answer: Answer) => void)[] = [];
  return {
    question() {
      asked += 1;
      return new Promise<Answer>((resolve) => {
        settles.push(resolve);
      });
    },
    settle: (text: string) => settles.shift()?.({ ok: true, text }),
    asked: () => asked,
  };
}

describe('createSharedQuestions', () => {
  it('asks once while an answer is out, however many wait and give up', async () => {
    const questions = createSharedQuestions();
    const slow = slowQuestion();
    const ask = (timeoutMs: number) =>
      questions.ask({ key: '/workspace', timeoutMs, question: slow.question });
    expect(await ask(20)).toMatchObject({ ok: false, reason: 'timeout' });
    expect(await ask(20)).toMatchObject({ ok: false, reason: 'timeout' });
    const patient = ask(20_000);
    expect(slow.asked()).toBe(1);
    slow.settle('late');
    expect(await patient).toEqual({ ok: true, text: 'late' });
  });

  it('asks anew once it was answered, and other questions beside it', async () => {
    const questions = createSharedQuestions();
    const slow = slowQuestion();
    const ask = (key: string) => questions.ask({ key, timeoutMs: 20_000, question: slow.question });
    const first = ask('/');
    const other = ask('/workspace');
    slow.settle('one');
    slow.settle('two');
    expect([await first, await other]).toEqual([
      { ok: true, text: 'one' },
      { ok: true, text: 'two' },
    ]);
    const again = ask('/');
    slow.settle('three');
    expect(await again).toEqual({ ok: true, text: 'three' });
    expect(slow.asked()).toBe(3);
  });
});
