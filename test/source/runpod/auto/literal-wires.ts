/** Two wires that answer as they are told, by the name of what is asked, and keep what they were asked. */
import { createAutoCloud } from '../../../../source/runpod/auto/cloud.ts';
import type { WireName } from '../../../../source/runpod/auto/ways.ts';
import type { CloudFailure, CloudFailureCode, CloudResult } from '../../../../source/runpod/cloud.ts';
import { type OperationName, operationsBy } from '../../../../source/runpod/operations.ts';
import type { WholeCloud } from '../../../../source/runpod/whole-cloud.ts';
import { createWireRecord } from '../../../../source/runpod/wire-record.ts';

export function failureOf(code: CloudFailureCode, more: Partial<CloudFailure> = {}): CloudFailure {
  return { ok: false, code, message: `It is ${code}.`, hint: 'Do something.', retryAfterMs: null, ...more };
}

/** A failure, or a cloud whose operation gives the answer. */
export type Script = Partial<WholeCloud> & { fails?: CloudFailure | null };

export type Wires = {
  readonly cloud: WholeCloud;
  /** "rest listPods" and so on, in order. */
  readonly asked: string[];
  readonly notes: string[];
  readonly scripts: Record<WireName, Script>;
  advance(ms: number): void;
};

export function literalWires(scripts: Record<WireName, Script>): Wires {
  const asked: string[] = [];
  const notes: string[] = [];
  let atMs = 1_000_000;
  const wireOf = (wire: WireName): WholeCloud =>
    literalWire({ wire, script: () => scripts[wire], asked, nowMs: () => atMs });
  const cloud = createAutoCloud({
    ...{ rest: wireOf('rest'), graphql: wireOf('graphql') },
    nowMs: () => atMs,
    onNote: (text) => notes.push(text),
  });
  return {
    ...{ cloud, asked, notes, scripts },
    advance(ms) {
      atMs += ms;
    },
  };
}

function literalWire(options: {
  readonly wire: WireName;
  readonly script: () => Script;
  readonly asked: string[];
  readonly nowMs: () => number;
}): WholeCloud {
  const { wire, script, asked } = options;
  const record = createWireRecord(options);
  const answers: WholeCloud = {
    ...operationsBy(async () => failureOf('unsupported', { message: `The wire ${wire} has it not.` })),
    async *podLogs() {
      yield { kind: 'failed', failure: script().fails ?? failureOf('unsupported') };
    },
    wires: () => [record.status()],
  };
  async function ask<Value>(
    name: OperationName,
    call: (cloud: WholeCloud) => Promise<CloudResult<Value>>,
  ): Promise<CloudResult<Value>> {
    asked.push(`${wire} ${name}`);
    const { fails, ...scripted } = script();
    const ended = record.began();
    const result = fails ?? (await call({ ...answers, ...scripted }));
    ended(result);
    return result;
  }
  return { ...answers, ...operationsBy(ask) };
}
