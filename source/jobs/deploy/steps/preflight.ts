/** Looks, before anything is done, for all that would stop a deploy later; tells all of it at once, each with what to do about it. */
import type { DeployProblem } from '../../model/deploy.ts';
import type { DeployFacts } from '../facts.ts';
import type { Ground } from '../preflight/ground.ts';
import { lookAtAll } from '../preflight/look-at-all.ts';
import type { Step, StepContext, StepEnd } from '../step.ts';

export const preflightStep: Step<'preflight'> = {
  id: 'preflight',
  title: 'look for problems',
  // What it looks at is elsewhere, and changes by itself.
  inputs: () => null,
  async plan(context) {
    const looking = lookAtAll(context);
    let next = await looking.next();
    while (next.done !== true) next = await looking.next();
    const { ground, problems } = next.value;
    const facts = await factsOf(ground);
    return {
      text: facts === null ? 'no version can be decided' : textOf(facts, context.project),
      problems,
      ...(facts === null ? {} : { facts }),
    };
  },
  async *run(context) {
    const { ground, problems } = yield* lookAtAll(context);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (context.signal.aborted) return failed('It was stopped before all was looked at.', []);
    if (errors.length > 0) return failed(countText(errors.length), errors);
    const facts = await factsOf(ground);
    if (facts === null) return failed('No version can be decided.', []);
    const outcome = problems.length > 0 ? 'warn' : 'pass';
    const warned = problems.length > 0 ? `; ${warningsText(problems.length)}` : '';
    return { outcome, text: `${textOf(facts, context.project)}${warned}.`, facts };
  },
};

type Facts = NonNullable<DeployFacts['preflight']>;

/** null: what is to be built has no name. */
async function factsOf(ground: Ground): Promise<Facts | null> {
  const decided = await ground.version();
  if (!decided.ok) return null;
  const { version, commit, isDirty } = decided;
  const { wanted, project } = ground.context;
  const isBuilt = wanted === null && project.prebuilt === undefined;
  const hash = isBuilt ? await ground.sourceHash() : null;
  return {
    ...{ version, commit, isDirty },
    isPromotable: !isDirty && commit !== null,
    sourceHash: hash?.ok === true ? hash.hash : '',
    engine: await engineOf(ground),
  };
}

/** Where nothing is built, nobody needs to have an engine. */
async function engineOf({ engine, context }: Ground): Promise<Facts['engine']> {
  const isBuilt = context.wanted === null && context.project.prebuilt === undefined;
  const found = isBuilt ? await engine() : null;
  if (found?.ok !== true) return { kind: 'docker', program: 'docker', version: notAsked };
  const { kind, program, version } = found.engine;
  return { kind, program, version };
}

/** A rollback and what is built elsewhere need none. */
const notAsked = 'not found';

function textOf({ version, commit, isDirty, engine }: Facts, { prebuilt }: StepContext['project']): string {
  if (prebuilt !== undefined) return `${version}, which is built elsewhere`;
  const of = commit === null ? 'outside of git' : `commit ${commit.slice(0, 12)}`;
  const changes = isDirty && commit !== null ? ' with changes' : '';
  const by = engine.version === notAsked ? '' : `, by ${engine.kind} ${engine.version}`;
  return `version ${version} of ${of}${changes}${by}`;
}

function failed(text: string, errors: readonly DeployProblem[]): StepEnd<'preflight'> {
  const evidence = errors.map((problem) => `${problem.text} ${problem.fix}`.trim()).slice(0, 30);
  const [only] = errors;
  const fix = errors.length === 1 && only !== undefined ? only.fix : null;
  return { outcome: 'fail', text: errors.length === 1 ? (only?.text ?? text) : text, evidence, fix };
}

function countText(count: number): string {
  return `${count} problems stand in the way.`;
}

function warningsText(count: number): string {
  return count === 1 ? '1 warning' : `${count} warnings`;
}
