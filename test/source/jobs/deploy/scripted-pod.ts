/**
 * A deploy's context whose pod is literal answers of the API over time, a real sshd and real web servers. The clock is the
 * test's own: it moves with each sleep, so that nothing takes as long as it would.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach } from 'vitest';
import type { Pod } from '../../../../source/fleet/pod.ts';
import type { DeployDoors } from '../../../../source/jobs/deploy/doors.ts';
import type { EffectDetails } from '../../../../source/jobs/deploy/effects/effect.ts';
import type { DeployFacts } from '../../../../source/jobs/deploy/facts.ts';
import type { StepContext, StepEnd, StepTold } from '../../../../source/jobs/deploy/step.ts';
import type { StepId } from '../../../../source/jobs/model/deploy.ts';
import type { Project } from '../../../../source/jobs/project/project.ts';
import type { CloudFailure, CloudResult } from '../../../../source/runpod/cloud.ts';
import { createDoors } from '../../../../source/ssh/doors.ts';
import { loadIdentities } from '../../../../source/ssh/identities.ts';
import { createTrust } from '../../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../../source/ssh/trust-store.ts';
import type { Sshd } from '../../../neighbours/sshd.ts';
import { literalPod } from '../literal-pod.ts';

export const digest = `sha256:${'a'.repeat(64)}`;
export const image = 'registry.example/acme/app:1.4.0';

const opened: (() => unknown)[] = [];

/** For whatever a test opens; closed after it, the newest first. */
export function closeAfterwards(close: () => unknown): void {
  opened.push(close);
}

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

export type Wishes = {
  /** The API's answer `seconds` after the beginning, or after so many questions. */
  readonly api: (seconds: number, question: number) => CloudResult<Pod>;
  /** Where the proxy serves the health port. */
  readonly proxyPort: number;
  /** The clock goes on by so many times what is slept, where many looks would show no more than a few. */
  readonly haste?: number;
  /** The port inside the pod. */
  readonly appPort?: number;
  readonly sshd?: Pick<Sshd, 'clientKeyPath'> | null;
  readonly project?: Partial<Pick<Project, 'ready' | 'health' | 'verify'>> & {
    readonly ports?: Project['pod']['ports'];
  };
  readonly facts?: DeployFacts;
  readonly doors?: Partial<DeployDoors>;
  readonly context?: Partial<StepContext>;
};

export type Scripted = {
  readonly context: StepContext;
  readonly folder: string;
  /** Since the beginning, by the test's clock. */
  elapsedMs(): number;
  readonly effects: { readonly kind: string; readonly details: unknown }[];
};

export async function scriptedPod(wishes: Wishes): Promise<Scripted> {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-ready-'));
  closeAfterwards(() => rmSync(folder, { recursive: true, force: true }));
  const beganMs = 1_900_000_000_000;
  let nowMs = beganMs;
  let question = 0;
  const ssh = createDoors({
    identities: await loadIdentities({ files: wishes.sshd == null ? [] : [wishes.sshd.clientKeyPath] }),
    trust: createTrust({ store: createTrustStore(join(folder, 'known-pods.json')) }),
    agentProgram: () => Promise.reject(new Error('no agent is uploaded here')),
  });
  closeAfterwards(() => ssh.close());
  const cloud = {
    getPod: () => {
      question += 1;
      return Promise.resolve(wishes.api((nowMs - beganMs) / 1000, question));
    },
    stopPod: (podId: string) => Promise.resolve({ ok: true, value: { podId } }),
  };
  const effects: { kind: string; details: unknown }[] = [];
  const doors = {
    cloud,
    fetch,
    sshDoors: () => Promise.resolve(ssh),
    targetOf: ({ id, name, generation, ssh: endpoint, state }: Pod) =>
      endpoint === null || state.kind !== 'running'
        ? null
        : { podId: id, podName: name, generation, endpoint, intervalMs: 1000 },
    proxyUrlOf: () => `http://127.0.0.1:${wishes.proxyPort}`,
    environment: {},
    who: 'ann@build',
    nowMs: () => nowMs,
    async sleep(ms: number) {
      nowMs += ms * (wishes.haste ?? 1);
      await wait(2);
    },
    releasesFolder: join(folder, 'releases'),
    ...wishes.doors,
  };
  const context = {
    project: projectOf(wishes),
    request: {},
    deployId: 'deploy-12345678',
    facts: { ...factsOf(), ...wishes.facts },
    running: null,
    wanted: null,
    // What the steps at hand do not ask for is left out: who asks all the same, breaks.
    doors: doors as unknown as DeployDoors,
    async effect<Kind extends keyof EffectDetails>(
      kind: Kind,
      { details }: { readonly details: EffectDetails[Kind] },
      act: () => Promise<unknown>,
    ) {
      const result = await act();
      effects.push({ kind, details });
      return result;
    },
    signal: new AbortController().signal,
    ...wishes.context,
  } as unknown as StepContext;
  return { context, folder, elapsedMs: () => nowMs - beganMs, effects };
}

