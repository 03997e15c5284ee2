/** GPU types, data centres and CPU types: what anybody may ask for without a key. Prices and stock are made up. */
import { mix } from '../chance.ts';
import { type GpuModel, gpuModels } from '../machine/gpu-models.ts';

export type Catalogue = {
  gpuTypes(
    filter: { readonly id?: string | null; readonly ids?: readonly (string | null)[] | null } | null,
  ): unknown[];
  gpuType(typeId: string): unknown;
  dataCenters(): unknown[];
  dataCenter(id: string): unknown;
  cpuTypes(): unknown[];
  /** The floor of spot prices for one card. */
  lowestBid(typeId: string): number;
};

const dataCenterRows: readonly (readonly [id: string, location: string])[] = [
  ['US-TX-3', 'United States'],
  ['US-KS-2', 'United States'],
  ['US-GA-2', 'United States'],
  ['CA-MTL-1', 'Canada'],
  ['EU-RO-1', 'Romania'],
  ['EU-SE-1', 'Sweden'],
  ['EU-CZ-1', 'Czechia'],
  ['EUR-IS-1', 'Iceland'],
  ['AP-JP-1', 'Japan'],
];

export function createCatalogue(options: { readonly seed: number; wallMs(): number }): Catalogue {
  const models: readonly GpuModel[] = Object.values(gpuModels);

  /** Changes every few minutes, and is sometimes written in lower case. */
  function stock(typeId: string, place: number): string | null {
    const bucket = Math.floor(options.wallMs() / 300_000);
    const chance = mix(
      options.seed + bucket,
      typeId.length * 31 + typeId.charCodeAt(typeId.length - 1),
      place,
    );
    const word = ['High', 'Medium', 'Low', 'None', null][chance % 5] ?? null;
    return word !== null && chance % 7 === 0 ? word.toLowerCase() : word;
  }

  function gpuType(model: GpuModel): unknown {
    const { secure, community, spot } = model.dollarsPerHour;
    return {
      id: model.typeId,
      displayName: model.displayName,
      manufacturer: model.vendor === 'amd' ? 'AMD' : 'Nvidia',
      memoryInGb: model.rentedGigabytes,
      cudaCores: model.cudaCores,
      secureCloud: true,
      communityCloud: model.vendor === 'nvidia',
      securePrice: secure,
      communityPrice: community,
      oneWeekPrice: null,
      oneMonthPrice: cents(secure * 0.94),
      threeMonthPrice: cents(secure * 0.9),
      sixMonthPrice: cents(secure * 0.86),
      communitySpotPrice: spot,
      secureSpotPrice: cents(spot * 1.1),
      maxGpuCount: 8,
      maxGpuCountCommunityCloud: 8,
      maxGpuCountSecureCloud: 8,
      minPodGpuCount: 1,
      nodeGroupGpuSizes: [1, 2, 4, 8],
      lowestPrice: ({
        input,
      }: {
        readonly input?: { readonly secureCloud?: boolean | null; readonly gpuCount?: number | null } | null;
      }) => {
        const stockStatus = stock(model.typeId, 0);
        const isFree = stockStatus !== null && stockStatus.toLowerCase() !== 'none';
        const count = input?.gpuCount ?? 1;
        return {
          gpuName: model.displayName,
          gpuTypeId: model.typeId,
          minimumBidPrice: isFree ? cents(spot * count) : null,
          uninterruptablePrice: isFree
            ? cents((input?.secureCloud === false ? community : secure) * count)
            : null,
          stockStatus,
          minMemory: 62 * count,
          minVcpu: 8 * count,
          availableGpuCounts: isFree ? [1, 2, 4, 8] : [],
          maxGpuCount: 8,
        };
      },
    };
  }

  /** Stands among the types for machines without a known card. */
  const sentinel = {
    id: 'unknown',
    displayName: 'unknown',
    manufacturer: 'unknown',
    memoryInGb: 0,
    secureCloud: false,
    communityCloud: false,
    lowestPrice: () => ({}),
  };

  function dataCenter([id, location]: readonly [string, string], place: number): unknown {
    return {
      id,
      name: id,
      location,
      listed: true,
      storageSupport: place % 2 === 0,
      globalNetwork: true,
      compliance: ['SOC_2_TYPE_2'],
      gpuAvailability: () =>
        models.map((model) => {
          const stockStatus = stock(model.typeId, place + 1);
          const shown = {
            gpuTypeId: model.typeId,
            displayName: model.displayName,
            gpuTypeDisplayName: model.displayName,
          };
          return {
            id: `${id}-${model.slug}`,
            ...shown,
            stockStatus,
            available: stockStatus !== null && !/none/i.test(stockStatus),
            gpuType: gpuType(model),
          };
        }),
    };
  }

  return {
    gpuTypes(filter) {
      const wanted = filter?.id != null ? [filter.id] : (filter?.ids ?? null);
      const all = [
        ...models.map((model) => ({ id: model.typeId as string, shown: gpuType(model) })),
        { id: 'unknown', shown: sentinel },
      ];
      return all.filter(({ id }) => wanted === null || wanted.includes(id)).map(({ shown }) => shown);
    },
    gpuType(typeId) {
      const model = models.find((candidate) => candidate.typeId === typeId);
      return model === undefined ? null : gpuType(model);
    },
    dataCenters: () => dataCenterRows.map(dataCenter),
    dataCenter(id) {
      const place = dataCenterRows.findIndex(([known]) => known === id);
      const row = dataCenterRows[place];
      return row === undefined ? null : dataCenter(row, place);
    },
    cpuTypes: () => [
      {
        id: 'AMD EPYC 9354 32-Core Processor',
        displayName: 'AMD EPYC 9354',
        manufacturer: 'AMD',
        cores: 32,
        threadsPerCore: 2,
        groupId: 'cpu3',
      },
    ],
    lowestBid: (typeId) => models.find((model) => model.typeId === typeId)?.dollarsPerHour.spot ?? 0,
  };
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
