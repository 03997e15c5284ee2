/** How a deploy stands, by the records of its journal. Pure. */
import type { Owner } from '../journal/owner.ts';
import { type DeployRequest, type StepId, usualRequest } from '../model/deploy.ts';
import type { Release } from '../model/release.ts';
import type { DeployRecord } from './deploy-record.ts';

export type KeptEffect = {
  readonly number: number;
  readonly step: StepId;
  readonly kind: string;
  readonly key: string;
  readonly details: unknown;
  readonly state: /** It may have happened. */
    | { readonly kind: 'open' }
    | { readonly kind: 'done'; readonly result: unknown }
    | { readonly kind: 'did-not' }
    | { readonly kind: 'undone' };
};

export type KeptStep = {
  readonly outcome: Extract<DeployRecord, { record: 'step-ended' }>['outcome'];
  readonly text: string;
  readonly facts: unknown;
};

export type KeptDeploy = {
  readonly deployId: string;
  readonly request: DeployRequest;
  readonly project: unknown;
  readonly running: Release | null;
  readonly wanted: Release | null;
  /** Of the console that has it now, or had it last. */
  readonly owner: Owner;
  readonly who: string;
  readonly startedAtMs: number;
  /** That began last. */
  readonly step: StepId | null;
  /** Those that have ended, and were not begun again. */
  readonly steps: Readonly<Partial<Record<StepId, KeptStep>>>;
  /** In the order in which they were begun. */
  readonly effects: readonly KeptEffect[];
  readonly undoing: { readonly verdict: 'fail' | 'stopped'; readonly text: string } | null;
  readonly end: Pick<Extract<DeployRecord, { record: 'end' }>, 'verdict' | 'text' | 'isFinal'> | null;
};

/** null where the first record is not the beginning of a deploy: then nothing had been done yet. */
export function keptDeploy(records: readonly DeployRecord[]): KeptDeploy | null {
  const [first, ...rest] = records;
  return first?.record === 'begin' ? rest.reduce(withRecord, begunDeploy(first)) : null;
}

export function begunDeploy(begin: Extract<DeployRecord, { record: 'begin' }>): KeptDeploy {
  const { deployId, project, running, wanted, owner, who, atMs } = begin;
  return {
    ...{ deployId, project, running, wanted, owner, who, startedAtMs: atMs },
    request: { ...usualRequest, ...begin.request },
    ...{ step: null, steps: {}, effects: [], undoing: null, end: null },
  };
}

export function withRecord(deploy: KeptDeploy, record: DeployRecord): KeptDeploy {
  switch (record.record) {
    case 'begin':
      return deploy;
    case 'taken':
      return { ...deploy, owner: record.owner, who: record.who, end: null };
    case 'step-began':
      return { ...deploy, step: record.step, steps: without(deploy.steps, record.step) };
    case 'step-ended': {
      const { outcome, text, facts } = record;
      return { ...deploy, steps: { ...deploy.steps, [record.step]: { outcome, text, facts } } };
    }
    case 'intent': {
      const { effect: number, step, kind, key, details } = record;
      const begun: KeptEffect = { number, step, kind, key, details, state: { kind: 'open' } };
      return { ...deploy, effects: [...deploy.effects, begun] };
    }
    case 'done':
      return withState(deploy, record.effect, { kind: 'done', result: record.result });
    case 'did-not':
      return withState(deploy, record.effect, { kind: 'did-not' });
    case 'undone':
      return withState(deploy, record.effect, { kind: 'undone' });
    case 'not-undone':
      return deploy;
    case 'undoing':
      return { ...deploy, undoing: deploy.undoing ?? { verdict: record.verdict, text: record.text } };
    case 'end': {
      const { verdict, text, isFinal } = record;
      return { ...deploy, end: { verdict, text, isFinal } };
    }
  }
}

/** What may stand in the world because of this deploy, oldest first. */
export function standingEffects({ effects }: KeptDeploy): readonly KeptEffect[] {
  return effects.filter(({ state }) => state.kind === 'open' || state.kind === 'done');
}

function withState(deploy: KeptDeploy, number: number, state: KeptEffect['state']): KeptDeploy {
  const effects = deploy.effects.map((each) => (each.number === number ? { ...each, state } : each));
  return { ...deploy, effects };
}

function without(steps: KeptDeploy['steps'], step: StepId): KeptDeploy['steps'] {
  const { [step]: _gone, ...others } = steps;
  return others;
}
