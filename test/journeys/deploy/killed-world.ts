/**
 * What a deploy that gets killed needs of the world: a project in git with a bare remote, a registry, and the local fleet,
 * between them and the console a gate that can hold a request back.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stepIds } from '../../../source/jobs/model/deploy.ts';
import { engine, engineProgram } from '../../neighbours/podman.ts';
import {
  cleanEnvironment,
  program,
  type RunningSimulator,
  startSimulator,
} from '../../neighbours/program.ts';
import { type RegistryNeighbour, startRegistry } from '../../neighbours/registry.ts';
import { removeSampleLayers, sampleContext, samplePort } from '../../neighbours/sample-image.ts';
import { type Gate, openGate } from './gate.ts';

export type Ran = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
};

export type KilledWorld = {
  readonly simulator: RunningSimulator;
  readonly registry: RegistryNeighbour;
  /** Stands before the API. */
  readonly api: Gate;
  /** Stands before the registry. */
  readonly images: Gate;
  /** A project of its own, with its own remote and its own ledger: "chain", and "chain-2" where a test is tried again. */
  project(name: string, options?: ProjectOptions): KilledProject;
  close(): Promise<void>;
};

export type ProjectOptions = {
  readonly isTried?: boolean;
  /** In place of the gate before the registry: 127.0.0.1:41234 */
  readonly registry?: string;
  /** More lines of the project's file. */
  readonly more?: readonly string[];
};

export type KilledProject = {
  readonly name: string;
  readonly folder: string;
  /** A bare repository. */
  readonly remote: string;
  /** XDG_STATE_HOME, where its releases are kept. */
  readonly state: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Resolves when it has ended, however it does. */
  run(words: readonly string[], options?: RunOptions): Promise<Ran>;
  /** The same project, with its releases kept elsewhere. */
  withState(state: string): Pick<KilledProject, 'run'>;
  start(words: readonly string[]): ChildProcess;
  /** The next run that comes to this hook is killed by it, once: "before-build". */
  killAt(place: string): void;
  /** The next run that comes to this hook waits there. @returns What to call to let it go on. */
  holdAt(place: string): Hold;
  /** Changes what is built, so that a new version is wanted. */
  change(text: string): void;
  git(...words: readonly string[]): string;
};

export type Hold = { reached(): Promise<void>; letGo(): void };

export type RunOptions = {
  /** Told as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void;
  /** In place of three minutes. */
  readonly timeoutMs?: number;
};

