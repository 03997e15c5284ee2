/** The switch at work: looks at the pod on every beat, warns, and stops the pod when the time has come. */
import type { HealthAlert, HealthReport } from '../protocol/health-report.ts';
import { idlenessOf, usualIdleLimits } from '../protocol/idleness.ts';
import type { Readings } from '../protocol/readings.ts';
import type { StopSwitch } from '../protocol/stop-switch.ts';
import { readKeep } from './keep.ts';
import { type SwitchAct, type SwitchRules, shownSwitch, stepSwitch, switchAtRest } from './machine.ts';
import { switchAlert, warningOf, withSwitch } from './report.ts';
import type { StopResult } from './stop-pod.ts';

export type PodSwitch = {
  readonly beatMs: number;
  /** Never rejects. @returns Whether there is something that a report should tell at once. */
  look(): Promise<boolean>;
  /** The report with how the switch stands. */
  complete(report: HealthReport): HealthReport;
};

export type PodSwitchOptions = {
  readonly rules: SwitchRules;
  /** null: the pod has no key to stop itself by. */
  readonly stop: (() => Promise<StopResult>) | null;
  readonly keepPath: string;
  sample(): Promise<Readings>;
  wallMs(): number;
  monotonicMs(): number;
  /** A line of the pod's log. */
  log(line: string): void;
};

const longestBeatMs = 15_000;
const shortestBeatMs = 500;

export function createPodSwitch(options: PodSwitchOptions): PodSwitch {
  const { rules } = options;
  const beganMs = options.monotonicMs();
  let state = switchAtRest;
  let keptUntilMs: number | null = null;
  let alert: HealthAlert | null = null;

  async function lookOnce(): Promise<boolean> {
    const [readings, keptUntilWallMs] = await Promise.all([options.sample(), readKeep(options.keepPath)]);
    const nowMs = options.monotonicMs();
    keptUntilMs = keptUntilWallMs === null ? null : nowMs + keptUntilWallMs - options.wallMs();
    const about = { limits: usualIdleLimits, ownConnectionCount: 0, gpuCount: null };
    const idleness = idlenessOf(readings, about);
    const stepped = stepSwitch(state, rules, { idleness, nowMs, beganMs, keptUntilMs });
    state = stepped.state;
    if (stepped.act !== null) await carryOut(stepped.act);
    return stepped.act !== null;
  }

  async function carryOut(act: SwitchAct): Promise<void> {
    if (act.kind === 'call-off') {
      options.log(`The pod does not stop itself: ${act.because}.`);
      return;
    }
    if (act.kind === 'warn') {
      options.log(warningOf(shown()));
      return;
    }
    const result: StopResult =
      options.stop === null
        ? { ok: false, reason: 'RUNPOD_API_KEY or RUNPOD_POD_ID is not set' }
        : await options.stop();
    options.log(
      result.ok
        ? `The pod stops itself (${act.why}); RunPod has taken it by ${result.by}.`
        : `The pod could not stop itself (${act.why}): ${result.reason}. It tries again.`,
    );
    state = { ...state, trouble: result.ok ? null : result.reason };
  }

  function shown(): StopSwitch {
    const nowMs = options.monotonicMs();
    const wallOf = (ms: number): number => Math.max(0, Math.round(options.wallMs() + ms - nowMs));
    return shownSwitch(state, rules, { nowMs, beganMs, keptUntilMs, wallOf });
  }

  /** Raised while it counts down; told to be over in one report. */
  function alertNow(switchNow: StopSwitch): HealthAlert | null {
    const sinceMs = alert?.sinceMs ?? options.wallMs();
    if (state.warned !== null) {
      alert = switchAlert({ shown: switchNow, sinceMs, resolvedAtMs: null });
      return alert;
    }
    if (alert === null) return null;
    alert = null;
    return switchAlert({ shown: switchNow, sinceMs, resolvedAtMs: options.wallMs() });
  }

  return {
    beatMs: beatOf(rules),
    look: () =>
      lookOnce().catch((error: unknown) => {
        options.log(
          `The pod's own switch could not look: ${error instanceof Error ? error.message : 'unknown'}`,
        );
        return false;
      }),
    complete(report) {
      const now = shown();
      return withSwitch(report, now, alertNow(now));
    },
  };
}

/** Four looks in the shortest of the times that are waited for. */
function beatOf({ idleStopMs, timeToLiveMs, graceMs }: SwitchRules): number {
  const waits = [idleStopMs, timeToLiveMs, graceMs].filter((ms): ms is number => ms !== null && ms > 0);
  return Math.max(shortestBeatMs, Math.min(longestBeatMs, ...waits.map((ms) => ms / 4)));
}
