/** A RunPod of plain data: pods and templates in two lists, and answers that can be laid out for the next questions. */
import { createSecret } from '../../../../source/base/secret.ts';
import type { Pod } from '../../../../source/fleet/pod.ts';
import type { EditPod, PodSettings } from '../../../../source/fleet/pod-settings.ts';
import type { Cloud, CloudFailure, CloudFailureCode, CloudResult } from '../../../../source/runpod/cloud.ts';
import {
  type CreatePod,
  type DeployCloud,
  deployIdVariable,
  type GpuOffer,
  type Template,
} from '../../../../source/runpod/deploy-cloud.ts';
import { literalPod } from '../literal-pod.ts';

type Whole = Cloud & DeployCloud;
type Method = keyof Whole;

export type LiteralCloud = {
  readonly cloud: Whole;
  readonly pods: Map<string, { pod: Pod; settings: PodSettings }>;
  readonly templates: Map<string, Template>;
  readonly offers: GpuOffer[];
  /** Methods in the order in which they were called. */
  readonly calls: Method[];
  readonly created: CreatePod[];
  readonly edits: EditPod[];
  /** The next call of the method fails so; `isDone`: it is carried out all the same. */
  fail(method: Method, failure: CloudFailure, more?: { readonly isDone?: boolean }): void;
  addPod(settings: Partial<PodSettings>, pod?: Partial<Pod>): void;
  /** How often a new pod is missing from the list. */
  lag: number;
};

export function failureOf(code: CloudFailureCode, message = `It was ${code}.`): CloudFailure {
  return { ok: false, code, message, hint: `Mind the ${code}.`, retryAfterMs: null };
}

export const offerOf = (typeId: string, dollars: number | null = 0.4): GpuOffer => ({
  typeId,
  displayName: typeId.replace('NVIDIA ', ''),
  memoryGigabytes: 48,
  stock: 'high',
  dollarsPerGpuHour: dollars,
  lowestBidDollars: null,
  maxGpuCount: 8,
});

export function createLiteralCloud(): LiteralCloud {
  const pods: LiteralCloud['pods'] = new Map();
  const templates = new Map<string, Template>();
  const offers: GpuOffer[] = [offerOf('NVIDIA A40'), offerOf('NVIDIA L4')];
  const calls: Method[] = [];
  const created: CreatePod[] = [];
  const edits: EditPod[] = [];
  const planned: { method: Method; failure: CloudFailure; isDone: boolean }[] = [];

  /** What is laid out for the method, after the work has been done or not. */
  function answer<Value>(method: Method, work: () => CloudResult<Value>): Promise<CloudResult<Value>> {
    calls.push(method);
    const at = planned.findIndex((each) => each.method === method);
    const [plan] = at < 0 ? [] : planned.splice(at, 1);
    if (plan === undefined) return Promise.resolve(work());
    if (plan.isDone) work();
    return Promise.resolve(plan.failure);
  }

  function withPod<Value>(podId: string, work: (found: { pod: Pod; settings: PodSettings }) => Value) {
    const found = pods.get(podId);
    return found === undefined ? failureOf('not-found') : ({ ok: true, value: work(found) } as const);
  }

  function setState(podId: string, state: Pod['state']) {
    return withPod(podId, (found) => {
      pods.set(podId, { ...found, pod: { ...found.pod, state } });
      return { podId };
    });
  }

  const literal: LiteralCloud = {
    pods,
    templates,
    offers,
    calls,
    created,
    edits,
    lag: 0,
    fail: (method, failure, { isDone = false } = {}) => void planned.push({ method, failure, isDone }),
    addPod(settings, pod = {}) {
      const podId = settings.podId ?? `pod${pods.size + 1}`;
      const name = settings.name ?? podId;
      pods.set(podId, {
        pod: literalPod({ id: podId, name, ...pod }),
        settings: {
          podId,
          name,
          image: 'registry.example/acme/app:1@sha256:aa',
          ports: '80/http,22/tcp',
          containerDiskGigabytes: 20,
          volumeGigabytes: 10,
          volumeMountPath: '/workspace',
          startCommand: null,
          environment: {},
          gpuTypeId: 'NVIDIA A40',
          gpuCount: 1,
          costPerHourDollars: 0.4,
          ...settings,
        },
      });
    },
    cloud: {
      listPods: () =>
        answer('listPods', () => ({ ok: true, value: [...pods.values()].map(({ pod }) => pod) })),
      getPod: (podId) => answer('getPod', () => withPod(podId, ({ pod }) => pod)),
      startPod: ({ podId }) => answer('startPod', () => setState(podId, { kind: 'running' })),
      stopPod: (podId) => answer('stopPod', () => setState(podId, { kind: 'stopped', by: 'user' })),
      account: () => answer('account', () => failureOf('refused')),
      gpuOffers: () => answer('gpuOffers', () => ({ ok: true, value: offers })),
      dataCentres: () => answer('dataCentres', () => ({ ok: true, value: [] })),
      networkVolumes: () => answer('networkVolumes', () => ({ ok: true, value: [] })),
      secretNames: () => answer('secretNames', () => ({ ok: true, value: [] })),
      registryCredentials: () =>
        answer('registryCredentials', () => ({ ok: true, value: [{ id: 'c1', name: 'hub' }] })),
      templates: () => answer('templates', () => ({ ok: true, value: [...templates.values()] })),
      saveTemplate: (template) =>
        answer('saveTemplate', () => {
          const id = template.id ?? `t${templates.size + 1}`;
          templates.set(id, { ...template, id });
          return { ok: true, value: { id } };
        }),
      deleteTemplate: (name) =>
        answer('deleteTemplate', () => {
          const found = [...templates.values()].find((each) => each.name === name);
          if (found === undefined) return failureOf('not-found');
          templates.delete(found.id);
          return { ok: true, value: null };
        }),
      createPod(request) {
        created.push(request);
        return answer('createPod', () => {
          const podId = `new${pods.size + 1}`;
          const { name, image, ports, gpuTypeId, gpuCount, startCommand } = request;
          const environment = {
            ...request.environment,
            [deployIdVariable]: createSecret(request.deployId),
          };
          literal.addPod({ podId, name, image, ports, gpuTypeId, gpuCount, startCommand, environment });
          return { ok: true, value: { podId, gpuTypeId, costPerHourDollars: 0.4 } };
        });
      },
      podsOfDeploy: (deployId) =>
        answer('podsOfDeploy', () => {
          if (literal.lag-- > 0) return { ok: true, value: [] };
          const all = [...pods.values()].map(({ settings }) => settings);
          const own = all.filter(({ environment }) => environment[deployIdVariable]?.reveal() === deployId);
          return {
            ok: true,
            value: own.map(({ podId, gpuTypeId, costPerHourDollars }) => ({
              podId,
              gpuTypeId,
              costPerHourDollars,
            })),
          };
        }),
      podSettings: (podId) => answer('podSettings', () => withPod(podId, ({ settings }) => settings)),
      editPod(edit) {
        edits.push(edit);
        return answer('editPod', () =>
          withPod(edit.podId, (found) => {
            const { volumeGigabytes, volumeMountPath, registryCredentialId, ...set } = edit;
            pods.set(edit.podId, { ...found, settings: { ...found.settings, ...set } });
            return { podId: edit.podId };
          }),
        );
      },
      terminatePod: (podId) =>
        answer('terminatePod', () => {
          pods.delete(podId);
          return { ok: true, value: { podId } };
        }),
    },
  };
  return literal;
}
