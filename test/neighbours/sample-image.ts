/**
 * A small server for images made FROM scratch, so that no base image is pulled: this machine's busybox with its libraries,
 * and `/health.json`, `/site.css` and `/deep/route/` on port 8080. How it misbehaves is told by variables.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isExecutable } from './executable.ts';
import { engine, engineProgram } from './podman.ts';

const busybox = ['/bin/busybox', '/usr/bin/busybox'].find(isExecutable);

/** Why the image cannot be made here; null when it can. */
export const sampleMissing: string | null =
  busybox === undefined ? 'busybox is not installed (apt-get install busybox)' : null;

export const samplePort = 8080;

/** Every layer of the image carries it, so that those an engine keeps for the next build are found again. */
const layerLabel = `pod-engine.sample=${process.pid}`;

export const sampleDockerfile = [
  'FROM scratch',
  `LABEL ${layerLabel}`,
  'ARG VERSION',
  'ARG REVISION',
  'COPY root /',
  'ENV POD_VERSION=$VERSION',
  `EXPOSE ${samplePort}`,
  'CMD ["/bin/sh", "/serve.sh"]',
  '',
].join('\n');

/** @returns A new folder to build in: a Dockerfile, and `root` with what goes into the image. The caller removes it. */
export function sampleContext(dockerfile: string = sampleDockerfile): string {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-sample-'));
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  for (const [path, text] of Object.entries(files)) put(folder, path, text);
  mkdirSync(join(folder, 'root/bin'), { recursive: true });
  if (busybox === undefined) throw new Error(`Cannot make an image: ${sampleMissing}.`);
  for (const [from, to] of [[busybox, '/bin/busybox'] as const, ...librariesOf(busybox)]) {
    mkdirSync(dirname(join(folder, 'root', to)), { recursive: true });
    copyFileSync(from, join(folder, 'root', to));
  }
  symlinkSync('busybox', join(folder, 'root/bin/sh'));
  return folder;
}

/** What is left of builds when their images are removed. Others' images have another label. */
export async function removeSampleLayers(): Promise<void> {
  if (engineProgram === null) return;
  const filter = ['--filter', `label=${layerLabel}`];
  // A prune beside another worker's build may give up half way.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await engine(['image', 'prune', '--force', ...filter], { anyCode: true });
    const { stdout } = await engine(['images', '--all', '--quiet', ...filter], { anyCode: true });
    if (stdout.trim() === '') return;
  }
}

function put(folder: string, path: string, text: string): void {
  const file = join(folder, 'root', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A static one has none. */
function librariesOf(program: string): readonly (readonly [string, string])[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path = '']) => [path, path] as const);
}

const files: Readonly<Record<string, string>> = {
  'httpd.conf': '*.json:/bin/sh\nI:index.html\n',
  // What httpd runs by its ending, as CGI.
  'www/health.json': [
    `[ -z "$SAMPLE_SICK" ] || { printf 'Status: 503 Sick\\r\\nContent-Type: text/plain\\r\\n\\r\\nsick'; exit; }`,
    `printf 'Content-Type: application/json\\r\\nX-Sample: yes\\r\\n\\r\\n'`,
    `echo "{\\"status\\":\\"ok\\",\\"live\\":true,\\"version\\":\\"\${SAMPLE_VERSION:-$POD_VERSION}\\"}"`,
    '',
  ].join('\n'),
  'www/site.css': 'body { margin: 0 }\n',
  'www/deep/route/index.html': '<title>deep</title>\n',
  'serve.sh': [
    'echo "the sample starts with greeting=$GREETING"',
    'if [ -n "$SAMPLE_CRASH" ]; then echo "cannot find the model" >&2; exit "$SAMPLE_CRASH"; fi',
    `/bin/busybox httpd -f -p ${samplePort} -h /www -c /httpd.conf &`,
    'server=$!',
    `if [ -n "$SAMPLE_STUBBORN" ]; then trap '' TERM; else trap 'kill $server; exit 0' TERM; fi`,
    'wait $server',
    '',
  ].join('\n'),
};
