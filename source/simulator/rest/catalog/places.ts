/** Data centres as REST has them: a name, a continent, a country. */
import { type DataCenterRow, dataCenterRows, hasStorage } from '../../cloud/data-centers.ts';

export type Place = {
  readonly id: string;
  readonly name: string;
  readonly region: 'NORTH_AMERICA' | 'EUROPE' | 'ASIA';
  readonly country: string;
  readonly networkVolumeTypes: readonly 'STANDARD'[];
};

const countries: Readonly<Record<string, string>> = {
  'United States': 'US',
  Canada: 'CA',
  Romania: 'RO',
  Sweden: 'SE',
  Czechia: 'CZ',
  Iceland: 'IS',
  Japan: 'JP',
};

export const places: readonly Place[] = dataCenterRows.map(placeOf);

function placeOf([id, location]: DataCenterRow): Place {
  return {
    id,
    name: `${location} ${id.split('-').slice(1).join(' ')}`,
    region: id.startsWith('AP') ? 'ASIA' : id.startsWith('E') ? 'EUROPE' : 'NORTH_AMERICA',
    country: countries[location] ?? 'US',
    networkVolumeTypes: hasStorage(id) ? ['STANDARD'] : [],
  };
}
