/** How REST says no: RFC 9457, with RunPod's `errors` where a request does not fit. */
import { Refusal, type RefusalKind } from '../cloud/refusal.ts';

export type ProblemBody = {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly string[];
};

const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
} as const;

export type ProblemStatus = keyof typeof titles;

/** Thrown wherever a route says no. */
export class Problem extends Error {
  readonly status: ProblemStatus;
  readonly errors: readonly string[] | undefined;

  constructor(status: ProblemStatus, detail: string, errors?: readonly string[]) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

export function invalid(errors: readonly string[]): Problem {
  return new Problem(422, 'Request validation failed.', errors);
}

export function problemBody({ status, message, errors }: Problem): ProblemBody {
  const body = { title: titles[status], status, detail: message };
  return errors === undefined ? body : { ...body, errors };
}

const statusOf: Readonly<Record<RefusalKind, ProblemStatus>> = {
  'no-room': 400,
  'no-balance': 402,
  'not-found': 404,
  'in-use': 400,
  locked: 409,
  unauthorized: 403,
  wrong: 400,
};

/** What both wires refuse, in this one's form. Anything else is nobody's answer and is thrown on. */
export function problemFor(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal)
    return new Problem(statusOf[error.kind], error.kind === 'unauthorized' ? 'access denied' : error.message);
  throw error;
}
