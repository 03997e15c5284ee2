/** An application that serves its port itself, without nginx: whether it answers, and how fast. */
import type { Draft, Seen } from '../check.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { readHttp } from '../web/http-answer.ts';
import { whoHolds } from '../web/listeners.ts';
import { judgeSlowness } from '../web/slow-answer.ts';
import { application } from '../web/sources.ts';
import type { NetworkLook } from './look.ts';

export function judgeApplication({ plan, answers }: Seen, { listeners }: NetworkLook): readonly Draft[] {
  const holders = listeners.filter(({ port }) => port === plan.appPort).flatMap((one) => one.holders);
  const answer = readHttp(answers[application(plan).id]);
  // In our image nginx serves; its own check says what it answers.
  if (plan.isOurImage || holders.length === 0 || holders.some(({ name }) => name === 'nginx')) return [];
  const where = `http://127.0.0.1:${plan.appPort}${plan.appPath}`;
  const who = whoHolds(holders);
  const status = plan.isAppExpected ? 'fail' : 'info';
  if (answer.kind === 'answered' && answer.status < 500)
    return judgeSlowness(answer.tookMs, {
      id: 'network-app-slow',
      who: `${who} at ${plan.appPath}`,
      where,
      status: plan.isAppExpected ? 'warn' : 'info',
      causes: ['It is busy, or waits for something.', 'The pod is short of CPU, so that everything waits.'],
      documentation: 'Who can reach the pod',
    });
  if (answer.kind === 'answered')
    return [
      trouble({
        id: 'network-app-error',
        title: `${who} answers ${answer.status} at ${plan.appPath}`,
        status,
        evidence: [seen(where, String(answer.status), where, 'below 500')],
        causes: ['The application failed, or is not ready yet.'],
        impact: 'Visitors see an error.',
        fix: advice('See the log of the application: the logs check shows what it last wrote.'),
        documentation: 'Who can reach the pod',
      }),
    ];
  if (answer.kind !== 'silent') return [];
  return [
    trouble({
      id: 'network-app-silent',
      title: `${who} takes connections at port ${plan.appPort} and does not answer`,
      status,
      evidence: [seen(where, answer.message, where, 'an answer within 2 s')],
      causes: ['It is busy or hangs.', 'It does not speak HTTP.', 'It is still starting.'],
      impact: 'Visitors wait until their browser gives up.',
      fix: advice('See its log and what it waits for: CPU, a GPU, a volume. Restart it where it hangs.'),
      documentation: 'Who can reach the pod',
    }),
  ];
}
