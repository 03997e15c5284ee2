/** GPU types, data centres and CPU types: what anybody may ask for without a key. Prices and stock are made up. */
import { type GpuModel, gpuModels } from '../machine/gpu-models.ts';
import { gpuTypeFields, unknownType } from './gpu-type-fields.ts';
import { createStock, isFree, type Stock } from './stock.ts';

export type Catalogue = {
  gpuTypes(filter: GpuTypeFilter | null): unknown[];
  gpuType(typeId: string): unknown;
  dataCenters(): unknown[];
  cpuTypes(): unknown[];
  /** The floor of spot prices for one card. */
  lowestBid(typeId: string): number;
};

export type GpuTypeFilter = { readonly id?: string | null; readonly ids?: readonly (string | null)[] | null };

type DataCenterRow = readonly [id: string, location: string];

const dataCenterRows: readonly DataCenterRow[] = [
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

const cpuTypeRows = [
  {
    id: 'AMD EPYC 9354 32-Core Processor',
    displayName: 'AMD EPYC 9354',
    manufacturer: 'AMD',
    cores: 32,
    threadsPerCore: 2,
    groupId: 'cpu3',
  },
];

const models: readonly GpuModel[] = Object.values(gpuModels);

export function createCatalogue(options: { readonly seed: number; wallMs(): number }): Catalogue {
  const stock = createStock(options);
  return {
    gpuTypes(filter) {
      const wanted = filter?.id != null ? [filter.id] : (filter?.ids ?? null);
      const all = [...models.map((model) => gpuTypeFields(model, stock)), unknownType];
      return all.filter(({ id }) => wanted === null || wanted.includes(id));
    },
    gpuType(typeId) {
      const model = modelOf(typeId);
      return model === null ? unknownType : gpuTypeFields(model, stock);
    },
    dataCenters: () => dataCenterRows.map((row, place) => dataCenterFields(row, place + 1, stock)),
    cpuTypes: () => cpuTypeRows,
    lowestBid: (typeId) => modelOf(typeId)?.dollarsPerHour.spot ?? 0,
  };
}

function modelOf(typeId: string): GpuModel | null {
  return models.find((model) => model.typeId === typeId) ?? null;
}

function dataCenterFields([id, location]: DataCenterRow, place: number, stock: Stock): unknown {
  return {
    id,
    name: id,
    location,
    listed: true,
    storageSupport: place % 2 === 1,
    globalNetwork: true,
    compliance: ['SOC_2_TYPE_2'],
    gpuAvailability: () => models.map((model) => availability(model, { id, place, stock })),
  };
}

function availability(
  model: GpuModel,
  at: { readonly id: string; readonly place: number; readonly stock: Stock },
): unknown {
  const stockStatus = at.stock(model.typeId, at.place);
  return {
    id: `${at.id}-${model.slug}`,
    gpuTypeId: model.typeId,
    displayName: model.displayName,
    gpuTypeDisplayName: model.displayName,
    stockStatus,
    available: isFree(stockStatus),
    gpuType: gpuTypeFields(model, at.stock),
  };
}
