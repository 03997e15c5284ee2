/** What an account holds, and what RunPod has to rent, over each wire: made over one, seen over all. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSecret } from '../../../../source/base/secret.ts';
import type { TemplateInput } from '../../../../source/runpod/deploy-cloud.ts';
import { eventually } from '../../simulator/asking.ts';
import { answered, openWorld, type TestedWire, type World, wireNames } from './wires.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(1);
  // A type of which nothing is free has no price.
  await world.plant({ action: 'set-stock', gpuTypeId: 'NVIDIA L40S', stock: 'High' });
});
afterAll(() => world.simulation.stop());

/** Names are new in each try. */
let tries = 0;
beforeEach(() => {
  tries += 1;
});

const anyGpu = { gpuCount: 1, cloud: 'any' } as const;
const unsupported = { ok: false, code: 'unsupported' };
const line = (name: string): string =>
  `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE${name.padEnd(42, 'A').slice(0, 42)} ${name}@desk`;

function templateOf(name: string): TemplateInput {
  return {
    ...{ name, image: 'runpod/pytorch:2.8.0', containerDiskGigabytes: 20, volumeGigabytes: 0 },
    ...{ volumeMountPath: '/workspace', ports: '22/tcp', environment: { TOKEN: '{{ RUNPOD_SECRET_hf }}' } },
    ...{ startCommand: null, registryCredentialId: null, readme: '' },
  };
}

