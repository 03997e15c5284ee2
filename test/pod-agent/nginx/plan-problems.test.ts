/** No value of a plan becomes configuration: what nginx could misread is refused, and the rest stands there as itself. */
import { describe, expect, it } from 'vitest';
import type { NginxPlan } from '../../../pod-agent/nginx/plan.ts';
import { problemsOfPlan } from '../../../pod-agent/nginx/plan-problems.ts';
import { renderNginx } from '../../../pod-agent/nginx/render.ts';
import { checkConfiguration, nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { ask, headerOf, textOf } from './ask.ts';
import { plan } from './plan.ts';

const refused: readonly Partial<NginxPlan>[] = [
  { prefix: 'run' },
  { prefix: '/run/a"; load_module "b' },
  { prefix: '/run/a\nuser root;' },
  { logFolder: '/var/log/$http_host' },
  { logFolder: '/var/log/a\\' },
  { logFolder: '' },
  { site: '/srv/site"; autoindex on; #' },
  { site: '/srv/site\0' },
  { site: '/srv/$uri' },
  { site: `/${'a'.repeat(4000)}` },
  { port: 0 },
  { port: 65_536 },
  { port: 80.5 },
  { port: Number.NaN },
  { agentPort: -1 },
  { statusPort: plan.port },
  { agentPort: plan.statusPort },
  { workerProcesses: 0 },
  { workerProcesses: Number.POSITIVE_INFINITY },
  { openFilesLimit: 10 },
  { requestsPerSecond: 0.5 },
  { workerUser: '' },
  { workerUser: 'root; load_module x' },
  { workerUser: 'www data' },
  { workerUser: 'a:b:c' },
  { contentSecurityPolicy: '' },
  { contentSecurityPolicy: '   ' },
  { contentSecurityPolicy: "default-src 'self'\nX-Injected: yes" },
  { contentSecurityPolicy: "default-src 'self'\r\nX-Injected: yes" },
  { contentSecurityPolicy: `default-src 'self'" always; autoindex on; add_header X "` },
  { contentSecurityPolicy: 'default-src $http_cookie' },
  { contentSecurityPolicy: 'default-src \\' },
  { contentSecurityPolicy: 'default-src ä' },
  { contentSecurityPolicy: `default-src ${'a'.repeat(4000)}` },
  { realAddressHeader: '' },
  { realAddressHeader: 'X Real' },
  { realAddressHeader: 'X-Real-IP; autoindex on' },
  { realAddressHeader: 'proxy_protocol' },
  { realAddressHeader: 'X-Real\nIP' },
];

describe('problemsOfPlan', () => {
  it('has nothing to say of an ordinary plan', () => expect(problemsOfPlan(plan)).toEqual([]));

  it.each(refused)('refuses %j', (changes) => {
    const broken = { ...plan, ...changes };
    const problems = problemsOfPlan(broken);
    expect(problems).toHaveLength(1);
    for (const name of Object.keys(changes)) expect(problems[0]).toContain(name);
    expect(problems[0]).toMatch(/^nginx: [^\n]+\. (It|They) must be [^\n]+\.$/);
    expect(() => renderNginx(broken)).toThrow(problems[0]);
  });

  it('names every value that is wrong', () => {
    const problems = problemsOfPlan({ ...plan, port: 0, site: 'site', realAddressHeader: ' ' });
    expect(problems).toEqual([
      'nginx: site (POD_AGENT_SITE) is "site". It must be an absolute path without quotes, "$", backslashes and control characters.',
      'nginx: port (POD_AGENT_APP_PORT) is 0. It must be a whole number from 1 to 65535.',
      'nginx: realAddressHeader (POD_AGENT_REAL_IP_HEADER) is " ". It must be the name of a header: letters, digits and hyphens, e.g. X-Real-IP.',
    ]);
  });
});

describe.skipIf(nginxMissing !== null)(`odd values that are taken (${nginxMissing ?? 'real nginx'})`, () => {
  it.each([["/srv/it's; a {site} # of ours/ö"], [`/${'a'.repeat(200)}/${'b'.repeat(200)}`]])(
    'a folder called %s',
    async (site) => {
      expect(await checkConfiguration({ site })).toMatchObject({ code: 0 });
    },
  );

  it('stand as themselves in paths and in the policy', async () => {
    const folder = "odd; {names} # 'everywhere'";
    const policy = "default-src 'none'; img-src https://a.example/{b}#c;";
    const nginx = await startNginx({
      site: { 'index.html': 'page' },
      folder,
      plan: { contentSecurityPolicy: policy },
      fallbackHealth: '{}',
    });
    try {
      const answer = await ask(nginx.port, '/');
      expect([textOf(answer), headerOf(answer, 'Content-Security-Policy')]).toEqual(['page', policy]);
      expect(textOf(await ask(nginx.port, '/health.json'))).toBe('{}');
      expect(await nginx.accessLog(1)).toHaveLength(1);
    } finally {
      await nginx.stop();
    }
  });
});
