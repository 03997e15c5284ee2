/** `notify test` of the built agent, over http and over https with a certificate of the test's own authority. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { buildAgent, runAgent } from '../../built-agent.ts';
import { deadUrl, portOf, type Received, receive, startReceiver } from './receiver.ts';

const agent = buildAgent();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function notifyTest(environment: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const run = runAgent(agent, ['notify', 'test', ...args], environment);
  closing.push(() => run.child.kill('SIGKILL'));
  const { code } = await run.ended;
  return { code, output: run.output(), errorOutput: run.errorOutput() };
}

async function receiver(status = 200) {
  const started = await startReceiver((response) => response.writeHead(status).end('s3cret'));
  closing.push(() => started.close());
  return started;
}

describe('notify test', () => {
  it('sends an alert and its end to every channel that is set', async () => {
    const { url, requests } = await receiver();
    const { code, output, errorOutput } = await notifyTest({
      RUNPOD_POD_ID: 'abc123',
      POD_AGENT_NOTIFY_WEBHOOK_URL: `${url}/webhook`,
      POD_AGENT_NOTIFY_WEBHOOK_TOKEN: 's3cret-token',
      POD_AGENT_NOTIFY_SLACK_URL: `${url}/slack`,
      POD_AGENT_NOTIFY_DISCORD_URL: `${url}/discord`,
      POD_AGENT_NOTIFY_NTFY_URL: `${url}/topic`,
      POD_AGENT_NOTIFY_PAGERDUTY_KEY: 's3cret-key',
      POD_AGENT_NOTIFY_PAGERDUTY_URL: `${url}/pagerduty`,
      POD_AGENT_NOTIFY_ALERTMANAGER_URL: `${url}/am-1,${url}/am-2`,
    });
    expect(output).toBe(
      ['webhook', 'slack', 'discord', 'ntfy', 'pagerduty', 'alertmanager', 'alertmanager']
        .map((id) => `${id.padEnd(14)}ok, took the test alert and its end\n`)
        .join(''),
    );
    expect([code, errorOutput]).toEqual([0, '']);
    const paths = [
      '/',
      '/am-1/api/v2/alerts',
      '/am-2/api/v2/alerts',
      '/discord',
      '/pagerduty',
      '/slack',
      '/webhook',
    ];
    expect(requests.map(({ path }) => path).sort()).toEqual(paths.flatMap((path) => [path, path]));
    const slack = requests.filter(({ path }) => path === '/slack').map(({ body }) => body);
    expect(slack).toMatchObject([
      { text: 'WARN on abc123: This is a test of the notifications. Nothing is wrong.' },
      { text: 'RESOLVED on abc123: This is a test of the notifications. Nothing is wrong.' },
    ]);
  });

  it('says why one did not take it, exits with 1, and shows no secret', async () => {
    const good = await receiver();
    const bad = await receiver(403);
    const dead = await deadUrl();
    const { code, output, errorOutput } = await notifyTest({
      POD_AGENT_NOTIFY_SLACK_URL: `${bad.url}/s3cret-1`,
      POD_AGENT_NOTIFY_DISCORD_URL: `${dead}/s3cret-2`,
      POD_AGENT_NOTIFY_NTFY_URL: `${good.url}/s3cret-3`,
      POD_AGENT_NOTIFY_ALERTMANAGER_URL: 's3cret-4',
    });
    expect(code).toBe(1);
    expect(output).toBe(
      `POD_AGENT_NOTIFY_ALERTMANAGER_URL (the environment) cannot be taken. It must be an http:// or https:// address. It is left out.
slack         not taken: HTTP status 403, the key is not accepted, or the address has been withdrawn. Look at POD_AGENT_NOTIFY_SLACK_URL.
discord       not taken: connection refused, nothing listens there. Look at POD_AGENT_NOTIFY_DISCORD_URL.
ntfy          ok, took the test alert and its end
`,
    );
    expect(`${output}${errorOutput}`).not.toContain('s3cret');
    expect(bad.requests).toHaveLength(1);
  });

  it('tries one channel where one is named', async () => {
    const { url, requests } = await receiver();
    const environment = {
      POD_AGENT_NOTIFY_SLACK_URL: `${url}/slack`,
      POD_AGENT_NOTIFY_DISCORD_URL: await deadUrl(),
    };
    expect((await notifyTest(environment, ['--channel', 'slack'])).code).toBe(0);
    expect(requests).toHaveLength(2);
    expect(await notifyTest(environment, ['--channel', 'ntfy'])).toMatchObject({
      code: 1,
      output: 'The channel "ntfy" is not set.\n',
    });
    expect(await notifyTest(environment, ['--channel', 'pigeon'])).toMatchObject({
      code: 2,
      errorOutput: expect.stringContaining(
        '--channel is "pigeon". It must be one of: webhook, slack, discord, ntfy, pagerduty, alertmanager.',
      ),
    });
  });

  it('fails where no channel is set, and says what to set', async () => {
    const { code, output } = await notifyTest({});
    expect(code).toBe(1);
    expect(output).toBe(
      'No channel is set. Set one of: POD_AGENT_NOTIFY_WEBHOOK_URL, POD_AGENT_NOTIFY_SLACK_URL, ' +
        'POD_AGENT_NOTIFY_DISCORD_URL, POD_AGENT_NOTIFY_NTFY_URL, POD_AGENT_NOTIFY_PAGERDUTY_KEY, ' +
        'POD_AGENT_NOTIFY_ALERTMANAGER_URL.\n',
    );
  });
});

const openssl = ['/usr/bin/openssl', '/usr/local/bin/openssl'].find(existsSync);
const opensslMissing = openssl === undefined ? 'openssl is not installed (apt-get install openssl)' : null;

describe.skipIf(opensslMissing !== null)(
  `over https${opensslMissing === null ? '' : ` (${opensslMissing})`}`,
  () => {
    it('is taken where the certificate is trusted, and said not to be where it is not', async () => {
      const { key, certificatePath } = makeCertificate();
      const requests: Received[] = [];
      const server = createHttpsServer(
        { key, cert: readFileSync(certificatePath) },
        receive((request, response) => {
          requests.push(request);
          response.end();
        }),
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      closing.push(() => server.close());
      const environment = { POD_AGENT_NOTIFY_SLACK_URL: `https://localhost:${portOf(server)}/s3cret` };
      expect(await notifyTest(environment)).toEqual({
        code: 1,
        output:
          'slack         not taken: its certificate is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT). Look at POD_AGENT_NOTIFY_SLACK_URL.\n',
        errorOutput: '',
      });
      expect(requests).toHaveLength(0);
      expect(await notifyTest({ ...environment, NODE_EXTRA_CA_CERTS: certificatePath })).toEqual({
        code: 0,
        output: 'slack         ok, took the test alert and its end\n',
        errorOutput: '',
      });
      expect(requests.map(({ path }) => path)).toEqual(['/s3cret', '/s3cret']);
    });

    it('loads the code for https only then', async () => {
      const { url } = await receiver();
      const atEnd =
        "process.on('exit',()=>console.error(process.moduleLoadList.includes('NativeModule https')))";
      const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(atEnd)}`;
      const loadsHttps = async (slackUrl: string) => {
        const { errorOutput } = await notifyTest({ NODE_OPTIONS, POD_AGENT_NOTIFY_SLACK_URL: slackUrl });
        return errorOutput.trim();
      };
      expect(await loadsHttps(url)).toBe('false');
      expect(await loadsHttps(url.replace('http:', 'https:'))).toBe('true');
    });
  },
);

function makeCertificate(): { readonly key: string; readonly certificatePath: string } {
  const certificatePath = join(agent.folder, 'certificate.pem');
  const keyPath = join(agent.folder, 'key.pem');
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
  execFileSync(
    openssl ?? '',
    [
      ...words.split(' '),
      '-addext',
      'subjectAltName=DNS:localhost',
      '-keyout',
      keyPath,
      '-out',
      certificatePath,
    ],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(keyPath, 'utf8'), certificatePath };
}
