import { readFile, stat } from 'node:fs/promises';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runKeyCommand } from '../../../source/settings/doors.ts';
import { createHome, problemsOf, type SettingsHome } from './settings-home.ts';

let home: SettingsHome;
const configFile = '.config/pod-engine/config.yaml';
const key = 'rpa_SETTINGSKEY0123456789';

beforeEach(async () => {
  home = await createHome();
});

afterEach(() => home.remove());

test('without any source the defaults stand', async () => {
  expect(await home.load()).toEqual({
    ok: true,
    value: {
      api: 'auto',
      apiUrl: 'https://api.runpod.io/graphql',
      restUrl: 'https://api.runpod.io/v2',
      apiKey: null,
      hosts: [],
      keys: [],
      identity: null,
      intervalMs: 1000,
      ascii: false,
      theme: null,
      readOnly: false,
      money: {
        budget: { perDayDollars: null, perMonthDollars: null, perHourDollars: null, runwayHours: null },
        idleRules: [],
        idleGpuPercent: 5,
        stoppedAfterDays: 7,
      },
      sshTransport: 'auto',
      sshProxy: true,
      proxy: { kind: 'usual' },
      shellFilter: true,
      configPath: null,
      notices: [],
    },
  });
});

test('the command line goes before the environment, and that before the file', async () => {
  await home.write(configFile, 'intervalMs: 3000\ntheme: three\nidentity: ~/three\nreadOnly: true\n');
  const environment = { POD_ENGINE_INTERVAL_MS: '2000', POD_ENGINE_THEME: 'two', POD_ENGINE_ASCII: '' };
  const loaded = await home.load({ environment, flags: { intervalMs: 1500 } });
  expect(loaded).toMatchObject({
    ok: true,
    value: { intervalMs: 1500, theme: 'two', identity: `${home.folder}/three`, readOnly: true, ascii: false },
  });
});

test('the file is looked for in XDG_CONFIG_HOME, or where one is named', async () => {
  await home.write('xdg/pod-engine/config.yaml', 'theme: xdg\n');
  await home.write('named.yaml', 'theme: named\n');
  const environment = { XDG_CONFIG_HOME: `${home.folder}/xdg` };
  expect(await home.load({ environment })).toMatchObject({ value: { theme: 'xdg' } });
  expect(await home.load({ environment, flags: { config: '~/named.yaml' } })).toMatchObject({
    value: { theme: 'named' },
  });
  expect(problemsOf(await home.load({ flags: { config: '/nowhere/config.yaml' } }))).toEqual([
    '/nowhere/config.yaml: is not there. Check the path of the configuration file.',
  ]);
});

test.each([
  {
    text: 'intervalMs: 5\n',
    says: ':1: intervalMs 5 is not an interval. Give whole milliseconds from 250 to 60000.',
  },
  { text: '# speed\nintervalMs: fast\n', says: ':2: intervalMs "fast" does not fit' },
  { text: 'interval_ms: 1000\n', says: ':1: interval_ms is not a setting. Is "intervalMs" meant?' },
  {
    text: 'theme: x\nnonsense-at-all: 1\n',
    says: ':2: nonsense-at-all is not a setting. Known are: apiKey, ',
  },
  { text: 'theme: [a\n', says: 'is not valid YAML: ' },
  { text: 'theme: a\ntheme: b\n', says: ':2: is not valid YAML: Map keys must be unique' },
  { text: '- a\n- b\n', says: ':1: does not fit' },
  { text: 'just words\n', says: 'does not fit' },
  {
    text: 'apiUrl: http://api.runpod.io/graphql\n',
    says: ':1: apiUrl "http://api.runpod.io/graphql" would send the API key unencrypted',
  },
  { text: 'apiUrl: nowhere\n', says: ':1: apiUrl "nowhere" is not a URL' },
  { text: 'apiUrl: https://user:secret@example.org/\n', says: 'holds a user or password' },
  { text: 'ascii: 1\n', says: ':1: ascii 1 does not fit' },
])('a bad file names file, line, key, value and remedy: $text', async ({ text, says }) => {
  await home.write(configFile, text);
  const problems = problemsOf(await home.load());
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`${home.configPath}:`);
  expect(problems[0]).toContain(says);
});

test('a file full of aliases is refused, not unfolded', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
  );
  await home.write(configFile, ['a0: &a0 [x, x]', ...levels.slice(1)].join('\n'));
  expect(problemsOf(await home.load())).toHaveLength(1);
});

