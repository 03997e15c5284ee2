/** Buckets of time, in UTC: an hour, a day, a week from Monday on, a month, a year. */

export const bucketSizes = ['hour', 'day', 'week', 'month', 'year'] as const;
export type BucketSize = (typeof bucketSizes)[number];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The first Monday of the epoch. */
const mondayMs = 4 * dayMs;

/** The start of the bucket that holds the moment. */
export function bucketStart(ms: number, size: BucketSize): number {
  const date = new Date(ms);
  switch (size) {
    case 'hour':
      return Math.floor(ms / hourMs) * hourMs;
    case 'day':
      return Math.floor(ms / dayMs) * dayMs;
    case 'week':
      return Math.floor((ms - mondayMs) / (7 * dayMs)) * 7 * dayMs + mondayMs;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    case 'year':
      return Date.UTC(date.getUTCFullYear(), 0);
  }
}

/** The start of the bucket so many further on, or back. */
export function bucketAfter(startMs: number, size: BucketSize, count: number): number {
  const date = new Date(startMs);
  switch (size) {
    case 'hour':
      return startMs + count * hourMs;
    case 'day':
      return startMs + count * dayMs;
    case 'week':
      return startMs + count * 7 * dayMs;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count);
    case 'year':
      return Date.UTC(date.getUTCFullYear() + count, 0);
  }
}
