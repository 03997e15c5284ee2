/** How a condition and a report's level are shown: glyph, word and role together. */
import type { ReportLevel } from '../../fleet/fleet.ts';
import type { ConditionKind } from '../../fleet/questions.ts';
import type { Role } from './theme.ts';

export type Sign = { readonly glyph: string; readonly word: string; readonly role: Role };

export const conditionLooks: Readonly<Record<ConditionKind, Sign>> = {
  fail: { glyph: '✖', word: 'fail', role: 'crit' },
  warn: { glyph: '▲', word: 'warn', role: 'warn' },
  lost: { glyph: '?', word: 'lost', role: 'lost' },
  idle: { glyph: '○', word: 'idle', role: 'idle' },
  booting: { glyph: '◌', word: 'boot', role: 'info' },
  running: { glyph: '●', word: 'run', role: 'ok' },
  stopped: { glyph: '■', word: 'stop', role: 'dim' },
};

export const levelLooks: Readonly<Record<ReportLevel, Sign>> = {
  ok: { glyph: '●', word: 'ok', role: 'ok' },
  info: { glyph: '·', word: 'info', role: 'dim' },
  warn: { glyph: '▲', word: 'warn', role: 'warn' },
  fail: { glyph: '✖', word: 'fail', role: 'crit' },
  unknown: { glyph: '?', word: 'unknown', role: 'lost' },
};

/** GPUs are warm at 80 °C and throttle from about 87 °C on. */
export function temperatureRole(celsius: number | null): Role {
  if (celsius === null) return 'faint';
  if (celsius >= 87) return 'crit';
  return celsius >= 80 ? 'warn' : 'text';
}

/** For what hurts when it is full: memory, disks. */
export function fullnessRole(percent: number | null): Role {
  if (percent === null) return 'faint';
  if (percent >= 97) return 'crit';
  return percent >= 90 ? 'warn' : 'text';
}

/** A training job fills the memory of its cards on purpose; only the last few percent are worth a colour. */
export function gpuMemoryRole(percent: number | null): Role {
  if (percent === null) return 'faint';
  return percent >= 98 ? 'warn' : 'text';
}
