/** What RunPod's GraphQL API has not. Nothing is sent: the answer says who has it. */
import type { CloudFailure } from '../cloud.ts';
import type { LifeCloud } from '../life-cloud.ts';
import type { LogCloud } from '../log-cloud.ts';
import type { MoneyCloud } from '../money-cloud.ts';

export function createUnsupportedCloud(): LifeCloud & MoneyCloud & LogCloud {
  return {
    restartPod: async (podId) => ({ ...unsupported(`restart pod ${podId}`), detour: stopAndStart }),
    lockPod: async ({ podId, locked }) => unsupported(`${locked ? 'lock' : 'unlock'} pod ${podId}`),
    renamePod: async ({ podId }) => unsupported(`rename pod ${podId}`),
    billing: async () => unsupported('read what was billed'),
    async *podLogs({ podId }) {
      yield { kind: 'failed', failure: unsupported(`read the logs of pod ${podId}`) };
    },
  };
}

const stopAndStart = 'Stop it and start it again; its host may be full by then.';

function unsupported(action: string): CloudFailure {
  return {
    ok: false,
    code: 'unsupported',
    message: `Cannot ${action}: RunPod's GraphQL API has no such thing.`,
    hint: "RunPod's REST v2 has it: set --api auto or --api rest.",
    retryAfterMs: null,
  };
}
