/** Both wires behind one question: who is asked, and when the other stands in. */
import type { CloudFailure, CloudFailureCode, CloudResult } from '../cloud.ts';
import type { OperationName } from '../operations.ts';
import type { WholeCloud } from '../whole-cloud.ts';
import type { Standing } from './standing.ts';
import { type WireName, ways } from './ways.ts';
import { neitherWire } from './wire-words.ts';

export type Call<Value> = (cloud: WholeCloud) => Promise<CloudResult<Value>>;

export type JoinedWires = {
  /** `first`: another wire than the table says, where the request itself tells. */
  ask<Value>(name: OperationName, call: Call<Value>, first?: WireName): Promise<CloudResult<Value>>;
  /** One wire alone, for what is nice to have; null where it is not fit to be asked. */
  askAlone<Value>(wire: WireName, call: Call<Value>): Promise<CloudResult<Value>> | null;
};

export function joinWires(clouds: Readonly<Record<WireName, WholeCloud>>, standing: Standing): JoinedWires {
  async function askOne<Value>(wire: WireName, call: Call<Value>): Promise<CloudResult<Value>> {
    const result = await call(clouds[wire]);
    standing.heard(wire, result);
    return result;
  }

  return {
    async ask(name, call, first = ways[name].first) {
      const way = ways[name];
      const { kind } = way;
      const isBound = way.isBound === true || (kind === 'write' && first !== way.first);
      const retired = allWires.filter(standing.isGone);
      const failures: CloudFailure[] = [];
      for (const wire of standing.order(first, isBound)) {
        const before = failures.at(-1);
        const passedOverForMs = standing.passedOverForMs(wire);
        const asked = { kind, isBound, isPassedOver: passedOverForMs > 0 };
        if (before !== undefined && !mayStandIn(before, asked)) {
          return notLater(neitherWire(failures, retired), isBound ? 0 : passedOverForMs);
        }
        const result = await askOne(wire, call);
        if (result.ok) return result;
        failures.push(result);
      }
      return neitherWire(failures, retired);
    },
    askAlone(wire, call) {
      return standing.isGone(wire) || standing.isPassedOver(wire) ? null : askOne(wire, call);
    },
  };
}

/** A limit of one wire is no reason to wait longer than until the other may be asked. `otherInMs`: 0 where it is no help. */
function notLater(failure: CloudFailure, otherInMs: number): CloudFailure {
  const { retryAfterMs } = failure;
  if (retryAfterMs === null || otherInMs === 0) return failure;
  return { ...failure, retryAfterMs: Math.min(retryAfterMs, otherInMs) };
}

type Asked = {
  readonly kind: 'read' | 'write';
  /** A write that only one wire can do in full, such as an edit or a template with its readme: a limit that passes is no reason to do less. */
  readonly isBound: boolean;
  /** The other wire. */
  readonly isPassedOver: boolean;
};

/**
 * Whether the other wire is asked after this failure. A wire that has not the thing, or is retired, has done nothing;
 * neither has a request that provably never left. Nor has one that was answered 429, which RunPod refuses before anything is
 * done; its own clients send such a write again too. A read may be asked again in any case. A wire in trouble itself is
 * waited for only where nobody else has the thing.
 */
function mayStandIn({ code, nothingSent }: CloudFailure, { kind, isBound, isPassedOver }: Asked): boolean {
  if (code === 'unsupported' || code === 'gone') return true;
  if (isPassedOver) return false;
  if (code === 'rate-limited') return !isBound;
  return nothingSent === true || (kind === 'read' && troublesOfARead.includes(code));
}

const troublesOfARead: readonly CloudFailureCode[] = ['network', 'timeout', 'server', 'unexpected'];

const allWires: readonly WireName[] = ['rest', 'graphql'];