test('everything that is wrong is told together', async () => {
  await home.write(configFile, 'hosts: ["a:99999", {host: "b c"}, {hots: d}]\nintervalMs: 1\n');
  const loaded = await home.load({
    flags: { ssh: ['x@', 'good'] },
    environment: { POD_ENGINE_ASCII: 'maybe' },
  });
  expect(problemsOf(loaded)).toEqual([
    expect.stringContaining(':2: intervalMs 1 '),
    expect.stringContaining('the environment: POD_ENGINE_ASCII "maybe" is neither yes nor no'),
    expect.stringContaining('the command line: --ssh "x@" names no host'),
    expect.stringContaining(':1: hosts.0 "a:99999" has the port "99999"'),
    expect.stringContaining(':1: hosts.1.host has the host "b c"'),
    expect.stringContaining(':1: hosts.2.host is missing. '),
    expect.stringContaining(':1: hots is not a setting. Is "host" meant?'),
  ]);
});

test('http is allowed to this machine alone', async () => {
  for (const url of ['http://127.0.0.1:8080/graphql', 'http://localhost:1/', 'http://[::1]:8080/graphql']) {
    expect(await home.load({ environment: { RUNPOD_GRAPHQL_URL: url } })).toMatchObject({
      value: { apiUrl: url },
    });
  }
  for (const url of ['http://127.0.0.1.evil.example/', 'ftp://localhost/', 'file:///etc/passwd']) {
    expect(problemsOf(await home.load({ environment: { RUNPOD_GRAPHQL_URL: url } }))).toHaveLength(1);
  }
});

const simulated = 'http://127.0.0.1:8080/graphql';
const simulatedRest = 'http://127.0.0.1:8080/rest/v2';

test.each([
  {
    name: 'GraphQL leads elsewhere',
    environment: { RUNPOD_GRAPHQL_URL: simulated },
    urls: [simulated, null],
  },
  {
    name: 'REST leads elsewhere',
    environment: { RUNPOD_REST_URL: simulatedRest },
    urls: [null, simulatedRest],
  },
  {
    name: 'both lead elsewhere',
    environment: { RUNPOD_GRAPHQL_URL: simulated, RUNPOD_REST_URL: simulatedRest },
    urls: [simulated, simulatedRest],
  },
  {
    name: "one is written out as RunPod's own",
    environment: { RUNPOD_GRAPHQL_URL: 'https://api.runpod.io/graphql' },
    urls: ['https://api.runpod.io/graphql', 'https://api.runpod.io/v2'],
  },
  {
    name: 'GraphQL alone is wanted',
    environment: { POD_ENGINE_API: 'GraphQL' },
    urls: ['https://api.runpod.io/graphql', null],
  },
  {
    name: 'REST alone is wanted',
    environment: { POD_ENGINE_API: 'rest', RUNPOD_GRAPHQL_URL: simulated, RUNPOD_REST_URL: simulatedRest },
    urls: [null, simulatedRest],
  },
])('a key goes to no other place than its own: $name', async ({ environment, urls: [apiUrl, restUrl] }) => {
  expect(await home.load({ environment })).toMatchObject({ ok: true, value: { apiUrl, restUrl } });
});

test('addresses of the environment and of the file are not joined', async () => {
  await home.write(configFile, 'apiUrl: https://one.example/graphql\nrestUrl: https://one.example/v2\n');
  expect(await home.load()).toMatchObject({
    value: { apiUrl: 'https://one.example/graphql', restUrl: 'https://one.example/v2' },
  });
  expect(await home.load({ environment: { RUNPOD_GRAPHQL_URL: simulated } })).toMatchObject({
    value: { apiUrl: simulated, restUrl: null },
  });
});

test('a wire that is wanted and has no address is told, and so is one that does not exist', async () => {
  const environment = { RUNPOD_GRAPHQL_URL: simulated };
  expect(problemsOf(await home.load({ environment, flags: { api: 'rest' } }))).toEqual([
    expect.stringMatching(
      /^the command line: --api "rest" has no address: RUNPOD_GRAPHQL_URL leads elsewhere/,
    ),
  ]);
  expect(problemsOf(await home.load({ flags: { api: 'soap' } }))).toEqual([
    'the command line: --api "soap" is not a wire of RunPod. There are: auto, graphql, rest.',
  ]);
});

