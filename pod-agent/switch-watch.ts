/** The pod's own switch beside the health monitor: none where nothing arms it. */
import { join } from 'node:path';
import type { Host } from './host/host.ts';
import type { Monitor } from './monitor.ts';
import { createSend } from './outlets/notify/send.ts';
import { everyBeat } from './pace.ts';
import type { Sampler } from './sampler.ts';
import type { Variables } from './settings/variables.ts';
import { keepFileName } from './switch/keep.ts';
import { readSwitchSettings, type SwitchSettings } from './switch/settings.ts';
import { stopPod } from './switch/stop-pod.ts';
import { createPodSwitch, type PodSwitch } from './switch/stop-switch.ts';

export function openSwitch(options: {
  readonly host: Host;
  readonly sampler: Sampler;
  readonly variables: Variables;
  readonly runFolder: string;
  readonly signal: AbortSignal;
  log(line: string): void;
}): PodSwitch | null {
  const { host, sampler, signal, log } = options;
  const { rules, door, problems }: SwitchSettings = readSwitchSettings(options.variables);
  for (const { message } of problems) log(message);
  if (rules === null) return null;
  const send = createSend();
  return createPodSwitch({
    rules,
    stop: door === null ? null : () => stopPod({ ...door, send }, signal),
    keepPath: join(options.runFolder, keepFileName),
    sample: () => sampler.tick(),
    wallMs: () => host.wallMs(),
    monotonicMs: () => host.monotonicMs(),
    log,
  });
}

/** What the switch has to tell is told at once: the pod may be gone before the next report. */
export function runSwitch(
  podSwitch: PodSwitch,
  about: { readonly host: Host; readonly monitor: Monitor; readonly signal: AbortSignal },
): Promise<void> {
  const { host, monitor, signal } = about;
  const pace = { intervalMs: podSwitch.beatMs, monotonicMs: () => host.monotonicMs(), signal };
  return everyBeat(pace, async () => {
    const hasNews = await podSwitch.look();
    if (hasNews && !signal.aborted) await monitor.lookNow().catch(() => null);
  });
}
