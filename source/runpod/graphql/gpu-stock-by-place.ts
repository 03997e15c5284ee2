import { z } from 'zod';
import type { GpuOffer } from '../deploy-cloud.ts';
import { readEntries } from '../read-entries.ts';
import { stockOf } from '../stock.ts';
import type { Operation } from './operation.ts';

/** A GPU type in a data centre that has it. */
export type PlaceOfGpu = {
  readonly gpuTypeId: string;
  readonly dataCentreId: string;
  readonly stock: GpuOffer['stock'];
};

type Asked = { readonly gpuCount: number; readonly cloud: 'secure' | 'community' | 'any' };

const availability = z
  .object({
    gpuTypeId: z.string().nullish(),
    available: z.boolean().nullish(),
    stockStatus: z.string().nullish(),
  })
  .nullable();
const schema = z.object({ id: z.string().min(1), gpuAvailability: z.array(availability).nullish() });

/** Which data centre has which cards. Where a type is listed with none of it, it is left out: it is not to be had there. */
export const gpuStockByPlace: Operation<Asked, readonly PlaceOfGpu[]> = {
  action: () => 'list the stock of the data centres',
  kind: 'read',
  document: `query gpuStockByPlace($input: GpuAvailabilityInput) { dataCenters {
    id gpuAvailability(input: $input) { gpuTypeId available stockStatus }
  } }`,
  root: 'dataCenters',
  sent: ({ gpuCount, cloud }) => ({
    input: { gpuCount, ...(cloud === 'any' ? {} : { secureCloud: cloud === 'secure' }) },
  }),
  read(value, reader) {
    if (!Array.isArray(value)) {
      return reader.fail('unexpected', 'RunPod answered without a list', 'Try again.');
    }
    const places = readEntries(value, { schema, what: 'data centre', reader });
    return {
      ok: true,
      value: places.flatMap(({ id, gpuAvailability }) =>
        (gpuAvailability ?? []).flatMap((entry) => {
          const stock = stockOf(entry?.stockStatus);
          if (!entry?.gpuTypeId || entry.available === false || stock === 'none') return [];
          const gpuTypeId = reader.clean(entry.gpuTypeId);
          return [{ gpuTypeId, dataCentreId: reader.clean(id, 64).toUpperCase(), stock }];
        }),
      ),
    };
  },
};
