/** RunPod's template of the image is one that its API would take, agrees with the image, and holds no secret. */
import { existsSync, readFileSync } from 'node:fs';
import { buildSchema, coerceInputValue, isInputType } from 'graphql';
import { describe, expect, test } from 'vitest';

const schemaPath = new URL('../../../shared/runpod/schema.graphql', import.meta.url);
const template = JSON.parse(read('../../pod-agent/pod-template.json'));
const missing = existsSync(schemaPath) ? '' : ' (skipped: ../shared/runpod/schema.graphql is not there)';

describe.skipIf(missing !== '')(`the template as RunPod's API has it${missing}`, () => {
  test('is an input of saveTemplate', () => {
    expect(problemsOf(template)).toEqual([]);
  });

  test('would be refused with a field that there is not, or without its name', () => {
    expect(problemsOf({ ...template, colour: 'blue' })).toHaveLength(1);
    const { name: _, ...nameless } = template;
    expect(problemsOf(nameless)).toHaveLength(1);
  });
});

test('opens the ports that the image exposes', () => {
  const dockerfile = read('../../Dockerfile');
  const exposed = [...dockerfile.matchAll(/^EXPOSE (.*)$/gm)].map(([, ports]) => ports?.split(' ').sort());
  const opened = template.ports.split(',').map((port: string) => port.split('/')[0]);
  expect(exposed.length).toBeGreaterThan(0);
  for (const ports of exposed) expect(ports).toEqual([...opened].sort());
  const appPort = template.env.find(({ key }: { key: string }) => key === 'POD_AGENT_APP_PORT')?.value;
  expect(template.ports).toContain(`${appPort}/http`);
  expect(dockerfile.match(/POD_AGENT_APP_PORT=(\d+)/)?.[1]).toBe(appPort);
});

test('leaves the start to the image, and lets SSH in', () => {
  expect(template).toMatchObject({
    dockerArgs: '',
    startSsh: true,
    isServerless: false,
    volumeMountPath: '/workspace',
  });
});

test('holds nothing that looks like a secret', () => {
  for (const { key, value } of template.env) {
    expect(key).not.toMatch(/KEY|TOKEN|PASSWORD|SECRET|WEBHOOK|CREDENTIAL/);
    expect(value.length).toBeLessThan(20);
  }
  expect(JSON.stringify(template)).not.toMatch(/rpa_[A-Za-z0-9]|BEGIN [A-Z ]*KEY|:\/\/[^/"]*:[^/"]*@/);
});

function problemsOf(value: unknown): string[] {
  const type = buildSchema(readFileSync(schemaPath, 'utf8')).getType('SaveTemplateInput');
  if (!isInputType(type)) throw new Error('The schema has no input SaveTemplateInput.');
  const problems: string[] = [];
  coerceInputValue(value, type, (path, _, error) => problems.push(`${path.join('.')}: ${error.message}`));
  return problems;
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
