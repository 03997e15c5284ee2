/** The step that keeps the project's template at RunPod: its image pinned by tag and digest, and no secret in it. */
import type { CloudResult } from '../../../runpod/cloud.ts';
import type { DeployCloud, Template, TemplateInput } from '../../../runpod/deploy-cloud.ts';
import { AnswerLost, endOfFailure, endOfLost, noKeyEnd } from '../pods/cloud-ends.ts';
import { credentialIdOf } from '../pods/credential.ts';
import { wantedOf } from '../pods/wanted.ts';
import {
  type Step,
  type StepContext,
  type StepEnd,
  StepFailure,
  type StepPlan,
  type StepTold,
} from '../step.ts';
import { saveOnce } from '../templates/save.ts';
import {
  isOurs,
  kept,
  openVariables,
  templateDifferences,
  wantedTemplate,
} from '../templates/wanted-template.ts';

export const templateStep: Step<'template'> = {
  id: 'template',
  title: 'keep its template',
  inputs(context) {
    const { image, configuration } = wantedOf(context);
    const { containerDiskGigabytes, volume, ports, environment, startCommand, registryCredential } =
      configuration;
    return {
      name: context.project.name,
      image,
      containerDiskGigabytes,
      volume,
      ports,
      environment: openVariables(environment),
      startCommand,
      registryCredential,
    };
  },
  async stillStands({ doors, signal }, facts) {
    if (doors.cloud === null) return noKeyEnd.text;
    const listed = await doors.cloud.templates(signal);
    if (!listed.ok) return listed.message;
    const found = listed.value.find(({ id }) => id === facts.id);
    if (found === undefined) return `The template "${facts.name}" is gone.`;
    return found.image === facts.image ? null : `The template "${facts.name}" has another image.`;
  },
  plan,
  async *run(context) {
    try {
      return yield* keepTemplate(context);
    } catch (error) {
      if (error instanceof AnswerLost) return endOfLost(error);
      throw error;
    }
  },
};

type Found = {
  readonly template: TemplateInput;
  /** Of that name in the account. */
  readonly current: Template | null;
};

async function* keepTemplate(context: StepContext): AsyncGenerator<StepTold, StepEnd<'template'>, void> {
  const { doors, signal, deployId } = context;
  const { cloud } = doors;
  if (cloud === null) return noKeyEnd;
  const found = await look(context, cloud);
  if (!found.ok) return endOfFailure(found);
  const { template, current } = found.value;
  const { name, image } = template;
  if (image === '') throw new StepFailure('There is no image for the template: nothing was pushed.');
  if (current !== null && !isOurs(current)) throw foreignFailure(name);
  // One that this very deploy saved is gone on with, so that what was begun stands in the journal as done.
  const isOfThisDeploy = current?.readme.includes(deployId) === true;
  if (current !== null && !isOfThisDeploy && templateDifferences(current, template).length === 0) {
    const facts = { id: current.id, name, image };
    return { outcome: 'pass', text: `The template "${name}" is so already.`, facts };
  }
  const how = current === null ? 'Making' : 'Changing';
  yield { kind: 'output', level: 'info', text: `${how} the template "${name}" with ${image}.` };
  const before = current === null ? null : { id: current.id, image: current.image, input: kept(current) };
  const saved = await context.effect(
    'template-saved',
    { key: name, details: { name, before, image, deployId } },
    () => saveOnce({ ...template, id: current?.id ?? null }, { cloud, doors, signal }),
  );
  const text = `The template "${name}" was ${current === null ? 'made' : 'changed'}.`;
  return { outcome: 'pass', text, facts: { id: saved.id, name, image } };
}

async function look(context: StepContext, cloud: DeployCloud): Promise<CloudResult<Found>> {
  const wanted = wantedOf(context);
  const credential = await credentialIdOf(wanted.configuration.registryCredential, cloud, context.signal);
  if (!credential.ok) return credential;
  const listed = await cloud.templates(context.signal);
  if (!listed.ok) return listed;
  const template = wantedTemplate(context, wanted, credential.value);
  const current = listed.value.find(({ name }) => name === template.name) ?? null;
  return { ok: true, value: { template, current } };
}

function foreignFailure(name: string): StepFailure {
  return new StepFailure(foreignText(name), { fix: foreignFix });
}

function foreignText(name: string): string {
  return `There is a template "${name}" in the account that was not made by pod-engine, and it is not written over.`;
}

const foreignFix = "Rename or delete it in RunPod's console, or give the project another name.";

async function plan(context: StepContext): Promise<StepPlan> {
  const { cloud } = context.doors;
  const { name } = context.project;
  const text = `keep the template "${name}"`;
  if (cloud === null)
    return { text, problems: [{ severity: 'error', text: noKeyEnd.text, fix: noKeyEnd.fix ?? '' }] };
  const found = await look(context, cloud);
  if (!found.ok) return { text, problems: [{ severity: 'error', text: found.message, fix: found.hint }] };
  const { template, current } = found.value;
  if (current === null) return { text: `make the template "${name}"` };
  if (!isOurs(current)) {
    return { text, problems: [{ severity: 'error', text: foreignText(name), fix: foreignFix }] };
  }
  const wanted = template.image === '' ? { ...template, image: 'a new image' } : template;
  const differences = templateDifferences(current, wanted);
  if (differences.length === 0) return { text: `leave the template "${name}", which is so already` };
  return { text: `change the template "${name}"`, differences };
}
