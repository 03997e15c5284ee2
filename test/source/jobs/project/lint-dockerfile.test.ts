/** Each lint finds its mistake, at its line, and leaves what is well alone. */
import { expect, test } from 'vitest';
import { lintDockerfile } from '../../../../source/jobs/project/lint-dockerfile.ts';
import { madeProject } from './made-project.ts';
import { scratchFolder } from './scratch.ts';

const base = `debian:12@sha256:${'a'.repeat(64)}`;
const wellMade = `FROM ${base}
RUN apt-get install -y openssh-server
EXPOSE 80 22
ARG VERSION
CMD ["serve"]
`;

async function lint(
  dockerfile: string,
  {
    more = '',
    files = {},
  }: { readonly more?: string; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<readonly string[]> {
  const folder = await scratchFolder({ Dockerfile: dockerfile, ...files });
  const problems = await lintDockerfile(madeProject(more, folder));
  return problems.map(({ severity, text, fix }) => {
    expect(fix).toMatch(/\S/);
    return `${severity} ${text}`;
  });
}

/** Lines put before the last one of the good Dockerfile, which stands alone without any problem. */
function withLines(...lines: readonly string[]): string {
  return wellMade.replace('CMD', `${lines.join('\n')}\nCMD`);
}

test('nothing is said of a good Dockerfile', async () => {
  expect(await lint(wellMade)).toEqual([]);
});

test.each([
  ['FROM nginx\n', 'error Dockerfile:1: The base "nginx" has no tag'],
  ['FROM reg.example:5000/nginx\n', 'error Dockerfile:1: The base "reg.example:5000/nginx" has no tag'],
  ['FROM nginx:latest\n', 'error Dockerfile:1: The base "nginx:latest" has the tag latest'],
  ['FROM nginx:1.27\n', 'warning Dockerfile:1: The base "nginx:1.27" is pinned by its tag alone'],
  ['FROM $NONE\n', 'error Dockerfile:1: The base "$NONE" names an argument that has no value.'],
  [withLines('ENV A=1 API_TOKEN=abc'), 'error Dockerfile:5: ENV API_TOKEN is named like a secret'],
  [withLines('ENV DB postgres://u:secret@h/d'), 'error Dockerfile:5: ENV DB is a URL with a password in it'],
  [`ARG X=ghp_${'a1'.repeat(12)}\n${wellMade}`, 'error Dockerfile:1: ARG X looks like a GitHub token'],
  [
    `FROM ${base} AS b\nENV API_TOKEN=abc\n${wellMade}`,
    'warning Dockerfile:2: ENV API_TOKEN is named like a secret.',
  ],
  [
    withLines('ARG NPM_TOKEN', `RUN echo \${NPM_TOKEN}`),
    'error Dockerfile:6: RUN uses the argument NPM_TOKEN',
  ],
  [withLines('COPY .env /app/'), 'error Dockerfile:5: COPY takes ".env"'],
  [withLines('ADD ["keys/id_rsa", "/root/.ssh/"]'), 'error Dockerfile:5: ADD takes "keys/id_rsa"'],
  [withLines('COPY .aws/config /root/'), 'error Dockerfile:5: COPY takes ".aws/config"'],
  [withLines('EXPOSE 9000'), 'warning Dockerfile:5: EXPOSE 9000 is not among the ports of pod-engine.yaml'],
  [withLines('EXPOSE 53/udp'), 'warning Dockerfile:5: EXPOSE 53/udp is by UDP'],
  [
    wellMade.replace('80 ', ''),
    'warning Dockerfile:3: The Dockerfile does not expose 80, where health is asked; it exposes 22.',
  ],
  [
    wellMade.replace('openssh-server', 'curl'),
    'warning Dockerfile: The pod has 22/tcp, and the Dockerfile says nothing of an SSH server.',
  ],
  [withLines('USER app'), 'warning Dockerfile:5: USER app is not root, which is needed for sshd for 22/tcp.'],
  [withLines('STOPSIGNAL SIGKILL'), 'warning Dockerfile:5: STOPSIGNAL SIGKILL'],
  [wellMade.replace('["serve"]', 'npm start'), 'warning Dockerfile:5: CMD in the shell form runs "sh -c"'],
  [
    withLines('ADD https://u:pw@x.example/a.tgz?t=1 /'),
    'warning Dockerfile:5: ADD loads "https://x.example/a.tgz?…" without a checksum',
  ],
  [
    `# syntax=docker/dockerfile:1-labs\n${wellMade}`,
    'warning Dockerfile:1: The syntax "docker/dockerfile:1-labs" is read by docker buildx alone',
  ],
  [
    wellMade.replace('FROM', 'FROM --platform=linux/arm64'),
    'error Dockerfile:1: FROM --platform=linux/arm64',
  ],
  [
    wellMade.replace('FROM', 'FROM --platform=$BUILDPLATFORM'),
    'warning Dockerfile:1: FROM --platform=$BUILDPLATFORM',
  ],
  [withLines('RUM x'), 'error Dockerfile:5: The build would fail: "RUM" is no instruction.'],
])('%j', async (dockerfile, expected) => {
  const said = await lint(dockerfile);
  expect(
    said.some((line) => line.startsWith(expected)),
    said.join('\n'),
  ).toBe(true);
  expect(said.join('\n')).not.toMatch(/abc|:secret@|u:pw|a1a1/);
});

test.each([
  withLines('ENV KEYBOARD=de PATH=/x:$PATH TOKEN_FILE=/run/secrets/t'),
  withLines('COPY --from=tools .env /x').replace('FROM', `FROM ${base} AS tools\nFROM`),
  withLines('COPY .env.example package.json /x/'),
  withLines(`ADD --checksum=sha256:${'b'.repeat(64)} https://x.example/a.tgz /`),
  withLines('ENTRYPOINT ["tini", "--"]').replace('["serve"]', 'npm start'),
  wellMade.replace('["serve"]', 'prepare && exec serve'),
  withLines('ARG NPM_TOKEN', 'RUN --mount=type=cache,target=/c true'),
  withLines('USER root'),
  withLines('STOPSIGNAL SIGQUIT'),
  `# syntax=docker/dockerfile:1.7\n${wellMade}`,
  wellMade.replace('FROM', 'FROM --platform=linux/amd64'),
  withLines('EXPOSE $PORT'),
  withLines('ONBUILD ENV API_TOKEN=abc'),
])('nothing is said of %j', async (dockerfile) => {
  expect(await lint(dockerfile)).toEqual([]);
});

test('what the whole context takes along', async () => {
  const files = { '.env': 'X=1', '.git/HEAD': '', 'node_modules/x/i.js': '' };
  const copied = await lint(withLines('COPY . /app'), { files });
  expect(copied[0]).toBe(
    'error Dockerfile:5: The whole context is copied, and ".env" with it, into the image.',
  );
  expect(copied[1]).toMatch(/^warning Dockerfile:5: "\.git" and "node_modules" go into the build/);
  const held = { ...files, '.dockerignore': '.env\n.git\nnode_modules\n' };
  expect(await lint(withLines('COPY . /app'), { files: held })).toEqual([]);
  const inBuilder = withLines('COPY --from=0 /x /x').replace('FROM', `FROM ${base}\nCOPY . .\nFROM`);
  expect((await lint(inBuilder, { files: { '.env': '' } }))[0]).toMatch(
    /^warning Dockerfile:2: .*into a layer of the build/,
  );
});

test('secrets that are mounted, and those that are handed in', async () => {
  const mounting = withLines(
    'RUN --mount=type=cache,target=/c --mount=type=secret,id=npm,target=/root/.npmrc npm ci',
    'RUN --mount=type=secret,target=/run/secrets/pip,required=true true',
  );
  expect(
    await lint(mounting, { more: 'build: {secrets: {npmrc: gone, pip: .pip}}', files: { '.pip': '' } }),
  ).toEqual([
    expect.stringMatching(/^error The secret "npmrc" of build\.secrets is no file: ".*gone"\.$/),
    'warning Dockerfile: The secret "npmrc" of build.secrets is mounted by no RUN.',
    'warning Dockerfile:5: RUN mounts the secret "npm", which the project does not hand in, so the file will not be there.',
  ]);
  expect(await lint(mounting, { more: 'build: {secrets: {npm: .npm}}', files: { '.npm': '' } })).toEqual([
    'error Dockerfile:6: RUN mounts the secret "pip", which the project does not hand in.',
  ]);
});

test('an image that is asked for its version has to be told it', async () => {
  const untold = wellMade.replace('ARG VERSION\n', '');
  expect(await lint(untold)).toEqual([
    'warning Dockerfile: /health.json is asked for the version, and the image is not told which it is.',
  ]);
  expect(await lint(untold, { more: 'health: {path: /}' })).toEqual([]);
});

test('ports that the Dockerfile does not expose', async () => {
  const said = await lint(wellMade, { more: 'ports: [80/http, 9000/http, 22/tcp]' });
  expect(said).toEqual([
    "warning Dockerfile: The pod's port 9000/http is not among those that the Dockerfile exposes.",
  ]);
});

test('only the stages of the target count, and a target that is not there is told', async () => {
  const two = `${wellMade.replace('\n', ' AS first\n')}FROM ${base} AS second\nCMD serve\n`;
  expect(await lint(two, { more: 'build: {target: first}' })).toEqual([]);
  expect(await lint(two, { more: 'build: {target: third}' })).toEqual([
    'error Dockerfile: There is no stage "third", which build.target asks for.',
  ]);
});

test('a Dockerfile, a context or an ignore file that cannot be used is a problem', async () => {
  expect((await lint(wellMade, { more: 'build: {dockerfile: gone}' }))[0]).toMatch(
    /^error The Dockerfile ".*gone" cannot be read/,
  );
  expect((await lint(wellMade, { more: 'build: {context: gone}' }))[0]).toMatch(
    /^error The build's context ".*gone" cannot be read/,
  );
  expect((await lint(wellMade, { files: { '.dockerignore': 'a\n[b\n' } }))[0]).toBe(
    'error .dockerignore:2: "[b" is no pattern, and builders refuse it.',
  );
});
