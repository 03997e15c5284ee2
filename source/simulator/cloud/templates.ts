/** The templates of the account and a few of RunPod's own. */
import { letters, mix } from '../chance.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';
import { refusal, refusalOf, somethingWentWrong } from './refusal.ts';

export type Variable = { readonly key: string; readonly value: string };

export type SaveTemplateInput = {
  readonly id?: string | null;
  readonly name: string;
  readonly imageName: string;
  readonly containerDiskInGb: number;
  readonly volumeInGb: number;
  readonly dockerArgs?: string | null;
  readonly env?: readonly (Variable | null)[] | null;
  readonly ports?: string | null;
  readonly volumeMountPath?: string | null;
  readonly containerRegistryAuthId?: string | null;
  readonly startSsh?: boolean | null;
  readonly startJupyter?: boolean | null;
  readonly isServerless?: boolean | null;
  readonly isPublic?: boolean | null;
  readonly category?: string | null;
  /** REST alone knows them. */
  readonly allowedCudaVersions?: readonly string[];
};

export type Template = SaveTemplateInput & { readonly id: string; readonly createdAtMs: number };

export type Templates = {
  own(): readonly Template[];
  /** isRunpod: RunPod's own, or those of everybody else; null: both. */
  listed(isRunpod: boolean | null): readonly Template[];
  /** null: there is none. */
  find(id: string): Template | null;
  /** With an id that one is changed. Throws what RunPod answers. */
  save(input: SaveTemplateInput): Template;
  remove(name: string): void;
  /** The same by id; those that are not the account's own are not there. */
  removeById(id: string): void;
};

const mostTemplates = 500;

const official: Template = {
  id: 'runpod-torch-v280',
  name: 'Runpod Pytorch 2.8.0',
  imageName: 'runpod/pytorch:1.0.7-cu1281-torch291-ubuntu2204',
  containerDiskInGb: 20,
  volumeInGb: 20,
  volumeMountPath: '/workspace',
  ports: '8888/http,22/tcp',
  startSsh: true,
  createdAtMs: Date.UTC(2026, 1, 3),
};

export function createTemplates(options: {
  readonly seed: number;
  readonly pods: readonly CloudPod[];
  readonly useMs: number;
  wallMs(): number;
}): Templates {
  const templates = new Map<string, Template>();
  let made = 0;

  function mustBeFree(name: string, id: string | null): void {
    const holder = [...templates.values()].find((template) => template.name === name);
    if (holder !== undefined && holder.id !== id)
      throw refusal(`Template name must be unique: "${name}" is taken.`);
  }

  function isUsed(id: string): boolean {
    return options.pods.some((pod) => {
      const { terminated, run } = pod.life();
      if (pod.plan.templateId !== id) return false;
      return !terminated || options.wallMs() < (run?.stoppedAtMs ?? 0) + options.useMs;
    });
  }

  function drop(id: string): void {
    if (isUsed(id))
      throw refusalOf('in-use', 'Template is in use. It can be deleted two minutes after its last use.');
    templates.delete(id);
  }

  function newId(): string {
    made += 1;
    const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
    return letters(mix(options.seed, made, 61), { length: 10, alphabet });
  }

  return {
    own: () => [...templates.values()],
    listed: (isRunpod) => (isRunpod === false ? [] : [official, ...(isRunpod ? [] : templates.values())]),
    find: (id) => (id === official.id ? official : (templates.get(id) ?? null)),
    save(input) {
      const { id = null } = input;
      if (id !== null && id !== '' && !templates.has(id)) throw somethingWentWrong();
      const known = id === null || id === '' ? null : id;
      mustBeFree(input.name, known);
      if (known === null && templates.size >= mostTemplates) throw somethingWentWrong();
      const createdAtMs = known === null ? options.wallMs() : (templates.get(known)?.createdAtMs ?? 0);
      const template = { ...input, id: known ?? newId(), createdAtMs };
      templates.set(template.id, template);
      return template;
    },
    remove(name) {
      const template = [...templates.values()].find((each) => each.name === name);
      if (template === undefined) throw refusal('Template not found.');
      drop(template.id);
    },
    removeById(id) {
      if (!templates.has(id)) throw refusalOf('not-found', 'template not found');
      drop(id);
    },
  };
}

/** As the API shows it: variables are pairs here, unlike those of a pod. */
export function templateFields(template: Template): unknown {
  return {
    dockerArgs: '',
    env: [],
    ports: '',
    volumeMountPath: '/workspace',
    containerRegistryAuthId: '',
    readme: '',
    category: 'NVIDIA',
    isPublic: false,
    isServerless: false,
    startSsh: true,
    startJupyter: true,
    ...template,
    isRunpod: template.id === official.id,
    earned: 0,
    runtimeInMin: 0,
  };
}
