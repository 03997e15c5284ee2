/** Two wires made for each other: each knows whether the other can answer a read in its place. */
import { limitOf } from '../../fleet/wire.ts';
import type { WholeCloud } from '../whole-cloud.ts';
import type { WireCloud } from '../wire-status.ts';
import type { WireName } from './ways.ts';

type MakeWire = (hasStandIn: () => boolean) => WholeCloud;

export function pairedWires(
  make: Readonly<Record<WireName, MakeWire>>,
  nowMs: () => number,
): Readonly<Record<WireName, WholeCloud>> {
  const rest: WholeCloud = make.rest(() => isFit(graphql, nowMs()));
  const graphql: WholeCloud = make.graphql(() => isFit(rest, nowMs()));
  return { rest, graphql };
}

/** Not one that is retired, in trouble or limited itself: a limit that passes is waited out rather than that is tried. */
function isFit(cloud: WireCloud, nowMs: number): boolean {
  return cloud.wires().every((status) => {
    const { kind } = status.state;
    return (kind === 'live' || kind === 'unused') && limitOf(status, nowMs) === null;
  });
}
