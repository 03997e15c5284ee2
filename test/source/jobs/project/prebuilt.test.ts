/** A project whose image is built elsewhere. */
import { expect, test } from 'vitest';
import { parseProject } from '../../../../source/jobs/project/read-project.ts';

const read = (text: string) => parseProject('/project/pod-engine.yaml', text);
const gpu = 'gpu: RTX 4090\n';

test('is deployed by the tag that it names', () => {
  const made = read(`name: app\nimage: registry.example:5000/acme/app:1.4.0-cuda\nprebuilt: true\n${gpu}`);
  expect(made).toMatchObject({
    ok: true,
    project: {
      registry: 'registry.example:5000',
      repository: 'acme/app',
      prebuilt: { tag: '1.4.0-cuda' },
    },
  });
});

test.each(['acme/app', 'registry.example:5000/acme/app', 'acme/app:', 'acme/app:a b'])(
  'wants a tag, which "%s" has not',
  (image) => {
    const made = read(`name: app\nimage: "${image}"\nprebuilt: true\n${gpu}`);
    expect(made.ok).toBe(false);
    const [problem] = made.ok ? [] : made.problems;
    expect(problem).toMatchObject({ key: 'image', line: 2 });
    expect(problem?.text).toMatch(/has no tag|is no name/);
  },
);

test('and one that is built here may have none, and hears of the way', () => {
  const made = read(`name: app\nimage: acme/app:1.4.0\n${gpu}`);
  expect(made.ok ? '' : made.problems[0]?.fix).toContain('prebuilt: true');
});
