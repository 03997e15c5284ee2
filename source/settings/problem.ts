import { redact } from '../base/redact.ts';
import { safeText } from '../base/safe-text.ts';

/** One thing wrong with the settings. All of them are told at once. */
export type SettingsProblem = {
  /** Where it stands: a path, "the environment", or "the command line". */
  readonly source: string;
  /** Counted from 1; null where there are no lines. */
  readonly line: number | null;
  /** E.g. "intervalMs", "hosts.0.port", "--ssh", "RUNPOD_GRAPHQL_URL". */
  readonly key: string | null;
  /** As it was given, made safe; null where there is none, or where it could be a secret. */
  readonly value: string | null;
  /** What is wrong, a part of a sentence. */
  readonly reason: string;
  /** What to do, a whole sentence. */
  readonly hint: string;
};

export type Place = { readonly source: string; readonly line?: number | null; readonly key?: string | null };

/** `value` undefined: there is none to show. Texts are made safe here, and what looks like an API key is taken out. */
export function problem(place: Place, reason: string, hint: string, value?: unknown): SettingsProblem {
  return {
    source: safeText(place.source, { maxLength: 400 }),
    line: place.line ?? null,
    key: place.key === undefined || place.key === null ? null : shown(place.key),
    value:
      value === undefined ? null : shown(typeof value === 'string' ? `"${value}"` : JSON.stringify(value)),
    reason: shown(reason),
    hint,
  };
}

/** E.g. `/home/ann/.config/pod-engine/config.yaml:3: intervalMs 5 is too small. Give 250 to 60000.` */
export function describeProblem({ source, line, key, value, reason, hint }: SettingsProblem): string {
  const place = line === null ? source : `${source}:${line}`;
  const subject = [key, value].filter((part) => part !== null).join(' ');
  return `${place}: ${subject === '' ? '' : `${subject} `}${reason}. ${hint}`;
}

function shown(text: string): string {
  return safeText(redact(safeText(text, { maxLength: 2000 }), []), { maxLength: 160 });
}
