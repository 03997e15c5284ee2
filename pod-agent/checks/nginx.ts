/** nginx: installed, running with a master, its configuration taken, its port its own, its answers good, its limits far. */
import type { Check, Draft, Seen } from './check.ts';
import { judgeAnswers } from './nginx/answers.ts';
import { judgeLimits } from './nginx/limits.ts';
import { lookAtNginx, type NginxLook } from './nginx/look.ts';
import { judgeRunning } from './nginx/running.ts';
import { nginxSources } from './nginx/sources.ts';
import { fine, seen, skipped, trouble } from './web/draft.ts';

export const nginx: Check = {
  id: 'nginx',
  title: 'nginx',
  needs: nginxSources,
  judge,
};

function judge(given: Seen): readonly Draft[] {
  const look = lookAtNginx(given);
  const { test, masters, orphans, plan } = look;
  const isThere = masters.length + orphans.length > 0;
  if (test.kind === 'missing' && !isThere)
    return [plan.isOurImage ? missing(look) : skipped('nginx-absent', 'nginx is not installed in this pod')];
  const found = [
    ...judgeRunning(look),
    ...(isThere ? [...judgeAnswers(look), ...judgeLimits(look, given)] : []),
  ];
  if (found.some(({ status }) => status === 'fail' || status === 'warn')) return found;
  if (!isThere)
    return [
      ...found,
      skipped('nginx-unused', 'nginx is installed and does not run; nothing says that it should'),
    ];
  return [...found, well(look)];
}

function missing({ plan }: NginxLook): Draft {
  return trouble({
    id: 'nginx-missing',
    title: 'nginx is not installed, and the agent of this pod serves through it',
    status: 'fail',
    evidence: [seen('nginx', 'not found', 'PATH, /usr/sbin, /usr/local/sbin', 'a program that can be run')],
    causes: ['The image was built without it.', 'It was removed, or its file lost the right to be run.'],
    impact: `Nothing is served at port ${plan.appPort}.`,
    fix: {
      text: 'Install nginx, and put it into the image as well: what is installed now is gone with the container.',
      command: 'apt-get update && apt-get install --yes --no-install-recommends nginx',
      safe: false,
      reversible: true,
    },
    documentation: 'nginx does not run',
  });
}

function well({ masters, workers, test, answer, plan }: NginxLook): Draft {
  const workersText = `${workers.length} worker${workers.length === 1 ? '' : 's'}`;
  const configuration =
    test.kind === 'taken' ? 'its configuration is taken' : 'its configuration was not tried';
  const answered =
    answer.kind === 'answered' ? `${plan.appPath} answers ${answer.status}` : 'its pages were not asked';
  return fine(
    'nginx-well',
    `nginx runs (process ${masters[0]?.pid ?? '?'}, ${workersText}), ${configuration}, ${answered}`,
  );
}