describe.each(wireNames)('over %s', (wire: TestedWire) => {
  const cloud = () => world.clouds[wire];

  test('a template is made, changed, found by name, and deleted', async () => {
    const name = `tpl-${wire}-${tries}`;
    const { id } = answered(await cloud().saveTemplate({ ...templateOf(name), id: null }));
    answered(await cloud().saveTemplate({ ...templateOf(name), id, containerDiskGigabytes: 40 }));
    for (const other of wireNames) {
      const listed = answered(await world.clouds[other].templates());
      expect(listed.find((each) => each.id === id)).toMatchObject({
        ...{ name, image: 'runpod/pytorch:2.8.0', containerDiskGigabytes: 40, ports: '22/tcp' },
        environment: { TOKEN: '{{ RUNPOD_SECRET_hf }}' },
      });
    }
    await eventually(async () => ((await cloud().deleteTemplate(name)).ok ? true : null));
    expect(answered(await cloud().templates()).map((each) => each.name)).not.toContain(name);
    expect(await cloud().deleteTemplate(name)).toMatchObject({ ok: false, code: 'not-found' });
  });

  test('a network volume is made, grows, gets another name, never shrinks, and is deleted', async () => {
    const volume = { name: `vol-${wire}-${tries}`, sizeGigabytes: 20, dataCentreId: 'EU-RO-1' };
    const { id } = answered(await cloud().createNetworkVolume(volume));
    const seen = async (other: TestedWire) =>
      answered(await world.clouds[other].networkVolumes()).find((each) => each.id === id);
    for (const other of wireNames) expect(await seen(other)).toEqual({ id, ...volume });
    const grown = await cloud().changeNetworkVolume({ id, name: null, sizeGigabytes: 40 });
    expect(grown).toEqual({ ok: true, value: { ...volume, id, sizeGigabytes: 40 } });
    expect(await cloud().changeNetworkVolume({ id, name: 'other', sizeGigabytes: null })).toMatchObject({
      ok: true,
    });
    expect(await cloud().changeNetworkVolume({ id, name: null, sizeGigabytes: 10 })).toMatchObject({
      ok: false,
    });
    for (const other of wireNames)
      expect(await seen(other)).toMatchObject({ name: 'other', sizeGigabytes: 40 });
    expect(await cloud().deleteNetworkVolume(id)).toEqual({ ok: true, value: null });
    expect(await seen(wire)).toBeUndefined();
  });

  test('a registry credential is made and deleted, and its password is told by nobody', async () => {
    const credential = {
      name: `reg-${wire}-${tries}`,
      username: 'ann',
      password: createSecret('pass-word-1234'),
    };
    const { id } = answered(await cloud().createRegistryCredential(credential));
    for (const other of wireNames) {
      const listed = answered(await world.clouds[other].registryCredentials());
      expect(listed).toContainEqual({ id, name: credential.name });
      expect(JSON.stringify(listed)).not.toContain('pass-word-1234');
    }
    expect(await cloud().deleteRegistryCredential(id)).toEqual({ ok: true, value: null });
    expect(answered(await cloud().registryCredentials()).map((each) => each.id)).not.toContain(id);
  });

  test('SSH keys are one list, written whole', async () => {
    const before = answered(await cloud().sshKeys());
    const added = [...before, { line: line(wire) }];
    expect(await cloud().replaceSshKeys(added)).toEqual({ ok: true, value: null });
    for (const other of wireNames) expect(answered(await world.clouds[other].sshKeys())).toEqual(added);
    expect(await cloud().replaceSshKeys(before)).toEqual({ ok: true, value: null });
    expect(answered(await cloud().sshKeys())).toEqual(before);
  });

  test('a secret is made and deleted, and its value is told by nobody', async () => {
    const secret = { name: `sec_${wire}_${tries}`, value: createSecret('the-value-1234') };
    const made = await cloud().createSecret(secret);
    const { id } = answered(made);
    const listed = answered(await cloud().secrets());
    expect(listed).toContainEqual({ id, name: secret.name });
    expect(answered(await cloud().secretNames())).toContain(secret.name);
    expect(JSON.stringify(listed)).not.toContain('the-value-1234');
    expect(await cloud().deleteSecret(id)).toEqual({ ok: true, value: null });
    expect(answered(await cloud().secretNames())).not.toContain(secret.name);
  });

  test('the catalogue has types with memory, price, stock and places; what a wire does not know is null', async () => {
    const types = answered(await cloud().gpuTypes(anyGpu));
    expect(types.length).toBeGreaterThan(5);
    expect(types.some(({ typeId }) => typeId.toLowerCase() === 'unknown')).toBe(false);
    const l40s = types.find(({ typeId }) => typeId === 'NVIDIA L40S');
    expect(l40s).toMatchObject({
      displayName: 'L40S',
      memoryGigabytes: 48,
      secureDollars: expect.any(Number),
    });
    expect(l40s?.dataCentres.length).toBeGreaterThan(0);
    for (const type of types) {
      const figures = [
        type.memoryGigabytes,
        type.secureDollars,
        type.communityDollars,
        type.lowestBidDollars,
      ];
      expect(figures).not.toContain(0);
      if (wire === 'rest') expect(type.lowestBidDollars).toBeNull();
    }
    expect(types.some(({ lowestBidDollars }) => lowestBidDollars !== null)).toBe(wire !== 'rest');
    const request = { ...anyGpu, dataCentreId: null };
    const offer = answered(await cloud().gpuOffers(request)).find(({ typeId }) => typeId === 'NVIDIA L40S');
    expect(offer).toMatchObject({ displayName: 'L40S', dollarsPerGpuHour: expect.any(Number) });
    expect(answered(await cloud().dataCentres()).map(({ id }) => id)).toContain('EU-RO-1');
  });

  test('bills and logs are what REST v2 alone has, the balance what GraphQL alone has', async () => {
    const account = await cloud().account();
    if (wire === 'rest') expect(account).toMatchObject(unsupported);
    else expect(account).toMatchObject({ ok: true, value: { balanceDollars: expect.any(Number) } });
    const bills = await cloud().billing({ fromMs: Date.now() - 86_400_000, bucket: 'hour' });
    if (wire === 'graphql')
      expect(bills).toMatchObject({ ...unsupported, hint: expect.stringContaining('REST v2') });
    else expect(answered(bills).some(({ what }) => what === 'pod')).toBe(true);
    const [first] = await logEvents(wire);
    expect(first).toMatchObject(
      wire === 'graphql'
        ? { kind: 'failed', failure: unsupported }
        : { kind: 'line', source: expect.any(String), text: expect.any(String) },
    );
  });
});

async function logEvents(wire: TestedWire) {
  const [pod] = world.simulation.podsNow();
  const request = {
    podId: pod?.id ?? '',
    source: null,
    tail: 20,
    sinceMs: null,
    lastEventId: null,
    follow: false,
  };
  const events: unknown[] = [];
  for await (const event of world.clouds[wire].podLogs(request, AbortSignal.timeout(60_000)))
    events.push(event);
  return events;
}
