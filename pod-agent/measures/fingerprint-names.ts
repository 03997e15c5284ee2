/** The entries of a fingerprint, by name. Pure: the console knows them without what reads them. */

/** The entry that says whether something else kept the pod busy: "yes" or "no". */
export const atWork = 'at work';

export const fingerprintNames = [
  'pod',
  'image',
  'gpu',
  'CPU limit',
  'memory limit',
  'nginx',
  'configuration',
  atWork,
  'length',
  'generator',
] as const;

export type FingerprintName = (typeof fingerprintNames)[number];
