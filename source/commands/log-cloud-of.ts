/** The part of a cloud that has logs, where the wire that is in use has it. */
import type { LogCloud } from '../runpod/log-cloud.ts';

export function logCloudOf(cloud: object | null): LogCloud | null {
  return cloud !== null && hasLogs(cloud) ? cloud : null;
}

function hasLogs(cloud: object): cloud is LogCloud {
  return 'podLogs' in cloud && typeof cloud.podLogs === 'function';
}
