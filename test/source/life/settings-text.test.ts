import { describe, expect, it } from 'vitest';
import { createSecret } from '../../../source/base/secret.ts';
import type { PodSettings } from '../../../source/fleet/pod-settings.ts';
import { readSettingsText } from '../../../source/life/read-settings-text.ts';
import { settingsText } from '../../../source/life/settings-text.ts';

const token = 'hf_abcdefghijklmnopqrstuvwx';
const settings: PodSettings = {
  podId: 'pod1',
  name: 'train',
  image: 'train:1',
  ports: '8888/http,22/tcp',
  containerDiskGigabytes: 20,
  volumeGigabytes: 50,
  volumeMountPath: '/workspace',
  startCommand: null,
  gpuTypeId: 'NVIDIA L40S',
  gpuCount: 1,
  costPerHourDollars: 0.86,
  environment: {
    HF_TOKEN: createSecret(token),
    MODE: createSecret('train'),
    LEVEL: createSecret('3'),
    FROM_STORE: createSecret('{{ RUNPOD_SECRET_a }}'),
    POD_ENGINE_DEPLOY_ID: createSecret('hand-1'),
  },
};

function changed(from: string, to: string) {
  const text = settingsText(settings);
  expect(text).toContain(from);
  return readSettingsText(text.replace(from, to), settings);
}

describe('settings as a file', () => {
  it('never show what looks like a secret', () => {
    const text = settingsText(settings);
    expect(text).not.toContain(token);
    expect(text).toContain('HF_TOKEN: <kept>');
    expect(text).toContain('POD_ENGINE_DEPLOY_ID: <kept>');
    expect(text).toContain('MODE: train');
    expect(text).toContain('RUNPOD_SECRET_a');
  });

  it('change nothing where nothing was changed, or all was taken out', () => {
    const nothing = { ok: true, change: { edit: null, rename: null, differences: [] } };
    expect(readSettingsText(settingsText(settings), settings)).toEqual(nothing);
    expect(readSettingsText('# all gone\n', settings)).toEqual(nothing);
  });

  it.each([
    ['image: train:1', 'image: "bad image"', '"bad image" is no name of an image.'],
    ['containerDiskGigabytes: 20', 'containerDiskGigabytes: 0', '0 is no size of a container disk.'],
    ['volumeMountPath: /workspace', 'volumeMountPath: data', '"data" is no place for a volume.'],
    ['startCommand: null', `startCommand: serve ${token}`, 'The start command'],
  ])('refuse for "%s" what a new pod is refused: %s', (from, to, problem) => {
    const read = changed(from, to);
    expect(read.ok ? '' : read.problems.join('\n')).toContain(problem);
    expect(read.ok ? '' : read.problems.join('\n')).not.toContain(token);
  });

  it('leave what stood there before, whatever it is', () => {
    const odd = { ...settings, image: 'an odd image', containerDiskGigabytes: 0, volumeMountPath: 'data' };
    const text = settingsText(odd).replace('name: train', 'name: renamed');
    expect(readSettingsText(text, odd)).toMatchObject({
      ok: true,
      change: { rename: 'renamed', edit: null },
    });
  });

  it('put hidden values back, and take away those whose line is gone', () => {
    const read = changed('  MODE: train\n', '  NEW: "yes"\n');
    if (!read.ok) throw new Error(read.problems.join('\n'));
    expect(read.change.edit?.environment.HF_TOKEN?.reveal()).toBe(token);
    expect(read.change.edit?.environment.POD_ENGINE_DEPLOY_ID?.reveal()).toBe('hand-1');
    expect(read.change.edit?.environment.MODE).toBeUndefined();
    expect(read.change.differences).toEqual([
      { name: 'environment.MODE', from: 'train', to: null },
      { name: 'environment.NEW', from: null, to: 'yes' },
    ]);
  });

  it('leave the variables as they are where nothing is said of them', () => {
    const read = readSettingsText('image: train:2\n', settings);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    expect(read.change.edit?.environment).toEqual(settings.environment);
    expect(read.change.differences.map(({ name }) => name)).toEqual(['image']);
    const emptied = readSettingsText('environment:\n', settings);
    expect(emptied.ok && emptied.change.edit?.environment).toEqual({});
  });

  it('rename without an edit', () => {
    expect(changed('name: train', 'name: eval')).toMatchObject({
      ok: true,
      change: { edit: null, rename: 'eval', differences: [{ name: 'name', from: 'train', to: 'eval' }] },
    });
  });

  it('show an image and a start command that are others', () => {
    const read = changed('image: train:1', 'image: train:2\nstartCommand: serve');
    expect(read.ok).toBe(false);
    expect(changed('startCommand: null', 'startCommand: serve --all')).toMatchObject({
      ok: true,
      change: {
        edit: { startCommand: 'serve --all', image: 'train:1', volumeGigabytes: 50 },
        differences: [{ name: 'startCommand', from: null, to: 'serve --all' }],
      },
    });
  });

  const wrong: readonly [string, string, string][] = [
    ['image: train:1', 'image: ""', 'image is empty'],
    ['ports: 8888/http,22/tcp', 'ports: 8888', 'ports: "8888" is no port'],
    ['containerDiskGigabytes: 20', 'containerDiskGigabytes: lots', 'containerDiskGigabytes is "lots"'],
    ['volumeGigabytes: 50', 'volumeGigabytes: 0', 'a volume of 50 GB can grow, and never shrinks'],
    ['name: train', 'nmae: train', 'There is no setting "nmae"'],
    ['LEVEL: "3"', 'OTHER: <kept>', 'OTHER is new'],
    ['MODE: train', 'MODE: [1, 2]', 'MODE has no plain value'],
    ['environment:\n', 'environment:\n - x\n', 'It is no YAML'],
  ];
  it.each(wrong)('%s as %s is refused by name', (from, to, problem) => {
    const read = changed(from, to);
    expect(read.ok ? [] : read.problems.join('\n')).toContain(problem);
  });

  it('refuse a new value that looks like a secret, and do not quote it', () => {
    const other = 'hf_zyxwvutsrqponmlkjihgfedc';
    const read = changed('HF_TOKEN: <kept>', `HF_TOKEN: ${other}`);
    expect(read.ok).toBe(false);
    expect(JSON.stringify(read)).toContain('HF_TOKEN');
    expect(JSON.stringify(read)).not.toContain(other);
  });
});

it('quotes nothing of the file that a terminal would obey', () => {
  const told = [
    changed('image: train:1', 'image: "train\\e[2J"'),
    changed('image: train:1', '"imag\\e]0;x\\ae": train:1'),
    changed('name: train', 'name: "tra\\e[2Jin-2"'),
  ];
  expect(told.map(({ ok }) => ok)).toEqual([false, false, true]);
  const shown = told.map((read) => (read.ok ? read.change.differences : read.problems));
  expect(JSON.stringify(shown)).not.toContain('\\u001b');
});
