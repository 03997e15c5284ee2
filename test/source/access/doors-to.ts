/** Doors to a real sshd that stands for a pod. */
import { join } from 'node:path';
import { createDoors } from '../../../source/ssh/doors.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import type { PodDoors } from '../../../source/ssh/pod-door.ts';
import type { LinkTarget } from '../../../source/ssh/telemetry.ts';
import { createTrust } from '../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../source/ssh/trust-store.ts';
import type { Sshd } from '../../neighbours/sshd.ts';

export async function doorsTo(sshd: Sshd): Promise<{ doors: PodDoors; target: LinkTarget }> {
  const doors = createDoors({
    identities: await loadIdentities({ files: [sshd.clientKeyPath], agentSocket: '' }),
    trust: createTrust({
      store: createTrustStore(join(sshd.directory, 'known-pods.json')),
      knownHostsPaths: [],
    }),
    agentProgram: () => Promise.reject(new Error('no agent is needed here')),
  });
  const target: LinkTarget = {
    podId: 'ssh:test',
    podName: 'web-1',
    generation: null,
    endpoint: { host: '127.0.0.1', port: sshd.port, username: sshd.username },
    intervalMs: 1000,
  };
  return { doors, target };
}
