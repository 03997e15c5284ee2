/** What RunPod has billed. REST v2 alone knows it; the balance stands in `Cloud.account`, which GraphQL alone knows. */
import type { BillingRecord } from '../fleet/billing.ts';
import type { CloudResult } from './cloud.ts';

export type MoneyCloud = {
  /**
   * Amounts by pod, by network volume and of all else together, for each bucket from `fromMs` (snapped down to its bucket)
   * to now; the last bucket is still growing. `unsupported` by GraphQL.
   */
  billing(
    request: { readonly fromMs: number; readonly bucket: 'hour' | 'day' },
    signal?: AbortSignal,
  ): Promise<CloudResult<readonly BillingRecord[]>>;
};
