/** Every file that nginx needs, made from a plan. `nginx -p PREFIX -c PREFIX/nginx.conf` starts with them and nothing else. */
import { accessLogConf } from './access-log.ts';
import { answerHeadersConf } from './answer-headers.ts';
import { clientsConf } from './clients.ts';
import { mainConf } from './main-conf.ts';
import { mimeTypesConf } from './mime-types.ts';
import type { NginxPlan, RenderedFile } from './plan.ts';
import { problemsOfPlan } from './plan-problems.ts';
import { siteConf } from './site.ts';
import { statusConf } from './status.ts';

/**
 * The fallback page, `fallback/health.json` below the prefix, is not among them: whoever knows the pod writes it.
 * Throws for a plan of which `problemsOfPlan` says anything, so that no value ever becomes configuration.
 */
export function renderNginx(plan: NginxPlan): readonly RenderedFile[] {
  const problems = problemsOfPlan(plan);
  if (problems.length > 0) throw new Error(problems.join(' '));
  return [
    { path: 'nginx.conf', text: mainConf(plan) },
    { path: 'mime-types.conf', text: mimeTypesConf() },
    { path: 'clients.conf', text: clientsConf(plan) },
    { path: 'access-log.conf', text: accessLogConf(plan) },
    { path: 'answer-headers.conf', text: answerHeadersConf(plan) },
    { path: 'site.conf', text: siteConf(plan) },
    { path: 'status.conf', text: statusConf(plan) },
  ];
}
