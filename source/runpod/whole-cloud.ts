/** All that is asked of RunPod. Each wire answers `unsupported` for what it has not; together they have everything. */
import type { Cloud } from './cloud.ts';
import type { DeployCloud } from './deploy-cloud.ts';
import type { LifeCloud } from './life-cloud.ts';
import type { LogCloud } from './log-cloud.ts';
import type { MoneyCloud } from './money-cloud.ts';
import type { ResourceCloud } from './resource-cloud.ts';
import type { WireCloud } from './wire-status.ts';

export type WholeCloud = Cloud & DeployCloud & LifeCloud & ResourceCloud & MoneyCloud & LogCloud & WireCloud;
