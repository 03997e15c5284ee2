/** An answer that came, but late: nginx's, or of an application that serves its port itself. */
import type { Draft } from '../check.ts';
import { advice, seen, trouble } from './draft.ts';

/** From here on visitors notice; beyond the request's own deadline it is no answer at all. */
const slowFromMs = 1000;

/** A list of one where it took too long; empty where it did not, or where nobody measured it. */
export function judgeSlowness(
  tookMs: number | null,
  about: Pick<Draft, 'id' | 'status' | 'documentation'> & {
    readonly who: string;
    readonly where: string;
    readonly status: 'warn' | 'info';
    readonly documentation: string;
    readonly causes: readonly string[];
  },
): readonly Draft[] {
  if (tookMs === null || tookMs < slowFromMs) return [];
  const { id, who, where, status, causes, documentation } = about;
  const took = `${(tookMs / 1000).toFixed(1)} s`;
  return [
    trouble({
      id,
      title: `${who} answers slowly: ${took}`,
      status,
      evidence: [seen(`${where}, asked once`, took, where, 'less than 1 s')],
      causes: [
        ...causes,
        'It was its first request for a while: a program that was idle, or has just started, is slow once.',
      ],
      impact: 'Visitors wait. With more of them at once they wait longer still.',
      fix: advice(
        'Diagnose once more. If it stays slow, see what it waits for: CPU, a GPU, a model that loads, a volume, a database.',
      ),
      documentation,
    }),
  ];
}
