/** A pod that does not run, or has no port, explains what is found at its ports. */
import type { Cause } from '../../../pod-agent/checks/group.ts';

const states = ['pod-gone', 'pod-outbid', 'pod-stopped', 'pod-initialising'];
const ofPorts = ['ports-not-published', 'ports-no-ssh', 'ports-no-public-address'];
const ofSsh = [
  'ssh-refused',
  'ssh-timeout',
  'ssh-unreachable',
  'ssh-silent',
  'ssh-closed',
  'ssh-not-ssh',
  'ssh-protocol',
];
const ofProxy = ['proxy-404', 'proxy-502', 'proxy-503', 'proxy-524', 'proxy-timeout'];

export const outsideCauses: readonly Cause[] = [
  ...pairs(states, [...ofPorts, ...ofSsh, ...ofProxy]),
  ...pairs(['ports-not-published'], [...ofSsh, ...ofProxy]),
];

function pairs(causes: readonly string[], effects: readonly string[]): readonly Cause[] {
  return causes.flatMap((cause) => effects.map((effect) => ({ cause, effect })));
}
