/** The account's credentials for image registries: names for everybody who may ask, and nothing else is ever shown again. */
import { letters, mix } from '../chance.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';
import { refusalOf, somethingWentWrong } from './refusal.ts';

export type RegistryInput = { readonly name: string; readonly username: string; readonly password: string };
export type Registry = { readonly id: string; readonly name: string; readonly createdAtMs: number };

export type Registries = {
  list(): readonly Registry[];
  /** null: there is none. */
  find(id: string): Registry | null;
  create(input: RegistryInput): Registry;
  /** The name stays. */
  update(id: string): Registry;
  remove(id: string): void;
};

const mostRegistries = 200;

export function createRegistries(options: {
  readonly seed: number;
  readonly pods: readonly CloudPod[];
  wallMs(): number;
}): Registries {
  const registries = new Map<string, Registry>();
  let made = 0;

  function mustFind(id: string): Registry {
    const registry = registries.get(id);
    if (registry === undefined) throw refusalOf('not-found', 'registry credential not found');
    return registry;
  }

  return {
    list: () => [...registries.values()],
    find: (id) => registries.get(id) ?? null,
    create({ name }) {
      if ([...registries.values()].some((each) => each.name === name))
        throw refusalOf('wrong', `A registry credential named "${name}" already exists.`);
      if (registries.size >= mostRegistries) throw somethingWentWrong();
      made += 1;
      const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
      const id = letters(mix(options.seed, made, 67), { length: 12, alphabet });
      const registry = { id, name, createdAtMs: options.wallMs() };
      registries.set(id, registry);
      return registry;
    },
    update: mustFind,
    remove(id) {
      mustFind(id);
      const holder = options.pods.find(
        (pod) => pod.settings().registryAuthId === id && !pod.life().terminated,
      );
      if (holder !== undefined)
        throw refusalOf('in-use', 'Registry credential is in use by a pod and cannot be deleted');
      registries.delete(id);
    },
  };
}
