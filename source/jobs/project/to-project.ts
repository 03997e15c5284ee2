/** What stands in the file, of the right types, made into a project: units counted, paths absolute, short forms written out. */
import { dirname, resolve } from 'node:path';
import type { PodConfiguration, PodPort } from '../model/release.ts';
import type { Hook, HookName, Project, VersionRule } from './project.ts';
import type { ProjectValues } from './schema.ts';
import { hookNames } from './schema-hooks.ts';
import { durationMs, gigabytes, sizeBytes } from './units.ts';

/** What was judged apart from the schema. */
export type Judged = {
  readonly registry: string;
  readonly repository: string;
  /** Of a prebuilt image; null: it is built here. */
  readonly tag: string | null;
  readonly gpuTypeIds: readonly string[];
  readonly environment: PodConfiguration['environment'];
  readonly buildArguments: Readonly<Record<string, string>>;
};

/** `file` is absolute. */
export function toProject(values: ProjectValues, file: string, judged: Judged): Project {
  const folder = dirname(file);
  return {
    file,
    folder,
    name: values.name,
    registry: judged.registry,
    repository: judged.repository,
    ...(judged.tag === null ? {} : { prebuilt: { tag: judged.tag } }),
    version: versionOf(values.version, folder),
    build: buildOf(values.build, folder, judged.buildArguments),
    test: values.test === undefined ? null : timed(values.test, '15m'),
    health: { ...values.health, port: healthPort(values), headers: lowerCase(values.health.headers) },
    try: tryOf(values.try),
    ready: { timeoutMs: durationMs(values.ready.timeout) },
    verify: {
      times: values.verify.times,
      everyMs: durationMs(values.verify.every),
      timeoutMs: durationMs(values.verify.timeout),
      soakMs: durationMs(values.verify.soak),
      benchmark: benchmarkOf(values.verify.benchmark),
    },
    strategy: values.strategy,
    maxDollarsPerHour: values.maxPricePerHour ?? null,
    pod: podOf(values, judged),
    hooks: hooksOf(values.hooks),
  };
}

function versionOf(version: ProjectValues['version'], folder: string): VersionRule {
  if (version === 'auto') return { kind: 'automatic' };
  if (typeof version === 'string') return { kind: 'fixed', version };
  return { kind: 'file', path: resolve(folder, version.file) };
}

function buildOf(
  build: ProjectValues['build'],
  folder: string,
  buildArguments: Readonly<Record<string, string>>,
): Project['build'] {
  const secrets = Object.entries(build.secrets).map(([id, path]) => [id, resolve(folder, path)] as const);
  return {
    context: resolve(folder, build.context),
    dockerfile: resolve(folder, build.dockerfile),
    target: build.target ?? null,
    arguments: buildArguments,
    secrets: Object.fromEntries(secrets),
    timeoutMs: durationMs(build.timeout),
    maxSizeBytes: build.maxSize === undefined ? null : sizeBytes(build.maxSize),
  };
}

function timed(
  given: string | { readonly command: string; readonly timeout: string },
  usualTimeout: string,
): Hook {
  return typeof given === 'string'
    ? { command: given, timeoutMs: durationMs(usualTimeout) }
    : { command: given.command, timeoutMs: durationMs(given.timeout) };
}

function healthPort({ health, ports }: ProjectValues): number {
  if (health.port !== undefined) return health.port;
  const http = portsOf(ports ?? []).find(({ protocol }) => protocol === 'http');
  return http?.port ?? 80;
}

function portsOf(ports: readonly string[]): readonly PodPort[] {
  return ports.map((text) => {
    const [port, protocol] = text.split('/');
    return { port: Number(port), protocol: protocol === 'tcp' ? 'tcp' : 'http' };
  });
}

function lowerCase(headers: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function tryOf(given: ProjectValues['try']): Project['try'] {
  const usual = { timeoutMs: durationMs('2m'), stopWithinMs: durationMs('10s') };
  if (typeof given === 'boolean') return { isOn: given, ...usual };
  return { isOn: true, timeoutMs: durationMs(given.timeout), stopWithinMs: durationMs(given.stopWithin) };
}

function benchmarkOf(given: ProjectValues['verify']['benchmark']): Project['verify']['benchmark'] {
  if (given === false) return null;
  if (typeof given === 'string') return { isQuick: given === 'quick', baseline: null };
  return { isQuick: given.kind === 'quick', baseline: given.baseline ?? null };
}

function podOf(values: ProjectValues, judged: Judged): PodConfiguration {
  const { gpu, dataCentres, ports } = values;
  const isCounted = typeof gpu === 'object' && 'types' in gpu;
  return {
    podName: values.podName ?? values.name,
    gpuTypeIds: judged.gpuTypeIds,
    gpuCount: isCounted ? gpu.count : 1,
    cloud: values.cloud,
    dataCentreIds: typeof dataCentres === 'string' ? [dataCentres] : dataCentres,
    bidPerGpuDollars: values.bid ?? null,
    containerDiskGigabytes: gigabytes(values.disk),
    volume: volumeOf(values.volume),
    ports: portsOf(ports ?? [`${healthPort(values)}/http`, '22/tcp']),
    environment: judged.environment,
    startCommand: values.startCommand ?? null,
    registryCredential: values.registryCredential ?? null,
  };
}

function volumeOf(volume: ProjectValues['volume']): PodConfiguration['volume'] {
  if (volume === undefined) return { kind: 'none' };
  if (typeof volume === 'string')
    return { kind: 'local', gigabytes: gigabytes(volume), mountPath: '/workspace' };
  return 'network' in volume
    ? { kind: 'network', volumeId: volume.network, mountPath: volume.mount }
    : { kind: 'local', gigabytes: gigabytes(volume.size), mountPath: volume.mount };
}

function hooksOf(hooks: ProjectValues['hooks']): Project['hooks'] {
  const made: Partial<Record<HookName, Hook>> = {};
  for (const name of hookNames) {
    const given = hooks[name];
    if (given !== undefined) made[name] = timed(given, '5m');
  }
  return made;
}
