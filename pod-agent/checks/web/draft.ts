/** Findings in few words: what every one of these checks would otherwise repeat. */
import type { Evidence, Fix } from '../../protocol/finding.ts';
import type { Draft } from '../check.ts';

export type Trouble = Pick<Draft, 'id' | 'title' | 'status' | 'evidence'> & {
  readonly causes?: readonly string[];
  readonly impact?: string;
  readonly fix?: Fix;
  readonly documentation: string;
};

export function trouble({ causes, impact, fix, ...rest }: Trouble): Draft {
  return { ...rest, scope: 'container', causes: causes ?? [], impact: impact ?? null, fix: fix ?? null };
}

/** What was looked at and is well. */
export function fine(id: string, title: string, evidence: readonly Evidence[] = []): Draft {
  return remark('ok', { id, title, evidence });
}

/** There is nothing of the kind in this pod. */
export function skipped(id: string, title: string): Draft {
  return remark('skip', { id, title, evidence: [] });
}

function remark(status: 'ok' | 'skip', about: Pick<Draft, 'id' | 'title' | 'evidence'>): Draft {
  return {
    ...about,
    status,
    scope: 'container',
    causes: [],
    impact: null,
    fix: null,
    documentation: null,
  };
}

export function seen(what: string, value: string, source: string, expected: string | null = null): Evidence {
  return { what, value, expected, source };
}

/** A person has to decide something first. */
export function advice(text: string): Fix {
  return { text, command: null, safe: false, reversible: false };
}

/** As one word of a shell line. */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