test('a theme that does not exist is refused with the nearest one', async () => {
  const themeNames = ['dark', 'light'];
  expect(await home.load({ themeNames, flags: { theme: 'dark' } })).toMatchObject({ ok: true });
  expect(problemsOf(await home.load({ themeNames, flags: { theme: 'drak' } }))).toEqual([
    'the command line: --theme "drak" is not a theme. Is "dark" meant? There are: dark, light.',
  ]);
});

test('a host is called the same whether it is given alone or with others', async () => {
  const namesOf = async (...ssh: string[]) => {
    const loaded = await home.load({ flags: { ssh } });
    return loaded.ok && loaded.value.hosts.map(({ name }) => name);
  };
  expect(await namesOf('127.0.0.1:42201')).toEqual(['127.0.0.1:42201']);
  expect(await namesOf('127.0.0.1:42201', 'root@127.0.0.1:42202', '127.0.0.1')).toEqual([
    '127.0.0.1:42201',
    '127.0.0.1:42202',
    '127.0.0.1',
  ]);
  expect(await namesOf('[2001:db8::1]:2222')).toEqual(['[2001:db8::1]:2222']);
  expect(await namesOf('ann@box:2222', 'bob@box:2222', 'box')).toEqual([
    'ann@box:2222',
    'bob@box:2222',
    'box',
  ]);
});

test('hosts come from the command line and the file, each once, with names of their own', async () => {
  await home.write(
    configFile,
    'hosts:\n  - root@10.0.0.1:2201\n  - 10.0.0.1:2202\n  - {host: "[2001:db8::1]", name: six, user: ann, port: 22, identity: ~/key}\n',
  );
  const loaded = await home.load({ flags: { ssh: ['10.0.0.1:2201', 'bob@gpu-box'] } });
  expect(loaded.ok && loaded.value.hosts).toEqual([
    { name: '10.0.0.1:2201', host: '10.0.0.1', port: 2201, username: 'root', identity: null },
    { name: 'gpu-box', host: 'gpu-box', port: 22, username: 'bob', identity: null },
    { name: '10.0.0.1:2202', host: '10.0.0.1', port: 2202, username: 'root', identity: null },
    { name: 'six', host: '2001:db8::1', port: 22, username: 'ann', identity: `${home.folder}/key` },
  ]);
});

async function keyOf(environment: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const loaded = await home.load({ environment });
  return loaded.ok ? [loaded.value.apiKey?.secret.reveal(), loaded.value.apiKey?.source] : problemsOf(loaded);
}

test('the key comes from the environment, the file, its command, or the configuration of RunPod', async () => {
  await home.write('.runpod/config.toml', `apiurl = "https://api.runpod.io/graphql"\napikey = "${key}4"\n`);
  expect(await keyOf()).toEqual([`${key}4`, `apiKey of ${home.folder}/.runpod/config.toml`]);
  await home.write(configFile, `apiKeyCommand: [printf, '%s\\n', ${key}3]\n`);
  expect(await keyOf()).toEqual([`${key}3`, `apiKeyCommand of ${home.configPath}`]);
  await home.write(configFile, `apiKeyCommand: "echo ${key} | tr S T"\n`);
  expect(await keyOf()).toEqual([key.replaceAll('S', 'T'), `apiKeyCommand of ${home.configPath}`]);
  await home.write(configFile, `apiKey: ${key}2\n`);
  expect(await keyOf()).toEqual([`${key}2`, `apiKey of ${home.configPath}`]);
  expect(await keyOf({ RUNPOD_API_KEY: ` ${key}1\n` })).toEqual([
    `${key}1`,
    'RUNPOD_API_KEY of the environment',
  ]);
});

test('no key is looked for where none is wanted', async () => {
  await home.write(configFile, `apiKeyCommand: "echo ran > ${home.folder}/ran; echo ${key}"\n`);
  expect(await home.load({ wantsApiKey: false })).toMatchObject({ ok: true, value: { apiKey: null } });
  await expect(stat(`${home.folder}/ran`)).rejects.toThrow('ENOENT');
  await home.load();
  expect(await readFile(`${home.folder}/ran`, 'utf8')).toBe('ran\n');
});

test('a key that others can read is refused; one of RunPod that others can read is told', async () => {
  await home.write(configFile, `apiKey: ${key}\n`, 0o644);
  expect(await keyOf()).toEqual([
    `${home.configPath}:1: apiKey can be read by others (mode 644). Run: chmod 600 ${home.configPath}`,
  ]);
  await home.write(configFile, 'theme: x\n', 0o644);
  await home.write('.runpod/config.toml', `apiKey = '${key}'\n`, 0o644);
  const loaded = await home.load();
  expect(loaded).toMatchObject({
    ok: true,
    value: { notices: [expect.stringContaining('others can read. Run: chmod 600')] },
  });
});

