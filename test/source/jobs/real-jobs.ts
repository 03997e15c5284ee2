/** Jobs with real doors to a real sshd, as a console has them, with all that they keep in one folder. */
import { join } from 'node:path';
import type { Pod } from '../../../source/fleet/pod.ts';
import { createShelf } from '../../../source/jobs/benchmarks/kept-reports.ts';
import { openJournal } from '../../../source/jobs/journal/journal.ts';
import { createJobs, type RunningJobs } from '../../../source/jobs/runner.ts';
import { createDoors } from '../../../source/ssh/doors.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import { createTrust } from '../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../source/ssh/trust-store.ts';
import { type BuiltProgram, buildAgentProgram } from '../../neighbours/agent-program.ts';
import { makePod } from '../fleet/make.ts';

export type RealPod = {
  readonly port: number;
  readonly username: string;
  readonly clientKeyPath: string;
  readonly hasNode: boolean;
};

export type RealJobs = {
  readonly jobs: RunningJobs;
  readonly pod: Pod;
  /** Ends the jobs as a console does, and then the connections. */
  close(how: 'stop' | 'leave'): Promise<void>;
};

export async function openRealJobs(
  at: RealPod,
  folder: string,
  agentProgram: () => Promise<BuiltProgram> = buildAgentProgram,
): Promise<RealJobs> {
  const endpoint = { host: '127.0.0.1', port: at.port, username: at.username };
  const pod = makePod({ id: 'pod1', provider: 'ssh', ssh: endpoint, generation: null });
  const doors = createDoors({
    identities: await loadIdentities({ files: [at.clientKeyPath] }),
    trust: createTrust({ store: createTrustStore(join(folder, 'known-pods.json')) }),
    agentProgram: at.hasNode ? agentProgram : () => Promise.reject(new Error('no agent in this build')),
  });
  const jobs = createJobs({
    journal: await openJournal({ folder: join(folder, 'jobs'), profile: 'test', nowMs: Date.now }),
    deploy: () => Promise.reject(new Error('No deploy is asked for here.')),
    benchmarks: createShelf({ folder: join(folder, 'benchmarks') }),
    cloud: null,
    doors: () => Promise.resolve(doors),
    targetOf: ({ id, name, generation, ssh }) =>
      ssh === null ? null : { podId: id, podName: name, generation, endpoint: ssh, intervalMs: 1000 },
    podOf: (id) => (id === pod.id ? pod : null),
    secrets: [],
    nowMs: Date.now,
    saveFolder: folder,
    stopTimes: { askMs: 3000, termMs: 5000, killMs: 10_000, endMs: 3000 },
  });
  return {
    jobs,
    pod,
    async close(how) {
      await jobs.close(how);
      await doors.close();
    },
  };
}
