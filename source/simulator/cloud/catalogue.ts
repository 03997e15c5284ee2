/** GPU types, data centres and CPU types: what anybody may ask for without a key. Prices and stock are made up. */
import { type GpuModel, gpuModels } from '../machine/gpu-models.ts';
import { type DataCenterRow, dataCenterRows, hasStorage } from './data-centers.ts';
import { gpuTypeFields, unknownType } from './gpu-type-fields.ts';
import type { Market } from './market.ts';
import { isFree } from './stock.ts';

export type Catalogue = {
  gpuTypes(filter: GpuTypeFilter | null): unknown[];
  gpuType(typeId: string): unknown;
  dataCenters(): unknown[];
  /** null: there is none. */
  dataCenter(id: string): unknown;
  cpuTypes(): unknown[];
  /** The floor of spot prices for one card. */
  lowestBid(typeId: string): number;
};

export type GpuTypeFilter = { readonly id?: string | null; readonly ids?: readonly (string | null)[] | null };

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

export function createCatalogue(market: Market): Catalogue {
  return {
    gpuTypes(filter) {
      const wanted = filter?.id != null ? [filter.id] : (filter?.ids ?? null);
      const all = [...models.map((model) => gpuTypeFields(model, market)), unknownType];
      return all.filter(({ id }) => wanted === null || wanted.includes(id));
    },
    gpuType(typeId) {
      const model = modelOf(typeId);
      return model === null ? unknownType : gpuTypeFields(model, market);
    },
    dataCenters: () => dataCenterRows.map((row) => dataCenterFields(row, market)),
    dataCenter(wanted) {
      const row = dataCenterRows.find(([id]) => id === wanted);
      return row === undefined ? null : dataCenterFields(row, market);
    },
    cpuTypes: () => cpuTypeRows,
    lowestBid(typeId) {
      const model = modelOf(typeId);
      return model === null ? 0 : market.pricesOf(model).spot;
    },
  };
}

export function modelOf(typeId: string): GpuModel | null {
  return models.find((model) => model.typeId === typeId) ?? null;
}

function dataCenterFields([id, location]: DataCenterRow, market: Market): unknown {
  return {
    id,
    name: id,
    location,
    listed: true,
    storageSupport: hasStorage(id),
    globalNetwork: true,
    compliance: ['SOC_2_TYPE_2'],
    gpuAvailability: () => models.map((model) => availability(model, id, market)),
  };
}

function availability(model: GpuModel, dataCenterId: string, market: Market): unknown {
  const stockStatus = market.stockOf(model.typeId, dataCenterId);
  return {
    id: `${dataCenterId}-${model.slug}`,
    gpuTypeId: model.typeId,
    displayName: model.displayName,
    gpuTypeDisplayName: model.displayName,
    stockStatus,
    available: isFree(stockStatus),
    gpuType: gpuTypeFields(model, market),
  };
}
