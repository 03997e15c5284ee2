/** Templates, secrets and keys of the account. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { ask, eventually, refused } from '../asking.ts';
import { quickTimings, rent } from './renting.ts';

let simulation: Simulation;
beforeEach(async () => {
  simulation = await startSimulation({ pods: 1, seed: 7, port: 0, timings: quickTimings });
});
afterEach(() => simulation.stop());

const saveQuery =
  'mutation($input:SaveTemplateInput!){saveTemplate(input:$input){id name imageName env{key value} ports}}';
const template = { name: 'web', imageName: 'web:1', containerDiskInGb: 10, volumeInGb: 0, ports: '80/http' };

async function save(changes: Readonly<Record<string, unknown>>) {
  const { saveTemplate } = await ask(simulation, saveQuery, { input: { ...template, ...changes } });
  return saveTemplate as { readonly id: string; readonly imageName: string };
}

const remove = (name: string) => `mutation{deleteTemplate(templateName:"${name}")}`;

describe('templates', () => {
  it('are made, found, changed by their id, and deleted by their name', async () => {
    const made = await save({ env: [{ key: 'A', value: '1' }] });
    expect(made).toMatchObject({ name: 'web', env: [{ key: 'A', value: '1' }], ports: '80/http' });
    const changed = await save({ id: made.id, imageName: 'web:2' });
    expect(changed).toMatchObject({ id: made.id, imageName: 'web:2' });
    const { myself } = await ask(simulation, '{myself{podTemplates{id imageName isRunpod}}}');
    expect(myself).toEqual({ podTemplates: [{ id: made.id, imageName: 'web:2', isRunpod: false }] });
    expect(await ask(simulation, `{podTemplate(id:"${made.id}"){name}}`)).toEqual({
      podTemplate: { name: 'web' },
    });
    expect(await ask(simulation, remove('web'))).toEqual({ deleteTemplate: null });
    expect(await ask(simulation, `{podTemplate(id:"${made.id}"){name}}`)).toEqual({ podTemplate: null });
  });

  it('have names of their own', async () => {
    const one = await save({ name: 'one' });
    const two = await save({ name: 'two' });
    for (const input of [
      { ...template, name: 'one' },
      { ...template, id: two.id, name: 'one' },
    ])
      await expect(ask(simulation, saveQuery, { input })).rejects.toThrow('must be unique');
    expect((await save({ id: one.id, name: 'one' })).id).toBe(one.id);
  });

  it('cannot be deleted while a pod uses them, nor for a while after', async () => {
    const { id } = await save({ name: 'used' });
    const pod = await rent(simulation, { templateId: id });
    expect(await refused(simulation, remove('used'))).toMatchObject({
      status: 200,
      error: { message: expect.stringContaining('in use') },
    });
    await ask(simulation, `mutation{podTerminate(input:{podId:"${pod.id}"})}`);
    expect(await refused(simulation, remove('used'))).toMatchObject({
      error: { message: expect.stringContaining('in use') },
    });
    const deleted = await eventually(() => ask(simulation, remove('used')).catch(() => null));
    expect(deleted).toEqual({ deleteTemplate: null });
    expect(await refused(simulation, remove('used'))).toMatchObject({
      error: { message: 'Template not found.' },
    });
  });

  it('of RunPod’s own stand apart', async () => {
    const { podTemplates } = await ask(simulation, '{podTemplates(input:{isRunpod:true}){id isRunpod}}');
    expect(podTemplates).toEqual([{ id: 'runpod-torch-v280', isRunpod: true }]);
  });
});

describe('secrets and keys', () => {
  it('are listed by name, and their values stand nowhere in the answers', async () => {
    const query = 'mutation{secretCreate(input:{name:"TOKEN",value:"very secret"}){id name}}';
    const { secretCreate } = await ask(simulation, query);
    const answer = await ask(simulation, '{myself{secrets{id name} containerRegistryCreds{id name}}}');
    expect(answer).toMatchObject({ myself: { secrets: [{ name: 'HF_TOKEN' }, { name: 'TOKEN' }] } });
    expect(JSON.stringify(answer)).not.toContain('very secret');
    const { id } = secretCreate as { readonly id: string };
    expect(await ask(simulation, `mutation{secretDelete(id:"${id}")}`)).toEqual({ secretDelete: null });
  });

  it('are replaced as a block', async () => {
    const lines = 'ssh-ed25519 AAAA one\n\nssh-ed25519 BBBB two';
    await ask(simulation, 'mutation($input:UpdateUserSettingsInput){updateUserSettings(input:$input){id}}', {
      input: { pubKey: lines },
    });
    expect(await ask(simulation, '{myself{pubKey}}')).toEqual({ myself: { pubKey: lines } });
  });
});