function projectOf({ project = {}, appPort = 1 }: Wishes): Partial<Project> {
  const ports = project.ports ?? [
    { port: appPort, protocol: 'http' },
    { port: 22, protocol: 'tcp' },
  ];
  return {
    name: 'app',
    health: { port: appPort, path: '/health.json', paths: [], headers: {} },
    ready: { timeoutMs: 600_000 },
    verify: { times: 3, everyMs: 2000, timeoutMs: 10_000, soakMs: 0, benchmark: null },
    strategy: 'new',
    ...project,
    pod: { ports, volume: { kind: 'none' } } as unknown as Project['pod'],
  };
}

function factsOf(): DeployFacts {
  return {
    preflight: {
      version: '1.4.0',
      commit: 'c'.repeat(40),
      isDirty: false,
      isPromotable: true,
      sourceHash: 'x',
      engine: { kind: 'podman', program: 'podman', version: '5' },
    },
    push: { reference: image, digest },
    template: { id: 't1', name: 'app', image: `${image}@${digest}` },
    pod: {
      podId: 'pod1',
      podName: 'app-1',
      how: 'new',
      previousPodId: null,
      gpuTypeId: 'NVIDIA H100 80GB HBM3',
      gpuCount: 0,
      costPerHourDollars: 2,
    },
  };
}

/** How a step ended, and all that it told. */
export async function runStep<Id extends StepId>(
  stream: AsyncGenerator<StepTold, StepEnd<Id>, void>,
): Promise<{ readonly end: StepEnd<Id>; readonly told: readonly StepTold[] }> {
  const told: StepTold[] = [];
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return { end: next.value, told };
    told.push(next.value);
  }
}

/** "ready/ssh: pass", in the order told. */
export function outcomes(told: readonly StepTold[]): readonly string[] {
  return told.flatMap((event) => (event.kind === 'step-ended' ? [`${event.step}: ${event.outcome}`] : []));
}

export function textOf(told: readonly StepTold[], step: string): string {
  const event = told.find((each) => each.kind === 'step-ended' && each.step === step);
  return event?.kind === 'step-ended' ? event.text : '';
}

export function outputs(told: readonly StepTold[]): readonly string[] {
  return told.flatMap((event) => (event.kind === 'output' ? [event.text] : []));
}

export function up(changes: Partial<Pod> = {}): CloudResult<Pod> {
  return {
    ok: true,
    value: literalPod({ name: 'app-1', gpuCount: 0, gpuName: null, ssh: null, image, ...changes }),
  };
}

export function pulling(): CloudResult<Pod> {
  return up({ state: { kind: 'initialising' }, ports: [], startedAtMs: null });
}

export function apiFailure(code: CloudFailure['code']): CloudFailure {
  return { ok: false, code, message: `RunPod said ${code}.`, hint: `Mend ${code}.`, retryAfterMs: null };
}

export function at(sshd: Pick<Sshd, 'port' | 'username'>): NonNullable<Pod['ssh']> {
  return { host: '127.0.0.1', port: sshd.port, username: sshd.username };
}

/** A real web server on a free port of the loopback address. */
export async function webServer(listener: RequestListener): Promise<number> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closeAfterwards(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** Answers every page with a health report. */
export function health(changes: () => Readonly<Record<string, unknown>> = () => ({})): RequestListener {
  return (_request, response) => {
    const { httpStatus = 200, ...fields } = changes();
    const body = { schema: 1, status: 'ok', live: true, version: '1.4.0', bootId: 'boot-1', ...fields };
    response.writeHead(Number(httpStatus), { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}
