/** The pod's network from within: who listens where, names, routes, and connections. The proxy is asked from outside. */
import type { Check, Draft, Seen } from './check.ts';
import { judgeAgent } from './network/agent.ts';
import { judgeApplication } from './network/application.ts';
import { judgeBinding } from './network/binding.ts';
import { judgeConnections } from './network/connections.ts';
import { lookAtNetwork } from './network/look.ts';
import { judgeNames } from './network/names.ts';
import { networkSources } from './network/sources.ts';
import { fine } from './web/draft.ts';

export const network: Check = {
  id: 'network',
  title: 'Network',
  needs: networkSources,
  judge,
};

function judge(given: Seen): readonly Draft[] {
  const look = lookAtNetwork(given);
  const found = [
    ...judgeBinding(look),
    ...judgeApplication(given, look),
    ...judgeAgent(given),
    ...judgeNames(given, look),
    ...judgeConnections(given, look),
  ];
  if (found.some(({ status }) => status !== 'info')) return found;
  const open = look.listeners.filter(({ at }) => at !== 'loopback').map(({ port }) => port);
  const ports = [...new Set(open)].sort((left, right) => left - right);
  const listens =
    ports.length === 0
      ? 'nothing listens for the outside'
      : `ports ${ports.slice(0, 12).join(', ')} are open`;
  return [...found, fine('network-well', `${listens}; connections are taken`)];
}
