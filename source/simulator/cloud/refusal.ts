/** An answer of the API that says no. Over GraphQL: HTTP 200, with the reason among the errors; over REST by its kind. */
import { GraphQLError } from 'graphql';

/** What it is at bottom, for the wire that has a status for it. */
export type RefusalKind =
  | 'no-room'
  | 'no-balance'
  | 'not-found'
  | 'in-use'
  | 'locked'
  | 'unauthorized'
  | 'wrong';

export class Refusal extends GraphQLError {
  readonly kind: RefusalKind;

  constructor(message: string, kind: RefusalKind, extensions: Readonly<Record<string, string>>) {
    super(message, { extensions: { ...extensions } });
    this.kind = kind;
  }
}

export function refusal(
  message: string,
  extensions: Readonly<Record<string, string>> = { code: 'RUNPOD' },
  kind: RefusalKind = 'wrong',
): Refusal {
  return new Refusal(message, kind, extensions);
}

/** The same, with RunPod's ordinary code. */
export function refusalOf(kind: RefusalKind, message: string): Refusal {
  return refusal(message, { code: 'RUNPOD' }, kind);
}

export const unauthorized = () => refusalOf('unauthorized', 'Unauthorized');

export const somethingWentWrong = () =>
  refusal('Something went wrong. Please try again later or contact support.', {
    code: 'INTERNAL_SERVER_ERROR',
  });
