/** Every finding that names a heading of docs/diagnose.md names one that is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const headings = new Set(
  [...readFileSync('docs/diagnose.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading),
);

it('findings and docs/diagnose.md agree', () => {
  const named = sources().flatMap((text) =>
    [...text.matchAll(/documentation(?::| =)[^\n]*(?:"([^"\n]+)"|'([^'\n]+)')/g)].map(
      ([, double, single]) => double ?? single,
    ),
  );
  expect(named.length).toBeGreaterThan(30);
  expect([...new Set(named)].filter((heading) => !headings.has(heading))).toEqual([]);
  expect([...headings].filter((heading) => !named.includes(heading))).toEqual([]);
});

function sources(): readonly string[] {
  const paths = ['pod-agent/checks', 'source/jobs/outside'].flatMap(filesBelow);
  return paths.map((path) => readFileSync(path, 'utf8'));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