export async function setKilledWorld(): Promise<KilledWorld> {
  const base = mkdtempSync(join(tmpdir(), 'pod-engine-killed-journey-'));
  const home = join(base, 'home');
  mkdirSync(join(home, '.ssh'), { recursive: true });
  const key = join(home, '.ssh/id_ed25519');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const registry = await startRegistry({ deletes: true });
  const simulator = await startSimulator(['--pods', '1'], { HOME: home });
  const images = await openGate(`http://${registry.host}`);
  const api = await openGate(simulator.variables.RUNPOD_GRAPHQL_URL);
  const context = sampleContext();
  const environment = (state: string): NodeJS.ProcessEnv =>
    cleanEnvironment({
      ...simulator.variables,
      ...{ RUNPOD_GRAPHQL_URL: `${api.url}/graphql`, HOME: home, XDG_STATE_HOME: state },
      // The places at which a run is killed are mutations, and the gate stands before that wire alone.
      POD_ENGINE_API: 'graphql',
      ...{ XDG_CONFIG_HOME: join(base, 'config'), CONTAINER_ENGINE: engineProgram ?? 'podman' },
      ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', USER: 'tester' },
      ...{ GIT_AUTHOR_NAME: 'T', GIT_AUTHOR_EMAIL: 't@example.com' },
      ...{ GIT_COMMITTER_NAME: 'T', GIT_COMMITTER_EMAIL: 't@example.com' },
    });

  function project(wanted: string, options: ProjectOptions = {}): KilledProject {
    const name = newName(base, wanted);
    const folder = join(base, name, 'source');
    const remote = join(base, name, 'remote.git');
    const state = join(base, name, 'state');
    cpSync(context, folder, { recursive: true, verbatimSymlinks: true });
    const hook = `exec sh ${join(base, name, 'hook.sh')}`;
    writeFileSync(
      join(folder, 'pod-engine.yaml'),
      projectText({ name, hook, host: images.host, ...options }),
    );
    writeFileSync(join(folder, '.dockerignore'), '.git\npod-engine.yaml\n.dockerignore\n');
    const env = environment(state);
    const git = (...words: readonly string[]): string =>
      execFileSync('git', ['-C', folder, ...words], {
        encoding: 'utf8',
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', remote], { env });
    execFileSync('git', ['init', '-q', '-b', 'main', folder], { env });
    git('remote', 'add', 'origin', remote);
    const killFile = join(base, name, 'kill-at');
    const holdFile = join(base, name, 'hold-at');
    writeFileSync(join(base, name, 'hook.sh'), hookText(killFile, holdFile));
    const change = (text: string): void => {
      writeFileSync(join(folder, 'root/www/text.html'), text);
      git('add', '--all');
      git('commit', '-q', '-m', text);
      git('push', '-q', 'origin', 'main');
    };
    change('first');
    const start = (words: readonly string[], own = env): ChildProcess =>
      spawn(process.execPath, [program, ...words], {
        cwd: folder,
        env: own,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    return {
      ...{ name, folder, remote, state, environment: env, change, git },
      start: (words) => start(words),
      killAt: (place) => writeFileSync(killFile, place),
      holdAt: (place) => holding(holdFile, place),
      run: (words, more = {}) => ended(start(words), more),
      withState: (other) => ({
        run: (words, more = {}) => ended(start(words, { ...env, XDG_STATE_HOME: other }), more),
      }),
    };
  }

  async function close(): Promise<void> {
    await simulator.stop();
    await api.close();
    await images.close();
    await registry.remove();
    const { stdout } = await engine(['images', '--format', '{{.Repository}}:{{.Tag}}'], { anyCode: true });
    for (const tag of stdout.split('\n').filter((each) => each.startsWith(`${images.host}/`)))
      await engine(['rmi', '--force', tag], { anyCode: true });
    await removeSampleLayers();
    rmSync(context, { recursive: true });
    rmSync(base, { recursive: true });
  }

  return { simulator, registry, api, images, project, close };
}

/** What is left of an earlier try has pods, tags and a folder of that name. */
function newName(base: string, wanted: string): string {
  let name = wanted;
  for (let number = 2; existsSync(join(base, name)); number += 1) name = `${wanted}-${number}`;
  return name;
}

type ProjectText = ProjectOptions & { readonly name: string; readonly host: string; readonly hook: string };

/** Times are short, so that waiting is none of the work. */
function projectText({ name, host, hook, registry, isTried, more }: ProjectText): string {
  const places = stepIds.flatMap((step) => [`before-${step}`, `after-${step}`]);
  return [
    `name: ${name}`,
    `image: ${registry ?? host}/${name}`,
    'gpu: RTX 4090',
    `ports: [${samplePort}/http, 22/tcp]`,
    `try: ${isTried === true}`,
    'test: "true"',
    'verify: {times: 2, every: 200ms, timeout: 60s, soak: 0s}',
    'hooks:',
    ...places.map((place) => `  ${place}: ${JSON.stringify(hook)}`),
    ...(more ?? []),
    '',
  ].join('\n');
}

function holding(file: string, place: string): Hold {
  // Of a hook that was ended while it waited.
  rmSync(`${file}.reached`, { force: true });
  writeFileSync(file, place);
  return {
    async reached() {
      while (!existsSync(`${file}.reached`)) await wait(50);
    },
    letGo: () => rmSync(file),
  };
}

/** The console is the parent of its hooks. */
function hookText(killFile: string, holdFile: string): string {
  return [
    'here="$POD_ENGINE_HOOK-$POD_ENGINE_STEP"',
    `if [ "$(cat ${holdFile} 2>/dev/null)" = "$here" ]; then`,
    // So that it is not over before the next thing is done to its console.
    `  trap '' TERM; : > ${holdFile}.reached`,
    `  while [ -e ${holdFile} ]; do sleep 0.1; done`,
    `  rm ${holdFile}.reached`,
    'fi',
    `[ "$(cat ${killFile} 2>/dev/null)" = "$here" ] || exit 0`,
    `rm ${killFile}`,
    'kill -KILL "$PPID"',
    '',
  ].join('\n');
}

async function ended(child: ChildProcess, { onStart, timeoutMs = 180_000 }: RunOptions): Promise<Ran> {
  onStart?.(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  // Another signal than the one that the tests kill with.
  const timer = setTimeout(() => child.kill('SIGABRT'), timeoutMs);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  );
  clearTimeout(timer);
  return { code, signal, said };
}