test.each([
  {
    name: 'a command that others can change',
    text: 'apiKeyCommand: echo x\n',
    mode: 0o622,
    says: 'can be changed by others',
  },
  {
    name: 'two keys',
    text: 'apiKey: abcd\napiKeyCommand: echo x\n',
    mode: 0o600,
    says: 'stands beside apiKey',
  },
  {
    name: 'a failing command',
    text: 'apiKeyCommand: "echo no such entry >&2; exit 3"\n',
    mode: 0o600,
    says: 'ended with exit code 3: no such entry',
  },
  {
    name: 'a command that is not there',
    text: 'apiKeyCommand: [no-such-program-here]\n',
    mode: 0o600,
    says: 'cannot be started (ENOENT)',
  },
  {
    name: 'a command that prints nothing',
    text: 'apiKeyCommand: "true"\n',
    mode: 0o600,
    says: 'printed nothing',
  },
  {
    text: 'apiKeyCommand: [printf, "a\\\\nb"]\n',
    mode: 0o600,
    says: 'is more than one line',
  },
  { name: 'a key with a space', text: 'apiKey: "a b"\n', mode: 0o600, says: 'holds a space' },
])('$name is refused', async ({ text, mode, says }) => {
  await home.write(configFile, text, mode);
  const problems = problemsOf(await home.load());
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(says);
});

test('a command for the key that hangs is ended, with its children', async () => {
  await home.write(configFile, `apiKeyCommand: "sleep 300 & echo $! > ${home.folder}/pid; wait"\n`);
  const loaded = await home.load({ run: (argv) => runKeyCommand(argv, { timeoutMs: 4000 }) });
  expect(problemsOf(loaded)[0]).toContain('did not end within 10 s');
  const pid = Number(await readFile(`${home.folder}/pid`, 'utf8'));
  await expect.poll(() => isRunning(pid)).toBe(false);
});

/** A killed process that nobody has waited for yet is not running. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return status !== '' && !/\) Z /.test(status);
}

test('a relative XDG_CONFIG_HOME counts as none', async () => {
  await home.write(configFile, 'theme: home\n');
  expect(await home.load({ environment: { XDG_CONFIG_HOME: 'somewhere' } })).toMatchObject({
    value: { theme: 'home' },
  });
});

test('a key that does not look like one is not shown either', async () => {
  for (const text of [
    'apiKey: [SETTINGSKEY]\n',
    'apiKeyCommand: {a: SETTINGSKEY}\n',
    'apiKey: "SETTINGSKEY x"\n',
  ]) {
    await home.write(configFile, text);
    const loaded = await home.load();
    expect(loaded.ok).toBe(false);
    expect(JSON.stringify(loaded)).not.toContain('SETTINGSKEY');
  }
});

test('a key is in no problem and in no print of the settings', async () => {
  const places = [
    `apikey: ${key}\n`,
    `apiKey: [${key}]\n`,
    `apiKey: "${key}\n`,
    `apiKey: *${key}\n`,
    `apiKeyCommand: "echo ${key} >&2; exit 1"\n`,
    `apiUrl: https://x:${key}@example.org/\n`,
    `apiUrl: ${key}\n`,
    `hosts: ["${key}@"]\n`,
    `hosts: [{host: "a b", apiKey: "${key}"}]\n`,
  ];
  for (const text of places) {
    await home.write(configFile, text);
    const loaded = await home.load();
    expect(loaded.ok).toBe(false);
    expect(inspect(loaded, { depth: 9, showHidden: true }) + problemsOf(loaded).join('\n')).not.toContain(
      'SETTINGSKEY',
    );
  }
  const loaded = await home.load({
    environment: { RUNPOD_API_KEY: key },
    flags: { config: `${home.folder}/none` },
  });
  expect(loaded.ok).toBe(false);
  await home.write(configFile, '');
  const fine = await home.load({ environment: { RUNPOD_API_KEY: key } });
  expect(fine.ok && fine.value.apiKey?.secret.reveal()).toBe(key);
  expect(inspect(fine, { depth: 9, showHidden: true }) + JSON.stringify(fine)).not.toContain('SETTINGSKEY');
});
