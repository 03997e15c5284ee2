/** The rungs of readiness by name, from the bottom. */
export const rungIds = ['placed', 'pulling', 'starting', 'ssh', 'gpu', 'http', 'version'] as const;
export type RungId = (typeof rungIds)[number];
