/** The data centres of the catalogue. */

export type DataCenterRow = readonly [id: string, location: string];

export const dataCenterRows: readonly DataCenterRow[] = [
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

/** 0 is everywhere, and also whatever is no data centre. */
export function placeOf(dataCenterId: string | null): number {
  return dataCenterRows.findIndex(([id]) => id === dataCenterId) + 1;
}

/** Network volumes can be had there. */
export function hasStorage(dataCenterId: string): boolean {
  return placeOf(dataCenterId) % 2 === 1;
}
