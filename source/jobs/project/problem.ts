/** What is wrong with a project file: where it stands, what it says there, what to do. No value that could be a secret is quoted. */
import { secretReason } from '../../base/looks-like-secret.ts';
import { redact } from '../../base/redact.ts';
import { safeText } from '../../base/safe-text.ts';
import type { DeployProblem } from '../model/deploy.ts';

export type ProjectProblem = DeployProblem & {
  /** Counted from 1; null where there is no line to point at. */
  readonly line: number | null;
  /** "health.port"; null where it is not about one. */
  readonly key: string | null;
};

export type Found = {
  /** As shown: pod-engine.yaml. */
  readonly fileName: string;
  readonly line?: number | null;
  readonly path?: readonly PropertyKey[];
  /** undefined: it is not shown. */
  readonly value?: unknown;
  /** A part of a sentence. */
  readonly reason: string;
  readonly fix: string;
  readonly severity?: DeployProblem['severity'];
};

/** `pod-engine.yaml:7: health.port "abc" does not fit: expected a port.` */
export function projectProblem(found: Found): ProjectProblem {
  const { fileName, line = null, path = [], value, reason, fix, severity = 'error' } = found;
  const key = path.length === 0 ? null : shown(path.map(String).join('.'));
  const place = line === null ? fileName : `${fileName}:${line}`;
  const subject = [key, quoted(path, value)].filter((part) => part !== null).join(' ');
  const text = `${place}: ${subject === '' ? '' : `${subject} `}${shown(reason)}.`;
  return { severity, text, fix: shown(fix), line, key };
}

function quoted(path: readonly PropertyKey[], value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // In a list or a map the name of the thing may not tell; then only the value itself is judged.
  const name = String(path.findLast((part) => typeof part === 'string') ?? '');
  const parts = typeof value === 'object' && value !== null ? texts(value) : [text];
  if (parts.some((part) => secretReason(name, part) !== null)) return null;
  return shown(typeof value === 'string' ? `"${text}"` : text);
}

function texts(value: object): readonly string[] {
  return Object.values(value).flatMap((item: unknown) =>
    typeof item === 'object' && item !== null ? texts(item) : [String(item)],
  );
}

function shown(text: string): string {
  return safeText(redact(safeText(text, { maxLength: 2000 }), []), { maxLength: 300 });
}
