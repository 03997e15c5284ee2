/** What exists while a container runs, and is made anew with the next one: its machine, its site, its commands. */
import type { Clock } from '../../base/clock.ts';
import type { PodPlan } from '../cast/index.ts';
import type { Hardware } from '../cast/role.ts';
import { factsOf } from '../machine/facts.ts';
import { createTextHost } from '../machine/host.ts';
import { createMachine, type Machine } from '../machine/machine.ts';
import { type AccountView, bootVariables } from './account-view.ts';
import { type Commands, createCommands } from './commands.ts';
import type { PodFaults } from './faults.ts';
import { createKeptJobs, type KeptJobs } from './kept-jobs.ts';
import type { Run } from './life.ts';
import { servedHealth } from './served-health.ts';
import { declares, type PodSettings } from './settings.ts';
import { createSite, type Site } from './site.ts';

/** The moment at which the simulation began, on both of the clock's scales. */
export type Birth = { readonly wallMs: number; readonly monotonicMs: number };

export type Container = {
  readonly run: Run;
  readonly machine: Machine;
  readonly site: Site;
  readonly commands: Commands;
  readonly jobs: KeptJobs;
};

export function createContainer(options: {
  readonly plan: PodPlan;
  readonly run: Run;
  readonly clock: Clock;
  readonly host: string;
  readonly faults: PodFaults;
  readonly born: Birth;
  readonly settings: PodSettings;
  readonly account: AccountView;
  sshPort(): number | null;
  dropSsh(): void;
}): Container {
  const { plan, run, clock, host, faults, born, settings } = options;
  // What ran as the simulation began follows its script from then on; what starts later, from its own start.
  const agoMs = Math.max(0, born.wallMs - run.containerAtMs);
  const machine = createMachine({
    facts: factsOf({
      plan: { ...plan, hardware: hardwareOf(plan, run, settings) },
      bootNumber: run.number,
      uptimeAtZeroSeconds: agoMs / 1000,
    }),
    clock,
    zeroMs: born.monotonicMs + Math.max(0, run.containerAtMs - born.wallMs),
  });
  machine.disturb(faults.disturbance);
  const site = createSite({
    host,
    stateNow: () => machine.now().work.site,
    health: () => servedHealth(machine, settings),
  });
  // Wherever the application is said to listen, on a machine made of text it listens at 80.
  const { POD_AGENT_APP_PORT: _port, ...variables } = bootVariables(settings, options.account);
  const isSitePort = (port: number) => port === 80 || declares(settings, port, 'http');
  const sitePort = async () => Number(new URL(await site.url()).port);
  const textHost = createTextHost({
    machine,
    clock,
    extraVariables: () => ({ ...variables, ...portVariables(options.sshPort()) }),
    volumeHangs: () => faults.volumeHangs,
    isSitePort,
    sitePort,
  });
  const jobs = createKeptJobs();
  const commands = createCommands({
    machine,
    host: textHost,
    site,
    faults,
    jobs,
    webPort: async (inner) => (isSitePort(inner) ? sitePort() : null),
    dropSsh: options.dropSsh,
  });
  return { run, machine, site, commands, jobs };
}

function hardwareOf({ hardware }: PodPlan, run: Run, settings: PodSettings): Hardware {
  const { image, containerDiskGigabytes } = settings;
  const volumeGigabytes = hardware.volume === 'network' ? hardware.volumeGigabytes : settings.volumeGigabytes;
  return { ...hardware, gpuCount: run.gpuCount, image, containerDiskGigabytes, volumeGigabytes };
}

function portVariables(sshPort: number | null): Readonly<Record<string, string>> {
  return sshPort === null ? {} : { RUNPOD_TCP_PORT_22: String(sshPort) };
}
