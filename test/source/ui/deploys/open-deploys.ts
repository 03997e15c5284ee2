/** The screen with projects, releases and jobs, for the tests of deploys. */
import type { DeployPlan } from '../../../../source/jobs/model/deploy.ts';
import type { DeploysSnapshot } from '../../../../source/jobs/model/deploys.ts';
import type { Job } from '../../../../source/jobs/model/job.ts';
import type { Look } from '../../../../source/ui/draw/look.ts';
import { makeDeploys, plan as usualPlan } from '../fixture-deploys.ts';
import { fixtureFleet, fixtureNowMs } from '../fixture-fleet.ts';
import { openStage, type Stage } from '../screen-on-terminal.ts';

export type DeployStage = Stage & {
  /** What stands on the screen now. */
  text(): Promise<string>;
  /** Answers the last request for a plan. */
  answerPlan(plan?: DeployPlan): Promise<void>;
};

export async function openDeploys(
  options: {
    readonly deploys?: DeploysSnapshot;
    readonly jobs?: readonly Job[];
    readonly size?: readonly [number, number];
    readonly look?: Look;
    readonly readOnly?: boolean;
  } = {},
): Promise<DeployStage> {
  const { deploys = makeDeploys(), jobs = [], size = [120, 40], look, readOnly } = options;
  const [columns, rows] = size;
  const stage = await openStage({
    ...{ fleet: fixtureFleet(), deploys, jobs: { jobs }, size: { columns, rows } },
    ...(look && { look }),
    ...(readOnly === true && { readOnly }),
  });
  return {
    ...stage,
    text: async () => (await stage.rows()).join('\n'),
    answerPlan: async (plan = usualPlan) => {
      const request = stage.lastRequest();
      if (request === null) throw new Error('no plan was asked for');
      await stage.setDeploys({ ...deploys, plan: { kind: 'ready', request, atMs: fixtureNowMs, plan } });
    },
  };
}
