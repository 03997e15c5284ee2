/** What the steps around an image are run with: a real engine, a real registry, a project in a folder, effects that are carried out. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerEngine } from '../../../../source/jobs/container/container-engine.ts';
import type { DeployDoors } from '../../../../source/jobs/deploy/doors.ts';
import type { EffectWorld } from '../../../../source/jobs/deploy/effects/effect.ts';
import type { DeployFacts } from '../../../../source/jobs/deploy/facts.ts';
import {
  type Step,
  type StepContext,
  type StepEnd,
  StepFailure,
  type StepTold,
} from '../../../../source/jobs/deploy/step.ts';
import { type StepId, usualRequest } from '../../../../source/jobs/model/deploy.ts';
import { runProgram } from '../../../../source/jobs/programs/run-program.ts';
import type { Project } from '../../../../source/jobs/project/project.ts';
import { createRegistry } from '../../../../source/jobs/registry/create-registry.ts';
import { removeSampleLayers, sampleContext, samplePort } from '../../../neighbours/sample-image.ts';

export type Ended<Id extends StepId> = { readonly end: StepEnd<Id>; readonly told: readonly StepTold[] };

export type Bench = {
  readonly engine: ContainerEngine;
  readonly folder: string;
  readonly project: Project;
  /** Intents and results, as a journal has them. */
  readonly effects: readonly string[];
  readonly world: EffectWorld;
  contextOf(facts?: DeployFacts, project?: Partial<Project>): StepContext;
  /** As the pipeline runs it: a StepFailure is its end. */
  run<Id extends StepId>(step: Step<Id>, context: StepContext): Promise<Ended<Id>>;
  /** With the images that were built. */
  remove(): Promise<void>;
};

export const commit = 'c0ffee0123456789c0ffee0123456789c0ffee01';

export function createBench(
  engine: ContainerEngine,
  options: {
    readonly registry: string;
    readonly dockerfile?: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  },
): Bench {
  const folder = sampleContext(options.dockerfile);
  const project = projectIn(folder, options.registry);
  const doors = doorsOf(engine, options.environment ?? {});
  const signal = options.signal ?? new AbortController().signal;
  const effects: string[] = [];
  const references = new Set<string>();
  return {
    engine,
    folder,
    project,
    effects,
    world: { project, doors, signal },
    contextOf: (facts = {}, changes = {}) => ({
      project: { ...project, ...changes },
      request: { ...usualRequest, projectFile: project.file },
      deployId: `d-${process.pid}-test`,
      facts: { preflight: preflightFacts(engine, '1.4.0'), ...facts },
      running: null,
      wanted: null,
      doors,
      async effect(kind, { key, details }, act) {
        effects.push(`${kind} ${key} ${JSON.stringify(details)}`);
        return await act();
      },
      signal,
    }),
    async run(step, context) {
      const told: StepTold[] = [];
      const events = step.run(context);
      try {
        for (;;) {
          const next = await events.next();
          if (next.done !== true) {
            told.push(next.value);
            continue;
          }
          const end = next.value;
          if ('facts' in end && 'reference' in end.facts) references.add(String(end.facts.reference));
          return { end, told };
        }
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error;
        return {
          end: { outcome: 'fail', text: error.message, evidence: error.evidence, fix: error.fix },
          told,
        };
      }
    },
    async remove() {
      for (const reference of references)
        await runProgram({
          program: engine.program,
          words: ['rmi', reference],
          timeoutMs: 60_000,
          signal: AbortSignal.timeout(60_000),
        });
      await removeSampleLayers();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function preflightFacts(
  engine: ContainerEngine,
  version: string,
): NonNullable<DeployFacts['preflight']> {
  const { kind, program, version: engineVersion } = engine;
  return {
    version,
    commit,
    isDirty: false,
    isPromotable: true,
    sourceHash: 'hash',
    engine: { kind, program, version: engineVersion },
  };
}

function projectIn(folder: string, registry: string): Project {
  return {
    file: join(folder, 'pod-engine.yaml'),
    folder,
    name: 'sample',
    registry,
    repository: `pod-engine-test/sample-${process.pid}`,
    version: { kind: 'fixed', version: '1.4.0' },
    build: {
      context: folder,
      dockerfile: join(folder, 'Dockerfile'),
      target: null,
      arguments: {},
      secrets: {},
      timeoutMs: 120_000,
      maxSizeBytes: null,
    },
    test: null,
    health: {
      port: samplePort,
      path: '/health.json',
      paths: ['/site.css', '/deep/route/'],
      headers: { 'x-sample': 'yes' },
    },
    try: { isOn: true, timeoutMs: 30_000, stopWithinMs: 10_000 },
    ready: { timeoutMs: 60_000 },
    verify: { times: 3, everyMs: 100, timeoutMs: 10_000, soakMs: 0, benchmark: null },
    strategy: 'new',
    maxDollarsPerHour: null,
    pod: {
      podName: 'sample',
      gpuTypeIds: [],
      gpuCount: 1,
      cloud: 'any',
      dataCentreIds: [],
      bidPerGpuDollars: null,
      containerDiskGigabytes: 10,
      volume: { kind: 'none' },
      ports: [{ port: samplePort, protocol: 'http' }],
      environment: { GREETING: { kind: 'plain', value: 'hello' } },
      startCommand: null,
      registryCredential: null,
    },
    hooks: {},
  };
}

function doorsOf(engine: ContainerEngine, environment: Readonly<Record<string, string>>): DeployDoors {
  const notHere = (): never => {
    throw new Error('The steps around an image have nothing to do with this.');
  };
  return {
    run: runProgram,
    findEngine: async () => ({ ok: true, engine }),
    engineNamed: () => engine,
    registryOf: (host) =>
      createRegistry({ host, fetch, environment, homeFolder: '/nonexistent', run: runProgram }),
    gitIn: notHere,
    cloud: null,
    sshDoors: notHere,
    targetOf: notHere,
    proxyUrlOf: notHere,
    fetch,
    benchmark: notHere,
    environment,
    who: 'test@here',
    nowMs: Date.now,
    async sleep(ms, signal) {
      await wait(ms, undefined, { signal }).catch(() => undefined);
    },
    releasesFolder: '/nonexistent',
  };
}
