/** RunPod by the wires that the settings name, loaded with the first question. */
import type { Secret } from '../base/secret.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Settings } from '../settings/settings.ts';
import { lateCloud } from './late-cloud.ts';
import { version } from './version.ts';

/** null: there is no API key, so nobody can be asked. `onNote` is told, once each, what an operator should know of a wire. */
export function openCloud(
  settings: Pick<Settings, 'apiKey' | 'apiUrl' | 'restUrl'>,
  onNote: (text: string) => void,
): WholeCloud | null {
  const { apiUrl, restUrl } = settings;
  const apiKey = settings.apiKey?.secret ?? null;
  if (apiKey === null) return null;
  const graphql = apiUrl === null ? null : () => loadGraphql({ url: apiUrl, apiKey, onNote });
  const rest = restUrl === null ? null : () => loadRest({ url: restUrl, apiKey, onNote });
  if (graphql !== null && rest !== null) return lateCloud(() => loadBoth(graphql, rest, onNote));
  const only = graphql ?? rest;
  return only === null ? null : lateCloud(only);
}

type WireDoor = {
  readonly url: string;
  readonly apiKey: Secret;
  readonly onNote: (text: string) => void;
};

async function loadGraphql({ url, apiKey, onNote }: WireDoor): Promise<WholeCloud> {
  const { createGraphqlCloud } = await import('../runpod/graphql/cloud.ts');
  return createGraphqlCloud({ url, apiKey, version, onNote: ({ message }) => onNote(message) });
}

async function loadRest({ url, apiKey, onNote }: WireDoor): Promise<WholeCloud> {
  const { createRestCloud } = await import('../runpod/rest/cloud.ts');
  return createRestCloud({ url, apiKey, version, onNote: ({ message }) => onNote(message) });
}

async function loadBoth(
  loadFirst: () => Promise<WholeCloud>,
  loadSecond: () => Promise<WholeCloud>,
  onNote: (text: string) => void,
): Promise<WholeCloud> {
  const [{ createAutoCloud }, graphql, rest] = await Promise.all([
    import('../runpod/auto/cloud.ts'),
    loadFirst(),
    loadSecond(),
  ]);
  return createAutoCloud({ rest, graphql, nowMs: Date.now, onNote });
}
