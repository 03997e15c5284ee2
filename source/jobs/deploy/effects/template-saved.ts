/** A template that was made or changed: undone by deleting it, or by saving what it was before. */
import { z } from 'zod';
import type { DeployCloud, Template, TemplateInput } from '../../../runpod/deploy-cloud.ts';
import { noKeyEnd } from '../pods/cloud-ends.ts';
import type { Effect, EffectDetails, EffectWorld, Undone } from './effect.ts';

type Details = EffectDetails['template-saved'];

export const templateSaved: Effect<'template-saved'> = {
  kind: 'template-saved',
  title: ({ name }) => `the template "${name}"`,
  async find(details, { doors, signal }) {
    if (doors.cloud === null) return { kind: 'unknown', reason: noKeyEnd.text };
    const listed = await doors.cloud.templates(signal);
    if (!listed.ok) return { kind: 'unknown', reason: listed.message };
    const found = listed.value.find(({ name }) => name === details.name);
    if (found === undefined) return { kind: 'did-not' };
    const isMarked = details.deployId !== undefined && found.readme.includes(details.deployId);
    const isNewImage = found.image === details.image && details.before?.image !== details.image;
    return isMarked || isNewImage ? { kind: 'happened', result: { id: found.id } } : { kind: 'did-not' };
  },
  async undo({ details, result }, world) {
    const { cloud } = world.doors;
    const advice = `Look at the template "${details.name}" in RunPod's console.`;
    if (cloud === null) return { ok: false, text: noKeyEnd.text, advice };
    return details.before === null
      ? await remove({ details, id: result.id }, cloud, world)
      : await restore(details, cloud, world);
  },
};

/** RunPod refuses while the template is in use, and for up to two minutes after that. */
async function remove(
  { details, id }: { readonly details: Details; readonly id: string },
  cloud: DeployCloud,
  { doors, signal }: EffectWorld,
): Promise<Undone> {
  const { name } = details;
  const advice = `Delete the template "${name}" in RunPod's console, My Templates.`;
  for (let attempt = 1; ; attempt++) {
    const listed = await cloud.templates(signal);
    if (listed.ok && !listed.value.some((each) => each.id === id)) {
      return { ok: true, text: `The template "${name}" is gone.` };
    }
    if (listed.ok && isAnothers(details, listed.value)) return anothers(name);
    const deleted = await cloud.deleteTemplate(name, signal);
    if (deleted.ok || deleted.code === 'not-found') {
      return { ok: true, text: `The template "${name}" was deleted.` };
    }
    if (attempt === attempts || signal.aborted || hopeless.includes(deleted.code)) {
      return { ok: false, text: deleted.message, advice };
    }
    await doors.sleep(pauseMs, signal);
  }
}

/** Two and a half minutes in all. */
const attempts = 11;
const pauseMs = 15_000;
const hopeless: readonly string[] = ['unauthorised', 'blocked', 'bad-request', 'cancelled'];

/** Each deploy writes its id into the template's readme: with that of another one it is no longer ours to set back. */
function isAnothers({ name, deployId }: Details, templates: readonly Template[]): boolean {
  const found = templates.find((each) => each.name === name);
  const writtenBy = /^- deploy: (\S+)$/m.exec(found?.readme ?? '')?.[1];
  return deployId !== undefined && writtenBy !== undefined && writtenBy !== deployId;
}

function anothers(name: string): Undone {
  return { ok: true, text: `The template "${name}" is no longer as this deploy left it, and stays.` };
}

async function restore(details: Details, cloud: DeployCloud, { signal }: EffectWorld): Promise<Undone> {
  const { name, before } = details;
  const advice = `Set the template "${name}" back in RunPod's console: its image was ${before?.image ?? 'not kept'}.`;
  const input = inputSchema.safeParse(before?.input);
  if (before === null || !input.success) {
    return { ok: false, text: `What the template "${name}" was before cannot be read.`, advice };
  }
  const listed = await cloud.templates(signal);
  if (!listed.ok) return { ok: false, text: listed.message, advice };
  if (isAnothers(details, listed.value)) return anothers(name);
  const { leftOut, ...template }: TemplateInput & { readonly leftOut: readonly string[] } = input.data;
  const saved = await cloud.saveTemplate({ ...template, id: before.id }, signal);
  if (!saved.ok) return { ok: false, text: saved.message, advice };
  const text = `The template "${name}" has ${before.image} again.`;
  if (leftOut.length === 0) return { ok: true, text };
  const names = leftOut.join(', ');
  return {
    ok: false,
    text: `${text} The values of ${names} look like secrets and were not kept.`,
    advice,
    isForGood: true,
  };
}

/** As it stands in the journal. */
const inputSchema = z.object({
  name: z.string(),
  image: z.string(),
  containerDiskGigabytes: z.number(),
  volumeGigabytes: z.number(),
  volumeMountPath: z.string(),
  ports: z.string(),
  environment: z.record(z.string(), z.string()),
  startCommand: z.string().nullable(),
  registryCredentialId: z.string().nullable(),
  readme: z.string(),
  leftOut: z.array(z.string()).default([]),
});
