/** The inside of a pod: a container for each of its runs, and the sshd that leads into it. */
import type { PodPlan } from '../cast/index.ts';
import type { Disturbance } from '../machine/machine.ts';
import { type Container, createContainer } from './container.ts';
import type { PodFaults } from './faults.ts';
import type { Run } from './life.ts';
import type { PodSettings } from './settings.ts';
import { createSshd, type Sshd } from './sshd.ts';
import type { PodSurroundings } from './surroundings.ts';

export type Insides = {
  readonly sshd: Sshd;
  /** The container of that run, made when first asked for. */
  of(run: Run): Container;
  endCommands(): void;
  disturb(disturbance: Disturbance | null): void;
  /** Ends whatever runs inside. */
  leave(): void;
  closed(): Promise<void>;
};

export function createInsides(
  plan: PodPlan,
  surroundings: PodSurroundings & { settings(): PodSettings },
  faults: PodFaults,
): Insides {
  const { clock, timings, host, account, settings } = surroundings;
  const born = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  let container: Container | null = null;
  let closing: Promise<unknown> = Promise.resolve();

  function containerOf(run: Run): Container {
    if (container?.run.number === run.number) return container;
    container = createContainer({
      plan,
      run,
      clock,
      host,
      faults,
      born,
      settings: settings(),
      account,
      sshPort: sshd.port,
      dropSsh: sshd.dropAll,
    });
    return container;
  }

  const sshd = createSshd({
    host,
    clock,
    isReachable: (run) =>
      !faults.sshRefused &&
      clock.wallMs() >= run.portsAtMs + timings.sshdMs &&
      containerOf(run).machine.now().work.sshReachable,
    onCommand: (run, command, channel) => containerOf(run).commands.run(command, channel),
    onShell: (run, channel) => containerOf(run).commands.shell(channel),
    placeOf: (run, inner, port) => containerOf(run).commands.placeOf(inner, port),
  });

  return {
    sshd,
    of: containerOf,
    endCommands: () => container?.commands.endAll(),
    disturb: (disturbance) => container?.machine.disturb(disturbance),
    leave() {
      container?.commands.endAll();
      container?.jobs.endAll();
      sshd.leave();
      closing = Promise.all([closing, container?.site.close()]);
    },
    async closed() {
      await Promise.all([closing, sshd.closed()]);
    },
  };
}
