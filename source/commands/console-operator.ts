/** What the screen may ask for, carried out by the watch and the terminal. */
import type { Deploys } from '../jobs/deploy/deploys.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Operator } from '../ui/operator.ts';
import type { FleetStore } from '../watch/fleet-store.ts';
import type { Watch } from '../watch/watch.ts';
import type { ConsoleAccess } from './console-access.ts';
import { copyAndSay } from './console-copy.ts';
import type { ConsoleLife } from './console-life.ts';
import type { ConsoleLogs } from './console-logs.ts';
import type { ConsoleResources } from './console-resources.ts';

export function operatorOf(parts: {
  readonly store: FleetStore;
  readonly terminal: Terminal;
  readonly nowMs: () => number;
  readonly watch: () => Watch | null;
  /** null until jobs can be started. */
  readonly jobs: () => Jobs | null;
  /** null until projects can be read. */
  readonly deploys: () => Deploys | null;
  readonly resources: ConsoleResources;
  readonly logs: ConsoleLogs;
  readonly life: ConsoleLife;
  readonly access: Pick<ConsoleAccess, 'openShell' | 'openForward' | 'closeForward'>;
  readonly quit: (jobs: 'stop' | 'leave') => void;
}): Operator {
  const { store, terminal, nowMs, watch, jobs, deploys, resources, life, access, quit } = parts;
  const say = (level: 'info' | 'ok' | 'warn', text: string): void =>
    store.dispatch({ kind: 'output', atMs: nowMs(), level, text });
  return {
    startPod: (podId) => watch()?.startPod(podId),
    stopPod: (podId) => watch()?.stopPod(podId),
    changePod: (podId, action) => watch()?.changePod(podId, action),
    ...life.operator,
    keepPod: (podId) => watch()?.keepPod(podId),
    quietAlert: (key, wish) => watch()?.quietAlert(key, wish),
    retryLink: (podId) => watch()?.retryLink(podId),
    refresh: () => watch()?.refresh(),
    repaint: () => terminal.repaint(),
    suspend: () => void terminal.suspend(),
    quit,
    startJob({ kind, podIds, arguments: given }) {
      const pods = podIds.flatMap((id) => store.snapshot().pods.get(id)?.pod ?? []);
      const ready = jobs();
      if (ready === null) say('warn', `no ${kind} yet: the jobs are still being read`);
      else if (pods.length > 0) ready.start({ kind, pods, arguments: given });
    },
    stopJob: (jobId) => jobs()?.stop(jobId),
    repeatJob(jobId) {
      const outcome = jobs()?.again(jobId);
      if (outcome?.ok === false) say('warn', outcome.reason);
    },
    readDeploys: () => deploys()?.read(),
    logs: parts.logs.ask,
    readResource: (kind) => resources.read(kind),
    endResource: (kind, row) => resources.end(kind, row),
    planDeploy: (request) => deploys()?.plan(request),
    startDeploy(request) {
      const named = deploys()?.nameOf(request) ?? { ok: false, reason: 'the projects are still being read' };
      const ready = jobs();
      if (!named.ok) say('warn', named.reason);
      else if (ready === null) say('warn', 'no deploy yet: the jobs are still being read');
      else ready.startDeploy(request, { name: named.name });
    },
    loadJob: (jobId) => jobs()?.load(jobId),
    saveJob(jobId) {
      void jobs()
        ?.save(jobId)
        .then((saved) => (saved.ok ? say('ok', `saved ${saved.path}`) : say('warn', saved.reason)));
    },
    openShell: access.openShell,
    openForward: access.openForward,
    closeForward: access.closeForward,
    copy: (text) => copyAndSay(terminal, say, text),
  };
}
