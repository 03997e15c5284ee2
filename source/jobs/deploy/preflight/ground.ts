/** What several looks need, asked for once: the first who wants it asks, the others wait for the same answer. */
import type { Account } from '../../../fleet/account.ts';
import type { Cloud, CloudResult } from '../../../runpod/cloud.ts';
import type { DeployCloud } from '../../../runpod/deploy-cloud.ts';
import type { FoundEngine } from '../../container/container-engine.ts';
import type { GitResult, GitState } from '../../git/git.ts';
import type { Release } from '../../model/release.ts';
import { type ChosenTarget, chooseTarget } from '../pods/target.ts';
import { type Wanted, wantedOf } from '../pods/wanted.ts';
import { type Wishes, wishesOf } from '../pods/wishes.ts';
import type { StepContext } from '../step.ts';
import { accountOf } from './account-of.ts';
import { type DecidedVersion, decideVersion } from './decide-version.ts';
import { type Hash, hashOf } from './hash-of.ts';
import { sourceState } from './source-state.ts';
import type { PreflightTools } from './tools.ts';

export type ApiAnswer<Value> =
  | CloudResult<Value>
  /** There is no key. */
  | null;

export type Ground = {
  readonly context: StepContext;
  readonly tools: PreflightTools;
  /** Newest first. */
  readonly releases: readonly Release[];
  readonly wanted: Wanted;
  /** null: there is no key. */
  readonly cloud: (Cloud & DeployCloud) | null;
  engine(): Promise<FoundEngine>;
  source(): Promise<GitResult<GitState>>;
  sourceHash(): Promise<Hash>;
  version(): Promise<DecidedVersion>;
  account(): Promise<ApiAnswer<Account>>;
  target(): Promise<ApiAnswer<ChosenTarget>>;
  wishes(): Promise<ApiAnswer<Wishes>>;
};

export function createGround(context: StepContext, tools: PreflightTools): Ground {
  const { doors, project, signal, running } = context;
  const { cloud } = doors;
  const wanted = wantedOf(context);
  const source = once(() => sourceState(context));
  const sourceHash = once(() => hashOf(project, tools));
  const releases = context.releases ?? (running === null ? [] : [running]);
  return {
    ...{ context, tools, releases, wanted, cloud, source, sourceHash },
    engine: once(() => doors.findEngine(signal)),
    version: once(() => decideVersion({ context, releases, source, sourceHash })),
    account: once(async () => (cloud === null ? null : await accountOf(cloud, signal))),
    target: once(async () => (cloud === null ? null : await chooseTarget(context, cloud))),
    wishes: once(async () => {
      const { maxDollarsPerHour } = project;
      const { configuration } = wanted;
      return cloud === null ? null : await wishesOf({ configuration, maxDollarsPerHour }, cloud, signal);
    }),
  };
}

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | null = null;
  return () => {
    asked ??= ask();
    return asked;
  };
}
