/** What is to be had and for how much: made up by stock.ts and the cards' list prices, unless the admin route has said otherwise. */
import type { GpuModel } from '../machine/gpu-models.ts';
import { placeOf } from './data-centers.ts';
import { createStock } from './stock.ts';

export type Prices = { readonly secure: number; readonly community: number; readonly spot: number };
/** What is meant: a card, a data centre, or with null every one. */
export type Scope = { readonly gpuTypeId: string | null; readonly dataCenterId: string | null };
/** How RunPod says that there is no room: an error with a code, or null without one. */
export type Refusal = 'supply-constraint' | 'null';

export type Market = {
  /** RunPod's word; null: it says nothing. */
  stockOf(gpuTypeId: string, dataCenterId: string | null): string | null;
  pricesOf(model: GpuModel): Prices;
  /** null: there is room, whatever the stock's word is: that is a hint, never a reservation. */
  refusalOf(gpuTypeId: string, dataCenterId: string): Refusal | null;
  setStock(scope: Scope, stock: string | null): void;
  setPrice(gpuTypeId: string | null, prices: Partial<Prices>): void;
  refuse(scope: Scope, how: Refusal): void;
  /** Room everywhere again. */
  admitAll(): void;
};

const mostPlanted = 100;

export function createMarket(options: { readonly seed: number; wallMs(): number }): Market {
  const usualStock = createStock(options);
  let stocks: readonly (Scope & { readonly stock: string | null })[] = [];
  let prices: readonly { readonly gpuTypeId: string | null; readonly prices: Partial<Prices> }[] = [];
  let refusals: readonly (Scope & { readonly how: Refusal })[] = [];
  return {
    stockOf(gpuTypeId, dataCenterId) {
      const planted = stocks.find((each) => isMeant(each, gpuTypeId, dataCenterId));
      return planted === undefined ? usualStock(gpuTypeId, placeOf(dataCenterId)) : planted.stock;
    },
    pricesOf(model) {
      const planted = prices.filter(({ gpuTypeId }) => gpuTypeId === null || gpuTypeId === model.typeId);
      const priceOf = (kind: keyof Prices) =>
        planted.find((each) => each.prices[kind] !== undefined)?.prices[kind] ?? model.dollarsPerHour[kind];
      return { secure: priceOf('secure'), community: priceOf('community'), spot: priceOf('spot') };
    },
    refusalOf: (gpuTypeId, dataCenterId) =>
      refusals.find((each) => isMeant(each, gpuTypeId, dataCenterId))?.how ?? null,
    setStock(scope, stock) {
      stocks = [{ ...scope, stock }, ...stocks].slice(0, mostPlanted);
    },
    setPrice(gpuTypeId, changed) {
      prices = [{ gpuTypeId, prices: changed }, ...prices].slice(0, mostPlanted);
    },
    refuse(scope, how) {
      refusals = [{ ...scope, how }, ...refusals].slice(0, mostPlanted);
    },
    admitAll() {
      refusals = [];
    },
  };
}

function isMeant(scope: Scope, gpuTypeId: string, dataCenterId: string | null): boolean {
  const isCard = scope.gpuTypeId === null || scope.gpuTypeId === gpuTypeId;
  return isCard && (scope.dataCenterId === null || scope.dataCenterId === dataCenterId);
}
