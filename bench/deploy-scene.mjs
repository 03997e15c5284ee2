/** What a deploy's bench needs: Debian's docker-registry, the local fleet, and a project whose content changes on demand. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort, untilItListens } from './listening.mjs';
import { startLocalFleet } from './local-fleet.mjs';

const startTimeoutMs = 10_000;
const contentBytes = 2 * 1024 * 1024;
const layerLabel = `pod-engine.bench=${process.pid}`;

export const engineProgram = process.env.CONTAINER_ENGINE || 'podman';

/** @returns {string | null} What is not here, in a sentence. */
export function missingParts() {
  if (spawnSync(engineProgram, ['info']).status !== 0)
    return `${engineProgram} does not work here (apt-get install podman, or name another by CONTAINER_ENGINE).`;
  if (spawnSync('docker-registry', ['--help']).error !== undefined)
    return 'docker-registry is not installed (apt-get install docker-registry).';
  if (spawnSync('git', ['--version']).error !== undefined)
    return 'git is not installed (apt-get install git).';
  if (spawnSync('busybox', ['true']).error !== undefined)
    return 'busybox is not installed (apt-get install busybox).';
  return null;
}

/** @param verify How often the project wants to be proved, and how many seconds apart. */
export async function openScene(verify) {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-bench-'));
  const registry = await startRegistry(folder);
  const project = join(folder, 'project');
  writeProject(project, registry.host, verify);
  const fleet = await startLocalFleet({ program: 'dist/pod-engine.js', podCount: 1 });
  return {
    project,
    image: `${registry.host}/bench/app`,
    environment: {
      ...process.env,
      ...fleet.environment,
      CONTAINER_ENGINE: engineProgram,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CONFIG_HOME: join(folder, 'config'),
    },
    /** Bytes that no layer has yet, so that neither side is served from what the other has left. */
    change() {
      writeFileSync(join(project, 'root/www/content.bin'), randomBytes(contentBytes));
      git(project, 'add', '--all');
      git(project, 'commit', '--quiet', '--message', 'Change the content');
    },
    async close() {
      await fleet.stop();
      await registry.stop();
      removeImages(registry.host);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeProject(folder, registryHost, verify) {
  const put = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) put(path, text);
  put('pod-engine.yaml', projectText(registryHost, verify));
  const busybox = spawnSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).stdout.trim();
  const { stdout } = spawnSync('ldd', [busybox], { encoding: 'utf8' });
  const libraries = [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path]) => path);
  for (const [from, to] of [[busybox, '/bin/busybox'], ...libraries.map((path) => [path, path])]) {
    mkdirSync(dirname(join(folder, 'root', to)), { recursive: true });
    copyFileSync(from, join(folder, 'root', to));
  }
  symlinkSync('busybox', join(folder, 'root/bin/sh'));
  git(folder, 'init', '--quiet');
}

/** Whatever the operator's own settings ask for, such as signatures. */
function git(folder, ...words) {
  const own = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', '-c', 'commit.gpgSign=false'];
  const { status, stderr } = spawnSync('git', ['-C', folder, ...own, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${words[0]} failed: ${stderr.trim()}`);
}

function projectText(registryHost, { times, everySeconds }) {
  return `name: bench-app
image: ${registryHost}/bench/app
gpu: RTX 4090
health: {port: 8080}
verify: {times: ${times}, every: ${everySeconds}s, soak: 0s}
`;
}

const files = {
  Dockerfile: `FROM scratch
LABEL ${layerLabel}
ARG VERSION
ARG REVISION
COPY root /
ENV POD_VERSION=$VERSION
EXPOSE 8080
CMD ["/bin/sh", "/serve.sh"]
`,
  '.dockerignore': 'pod-engine.yaml\n.git\n',
  'root/serve.sh': `/bin/busybox httpd -f -p 8080 -h /www -c /httpd.conf &
server=$!
trap 'kill $server; exit 0' TERM
wait $server
`,
  'root/httpd.conf': '*.json:/bin/sh\n',
  // httpd runs it by its ending, as CGI.
  'root/www/health.json': `printf 'Content-Type: application/json\\r\\n\\r\\n'
echo "{\\"status\\":\\"ok\\",\\"live\\":true,\\"version\\":\\"$POD_VERSION\\"}"
`,
};

async function startRegistry(folder) {
  const port = await freePort();
  const configuration = join(folder, 'registry.json');
  // JSON is YAML.
  const text = JSON.stringify({
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'registry') } },
    http: { addr: `127.0.0.1:${port}`, secret: 'of-a-bench' },
  });
  writeFileSync(configuration, text);
  const child = spawn('docker-registry', ['serve', configuration], { stdio: 'ignore' });
  // A bench that breaks off must not leave a server behind.
  process.once('exit', () => child.kill('SIGKILL'));
  await untilItListens(port, { name: 'docker-registry', withinMs: startTimeoutMs });
  return {
    host: `127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function removeImages(registryHost) {
  const ask = (...words) => spawnSync(engineProgram, words, { encoding: 'utf8' });
  const listed = ask('images', '--format', '{{.Repository}}:{{.Tag}}').stdout.split('\n');
  const ours = listed.filter((reference) => reference.startsWith(`${registryHost}/`));
  if (ours.length > 0) ask('rmi', '--force', ...ours);
  ask('image', 'prune', '--force', '--filter', `label=${layerLabel}`);
}
