/** Credentials for image registries: written, listed by name, and never read again. */
import { z } from 'zod';
import type { Registry } from '../../cloud/registries.ts';
import { checked } from '../check-body.ts';
import { text } from '../container-shape.ts';
import { pageOf } from '../page.ts';
import { Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { created, gone, ok, type Route } from '../route.ts';

const createBody = z.strictObject({ name: text, username: text, password: text });

export function registryRoutes({ registries }: RestOptions): readonly Route[] {
  const found = (id: string | undefined): Registry => {
    const registry = registries.find(id ?? '');
    if (registry === null) throw new Problem(404, 'registry credential not found');
    return registry;
  };
  return [
    {
      method: 'GET',
      path: '/registries',
      answer({ query }) {
        const { items, pagination } = pageOf(registries.list(), query);
        return ok({ registries: items.map(registryObject), pagination });
      },
    },
    {
      method: 'POST',
      path: '/registries',
      answer: ({ body }) => created(registryObject(registries.create(checked(createBody, body)))),
    },
    { method: 'GET', path: '/registries/delegations', answer: () => ok({ delegations: [] }) },
    { method: 'GET', path: '/registries/:id', answer: ({ path }) => ok(registryObject(found(path.id))) },
    {
      method: 'DELETE',
      path: '/registries/:id',
      answer({ path }) {
        registries.remove(found(path.id).id);
        return gone;
      },
    },
  ];
}

function registryObject({ id, name }: Registry): unknown {
  return { id, name };
}
