/** Renting pods over GraphQL, on demand and at a bid. */
import type { Caller } from './callers.ts';
import { podFields } from './pod-fields.ts';
import { somethingWentWrong, unauthorized } from './refusal.ts';
import { type RentOptions, rentOnDemand, rentSpot } from './rent.ts';
import type { RentInput } from './wish.ts';

type Asked = { readonly input?: RentInput | null };

export function rentMutations(options: RentOptions) {
  return {
    /** null, or an error with a code, where there is no room. */
    podFindAndDeployOnDemand({ input }: Asked, caller: Caller) {
      const pod = rentOnDemand(mustBeAllowed(input, caller), options);
      return pod === null ? null : podFields(pod, options.view);
    },
    podRentInterruptable({ input }: Asked, caller: Caller) {
      return podFields(rentSpot(mustBeAllowed(input, caller), options), options.view);
    },
  };
}

function mustBeAllowed(input: RentInput | null | undefined, caller: Caller): RentInput {
  if (caller.kind !== 'account') throw unauthorized();
  if (input == null) throw somethingWentWrong();
  return input;
}
