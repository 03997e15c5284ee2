/** Machines of the cast, each on a clock of its own that stands until the test moves it. */
import type { Host } from '../../../pod-agent/host/host.ts';
import { castOf } from '../../../source/simulator/cast/index.ts';
import { factsOf } from '../../../source/simulator/machine/facts.ts';
import { createTextHost } from '../../../source/simulator/machine/host.ts';
import { createMachine, type Machine } from '../../../source/simulator/machine/machine.ts';
import { createStillClock, type StillClock } from './still-clock.ts';

export type Standing = { readonly machine: Machine; readonly host: Host; readonly clock: StillClock };

/** The machine of the first pod with that role. */
export function machineOf(
  roleId: string,
  options: { readonly seed?: number; readonly light?: boolean } = {},
): Standing {
  const { seed = 7, light = false } = options;
  const plan = castOf({ pods: 12, seed, light }).find(({ role }) => role.id === roleId);
  if (plan === undefined) throw new Error(`nobody plays ${roleId}`);
  const clock = createStillClock();
  const facts = factsOf({ plan, bootNumber: 1, uptimeAtZeroSeconds: plan.hardware.uptimeSeconds });
  const machine = createMachine({ facts, clock, zeroMs: 0 });
  const sitePort = async (): Promise<number> => 80;
  const host = createTextHost({
    machine,
    clock,
    extraVariables: () => ({}),
    volumeHangs: () => false,
    isSitePort: (port) => port === 80,
    sitePort,
  });
  return { machine, host, clock };
}

export async function textOf(host: Host, path: string): Promise<string> {
  const answer = await host.answer({ kind: 'file', id: path, cadence: 'hot', path });
  if (!answer.ok) throw new Error(answer.message);
  return answer.text;
}

export async function outputOf(host: Host, argv: readonly [string, ...string[]]) {
  const answer = await host.answer({ kind: 'command', id: 'command', cadence: 'hot', argv, timeoutMs: 1000 });
  if (!answer.ok) throw new Error(answer.message);
  return answer;
}
