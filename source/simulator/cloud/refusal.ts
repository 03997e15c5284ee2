/** An answer of the API that says no: HTTP 200, with the reason among the errors. */
import { GraphQLError } from 'graphql';

export function refusal(
  message: string,
  extensions: Readonly<Record<string, string>> = { code: 'RUNPOD' },
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions } });
}

export const somethingWentWrong = () =>
  refusal('Something went wrong. Please try again later or contact support.', {
    code: 'INTERNAL_SERVER_ERROR',
  });
