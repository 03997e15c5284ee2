/** Health in a pod that the agent started: the monitor, the agent's own pages, and those who are told of alerts. */
import { hostname } from 'node:os';
import { createAgentHttp } from './agent-http.ts';
import { warmUp } from './health-look.ts';
import type { LocalHost } from './host/local-host.ts';
import { createMonitor } from './monitor.ts';
import { createNginxAppCheck } from './nginx-app-check.ts';
import type { ServedIdentity } from './outlets/http/agent-view.ts';
import { servedHealth } from './outlets/http/served-health.ts';
import { createNotifier } from './outlets/notify/notifier.ts';
import { createSend } from './outlets/notify/send.ts';
import { defaultReportPath } from './outlets/report-file.ts';
import { createPodPages, type PodPages } from './pod-pages.ts';
import type { PodSettings } from './pod-settings.ts';
import type { HealthReport } from './protocol/health-report.ts';
import type { ServedHealth, ServedStart } from './protocol/served-health.ts';
import { createSampler } from './sampler.ts';
import { createSelfCost } from './self-cost.ts';
import { readPodIdentity } from './settings/pod-identity.ts';
import type { ServiceState } from './supervisor/service.ts';
import { openSwitch, runSwitch } from './switch-watch.ts';

export type PodWatch = {
  readonly pages: PodPages;
  /** Looks for the first time, and goes on looking until the end. */
  begin(): Promise<HealthReport>;
  look(): Promise<HealthReport>;
  /** What `/health.json` says now. */
  served(): ServedHealth;
  close(): Promise<void>;
};

export type PodWatchOptions = {
  readonly host: LocalHost;
  readonly settings: PodSettings;
  readonly identity: ServedIdentity;
  start(): ServedStart;
  nginxState(): ServiceState;
  onTrouble(text: string): void;
};

const periodMs = 30_000;
/** How old the figures of a scrape may be. */
const sampleEveryMs = 5000;
/** A start does not wait for a driver that wakes its cards: the next report has them. */
const longestWarmUpMs = 1500;
/** Of the time in which a container must end, what is left to tell the last news. */
const farewellMs = 1500;

export function createPodWatch(options: PodWatchOptions): PodWatch {
  const { host, identity } = options;
  const life = new AbortController();
  const { sampler, notifier, monitor, pages, podSwitch } = assemble(options, life.signal);
  let running: Promise<unknown> | null = null;

  return {
    pages,
    async begin() {
      if (running === null) await warmUp(sampler, AbortSignal.timeout(longestWarmUpMs));
      const report = await monitor.lookNow();
      running ??= Promise.all([
        monitor.run(life.signal),
        podSwitch === null ? null : runSwitch(podSwitch, { host, monitor, signal: life.signal }),
      ]);
      return report;
    },
    look: () => monitor.lookNow(),
    served() {
      const { report = null, sample = null } = monitor.latest() ?? {};
      const uptimeSeconds = process.uptime();
      return servedHealth({ report, sample, start: options.start(), identity, uptimeSeconds }, host.wallMs());
    },
    async close() {
      // No more looks: what ends now is meant to end, and no news.
      life.abort();
      await Promise.all([notifier.close(farewellMs), pages.close(), running]);
      sampler.stop();
    },
  };
}

/** The parts, each of which knows the ones before it. */
function assemble(options: PodWatchOptions, signal: AbortSignal) {
  const { host, settings, identity, onTrouble } = options;
  const { serving, variables } = settings;
  const selfCost = createSelfCost(() => host.monotonicMs());
  const sampler = createSampler({ host, intervalMs: sampleEveryMs, selfCost: selfCost.read });
  const checkApp = createNginxAppCheck({
    port: serving.appPort,
    path: serving.appPath,
    nginxState: options.nginxState,
  });
  const podSwitch = openSwitch({
    ...{ host, sampler, variables, signal },
    runFolder: serving.runFolder,
    log: onTrouble,
  });
  const notifier = createNotifier({
    ...settings.notifications,
    pod: readPodIdentity(variables, { hostname: hostname(), appPort: serving.appPort }),
    send: createSend(),
    onTrouble,
  });
  const monitor = createMonitor({
    host,
    sampler,
    checkApp: () => checkApp(signal),
    thresholds: settings.thresholds,
    periodMs,
    reportPath: defaultReportPath,
    complete: (report) => podSwitch?.complete(report) ?? report,
    onReport(report) {
      if (!signal.aborted) notifier.take(report);
    },
    onTrouble,
  });
  const pages = createPodPages(serving.agentPort, (port) =>
    createAgentHttp({
      host,
      port,
      monitor,
      sampler,
      selfCost: selfCost.read,
      identity,
      hostname: hostname(),
      start: options.start,
      metricsToken: serving.metricsToken,
      onTrouble,
    }),
  );
  return { sampler, notifier, monitor, pages, podSwitch };
}
