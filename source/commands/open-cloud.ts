/** RunPod by the wires that the settings name, loaded with the first question. */
import type { Secret } from '../base/secret.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { WireOptions } from '../runpod/wire-options.ts';
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
  return only === null ? null : lateCloud(async () => (await only())());
}

type WireDoor = {
  readonly url: string;
  readonly apiKey: Secret;
  readonly onNote: (text: string) => void;
};

/** Makes the wire. `hasStandIn`: see its options; left out where it is the only one. */
type MakeWire = (hasStandIn?: () => boolean) => WholeCloud;

async function loadGraphql(door: WireDoor): Promise<MakeWire> {
  const { createGraphqlCloud } = await import('../runpod/graphql/cloud.ts');
  return (hasStandIn) => createGraphqlCloud(optionsOf(door, hasStandIn));
}

async function loadRest(door: WireDoor): Promise<MakeWire> {
  const { createRestCloud } = await import('../runpod/rest/cloud.ts');
  return (hasStandIn) => createRestCloud(optionsOf(door, hasStandIn));
}

function optionsOf({ url, apiKey, onNote }: WireDoor, hasStandIn: (() => boolean) | undefined): WireOptions {
  const given = hasStandIn === undefined ? {} : { hasStandIn };
  return { url, apiKey, version, onNote: ({ message }) => onNote(message), ...given };
}

async function loadBoth(
  loadFirst: () => Promise<MakeWire>,
  loadSecond: () => Promise<MakeWire>,
  onNote: (text: string) => void,
): Promise<WholeCloud> {
  const [{ createAutoCloud }, { pairedWires }, graphql, rest] = await Promise.all([
    import('../runpod/auto/cloud.ts'),
    import('../runpod/auto/paired.ts'),
    loadFirst(),
    loadSecond(),
  ]);
  const wires = pairedWires({ rest, graphql }, Date.now);
  return createAutoCloud({ ...wires, nowMs: Date.now, onNote });
}
