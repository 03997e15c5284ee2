/** The parts of the console beside its screen: what each keeps, and what it does for the operator. */
import type { Terminal } from '../terminal/terminal.ts';
import type { FleetStore } from '../watch/fleet-store.ts';
import type { CommandContext } from './command.ts';
import { openConsoleAccess } from './console-access.ts';
import { openConsoleDeploys } from './console-deploys.ts';
import { resourceEndings } from './console-endings.ts';
import { openHistory } from './console-history.ts';
import { openConsoleJobs } from './console-jobs.ts';
import { openConsoleLife } from './console-life.ts';
import { openConsoleLogs } from './console-logs.ts';
import { openConsoleResources, resourceReaders } from './console-resources.ts';
import type { Services } from './services.ts';

export function openConsoleParts(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  console: {
    readonly store: FleetStore;
    readonly terminal: Terminal;
    /** A line of the output pane; nothing once the console is over. */
    readonly say: (level: 'info' | 'ok' | 'warn' | 'error', text: string) => void;
    /** In the footer, for a while. */
    readonly notify: (level: 'info' | 'warn', text: string) => void;
    /** The list of pods is asked for often until it shows what was changed. */
    readonly hurry: () => void;
  },
) {
  const { store, terminal, say, notify, hurry } = console;
  // Who presses Ctrl-C while answers are waited for does not wait.
  const { nowMs, environment, signal: endNow } = context;
  const { cloud, targetOf } = services;
  const tell = (text: string): void => say('warn', text);
  const deploys = openConsoleDeploys(context, services, tell);
  const jobs = openConsoleJobs(context, services, { store, tell, deploy: deploys.run });
  jobs.subscribe(() => deploys.look(jobs.snapshot()));
  return {
    history: openHistory(context, tell),
    deploys,
    jobs,
    resources: openConsoleResources({
      ...{ readers: resourceReaders(cloud), endings: resourceEndings(cloud), nowMs },
      ...{ dispatch: store.dispatch, sayAtEnd: context.say, endNow },
    }),
    logs: openConsoleLogs(context, services, { store, terminal }),
    access: openConsoleAccess(context, services, { store, terminal, tell, notify }),
    life: openConsoleLife({
      ...{ cloud, store, terminal, environment, nowMs, targetOf, hurry, say: context.say, endNow },
    }),
  };
}
