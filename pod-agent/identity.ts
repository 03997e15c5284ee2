/** Which pod this is and what is deployed in it, for the pages that say so. */
import { readBootId } from './boot-id.ts';
import type { Host } from './host/host.ts';
import type { ServedIdentity } from './outlets/http/agent-view.ts';
import { servingSettings } from './settings/serving.ts';
import type { Variables } from './settings/variables.ts';

export async function readIdentity(options: {
  readonly host: Host;
  readonly variables: Variables;
  readonly agentVersion: string;
}): Promise<ServedIdentity> {
  const text = (name: string) => options.variables.get(name)?.text.slice(0, longestName) ?? null;
  return {
    version: text(servingSettings.version.name),
    revision: text(servingSettings.revision.name),
    agentVersion: options.agentVersion,
    podId: text('RUNPOD_POD_ID'),
    bootId: await readBootId(options.host),
  };
}

const longestName = 128;
