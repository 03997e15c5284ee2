/** Network volumes: they grow and are renamed, and never shrink. */
import { z } from 'zod';
import type { NetworkVolume } from '../../cloud/volumes.ts';
import { checked } from '../check-body.ts';
import { text } from '../container-shape.ts';
import { pageOf } from '../page.ts';
import { invalid, Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { created, gone, ok, type Route } from '../route.ts';

const size = z.int().min(10).max(4096);
const createBody = z.strictObject({
  name: text,
  size,
  dataCenter: text,
  type: z.enum(['STANDARD', 'HIGH_PERFORMANCE']).optional(),
});
const patchBody = z.strictObject({ name: text.optional(), size: size.optional() });

export function volumeRoutes({ volumes }: RestOptions): readonly Route[] {
  const found = (id: string | undefined): NetworkVolume => {
    const volume = volumes.find(id ?? '');
    if (volume === null) throw new Problem(404, 'network volume not found');
    return volume;
  };
  return [
    {
      method: 'GET',
      path: '/network-volumes',
      answer({ query }) {
        const { items, pagination } = pageOf(volumes.list(), query);
        return ok({ networkVolumes: items.map(volumeObject), pagination });
      },
    },
    {
      method: 'POST',
      path: '/network-volumes',
      answer({ body }) {
        const { dataCenter: dataCenterId, type, ...given } = checked(createBody, body);
        // Nobody here has the other tier.
        if (type === 'HIGH_PERFORMANCE')
          throw new Problem(400, `data center ${dataCenterId} has no high-performance storage`);
        return created(volumeObject(volumes.create({ ...given, dataCenterId })));
      },
    },
    { method: 'GET', path: '/network-volumes/:id', answer: ({ path }) => ok(volumeObject(found(path.id))) },
    {
      method: 'PATCH',
      path: '/network-volumes/:id',
      answer({ path, body }) {
        const { id } = found(path.id);
        const { name = null, size: grown = null } = checked(patchBody, body ?? {});
        if (name === null && grown === null) throw invalid(['$: minProperties: got 0, want 1']);
        return ok(volumeObject(volumes.change(id, { name, size: grown })));
      },
    },
    {
      method: 'DELETE',
      path: '/network-volumes/:id',
      answer({ path }) {
        volumes.remove(found(path.id).id);
        return gone;
      },
    },
  ];
}

function volumeObject({ id, name, size: gigabytes, dataCenterId }: NetworkVolume): unknown {
  return { id, name, size: gigabytes, dataCenter: dataCenterId, type: 'STANDARD' };
}
