/** What the routes are given: the same account, pods and market that GraphQL answers from. */
import type { Clock } from '../../base/clock.ts';
import type { Books } from '../billing/books.ts';
import type { Registries } from '../cloud/registries.ts';
import type { RentOptions } from '../cloud/rent.ts';
import type { Secrets } from '../cloud/secrets.ts';
import type { LogFaults } from '../logs/log-faults.ts';

export type RestOptions = RentOptions & {
  readonly secrets: Secrets;
  readonly registries: Registries;
  readonly clock: Clock;
  readonly books: Books;
  readonly logFaults: LogFaults;
  /** Of RunPod's SSH proxy here. */
  readonly sshProxy: { readonly host: string; readonly port: number };
};
