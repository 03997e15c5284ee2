/** An error of REST v2 as it comes (RFC 9457, application/problem+json), and what it says went wrong. */
import { z } from 'zod';
import { businessTrouble, isKnownBusinessError } from '../business-errors.ts';
import { type HttpContext, httpTrouble } from '../http-trouble.ts';
import { checkKeyHint, passingTrouble, type Trouble, trouble } from '../trouble.ts';
import type { RestAnswer } from './exchange.ts';

const problemSchema = z.object({
  title: z.string().catch(''),
  detail: z.string().catch(''),
  errors: z.array(z.string().catch('')).catch([]),
});

type Problem = z.infer<typeof problemSchema>;

/** null for a success. */
export function problemTrouble(answer: RestAnswer, context: HttpContext): Trouble | null {
  const { status } = answer;
  const plain = httpTrouble(answer, context);
  if (plain === null) return null;
  const problem = problemOf(answer.body);
  const said = problem === null ? '' : wordsOf(problem, context);
  const asked = `(HTTP ${status}${requestOf(answer)})`;
  if (status === 403 && plain.code === 'blocked') return plain;
  const judge = judges.find(({ statuses }) => statuses.includes(status));
  if (judge !== undefined) return judge.trouble({ said, problem, asked, context });
  const reason = said === '' ? plain.reason : `RunPod says ${said} ${asked}`;
  const isLimit = plain.code === 'rate-limited';
  return {
    ...ofThisWire(plain),
    reason,
    retryAfterMs: plain.retryAfterMs ?? (isLimit ? answer.resetsInMs : null),
  };
}

type Said = {
  /** Quoted; empty where RunPod said nothing. */
  readonly said: string;
  readonly problem: Problem | null;
  /** "(HTTP 404, request 7f…)" */
  readonly asked: string;
  readonly context: HttpContext;
};

type Judge = { readonly statuses: readonly number[]; readonly trouble: (said: Said) => Trouble };

const judges: readonly Judge[] = [
  { statuses: [400], trouble: refused },
  {
    statuses: [401],
    trouble: ({ said, asked }) =>
      trouble('unauthorised', `RunPod does not know this API key${after(said)} ${asked}`, checkKeyHint),
  },
  {
    statuses: [402],
    trouble: (said) =>
      trouble(
        'payment',
        reasonOf(said, 'RunPod wants to be paid first'),
        'Add credit or raise the spending limit at console.runpod.io, Billing.',
      ),
  },
  { statuses: [403], trouble: forbidden },
  {
    statuses: [404],
    trouble: (said) =>
      trouble(
        'not-found',
        reasonOf(said, 'RunPod knows no such thing'),
        'It may have been terminated or deleted, or belong to another account. What was just made can take some seconds to show.',
      ),
  },
  {
    statuses: [405, 501],
    trouble: (said) =>
      trouble('unsupported', reasonOf(said, 'this RunPod has no such operation'), elsewhereHint),
  },
  {
    statuses: [408],
    trouble: (said) => passingTrouble('timeout', reasonOf(said, 'RunPod gave up waiting'), 'Try again.'),
  },
  {
    statuses: [409],
    trouble: (said) =>
      trouble(
        'refused',
        reasonOf(said, 'that cannot be done now'),
        'Look at its state; a pod of a cluster is managed with its cluster alone.',
      ),
  },
  { statuses: [410], trouble: ({ said, asked }) => retired(`${after(said)} ${asked}`) },
  {
    statuses: [415, 413, 422],
    trouble: (said) =>
      trouble(
        'bad-request',
        reasonOf(said, 'RunPod refused the request'),
        'Correct what it names; if nothing is wrong with it, RunPod has changed its API: look for a newer pod-engine.',
      ),
  },
];

/** What both wires share names the variable of the other. */
export function ofThisWire(shared: Trouble): Trouble {
  return { ...shared, hint: shared.hint.replace('RUNPOD_GRAPHQL_URL', 'RUNPOD_REST_URL') };
}

/** Of everything that is asked of this wire from now on. */
export function retired(said = ''): Trouble {
  const hint =
    "What RunPod's GraphQL API has goes on with --api auto, the default; else look for a newer pod-engine.";
  return trouble('gone', `RunPod's REST v2 API has been retired${said}`, hint);
}

export const elsewhereHint = "RunPod's GraphQL API has it: set --api auto or --api graphql.";

/** 400 stands for "nothing is free" and for "a rule was broken"; only the words tell them apart. */
function refused(said: Said): Trouble {
  const reason = reasonOf(said, 'RunPod refused the request');
  const error = { message: said.problem?.detail ?? '', extensions: null };
  if (isKnownBusinessError(error)) return { ...businessTrouble(error, said.context.clean), reason };
  return trouble('refused', reason, 'RunPod understood the request and refused it.');
}

/** A key that may not, or a GPU pool that this account may not use. */
function forbidden(said: Said): Trouble {
  const reason = reasonOf(said, 'RunPod refuses this API key');
  if (
    /\bpool\b|gpu|machine type|not (allowed|permitted|enabled) (for|on) (this|your) account/i.test(said.said)
  ) {
    return trouble('refused', reason, 'This account may not rent that: choose another GPU, cloud or region.');
  }
  const hint = `${checkKeyHint} A restricted key, and a pod's own RUNPOD_API_KEY, may not do everything.`;
  return trouble('unauthorised', reason, hint);
}

function reasonOf({ said, asked }: Said, otherwise: string): string {
  return `${said === '' ? otherwise : `RunPod says ${said}`} ${asked}`;
}

function after(said: string): string {
  return said === '' ? '' : `: ${said}`;
}

const longestBody = 200_000;
const mostErrors = 5;

function problemOf(body: string): Problem | null {
  if (body.length > longestBody) return null;
  try {
    const parsed = problemSchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function wordsOf({ title, detail, errors }: Problem, { clean }: HttpContext): string {
  const words = clean(detail.trim() === '' ? title : detail, 300)
    .trim()
    .replace(/\.$/, '');
  const listed = errors
    .slice(0, mostErrors)
    .map((error) => clean(error, 150).trim())
    .filter((error) => error !== '');
  const more = errors.length > mostErrors ? `; and ${errors.length - mostErrors} more` : '';
  const quoted = words === '' ? '' : `"${words}"`;
  if (listed.length === 0) return quoted;
  return `${quoted === '' ? '' : `${quoted}: `}${listed.join('; ')}${more}`;
}

function requestOf({ requestId }: RestAnswer): string {
  return requestId !== null && /^[\w.:-]{1,100}$/.test(requestId) ? `, request ${requestId}` : '';
}
