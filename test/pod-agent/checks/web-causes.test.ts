import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { webCauses } from '../../../pod-agent/checks/web-causes.ts';

const folder = fileURLToPath(new URL('../../../pod-agent/checks', import.meta.url));

/** All that stands in a file of the checks, but for the table itself. */
function sources(): string {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => path.endsWith('.ts') && !path.endsWith('causes.ts'));
  return files.map((path) => readFileSync(join(folder, path), 'utf8')).join('\n');
}

it('names findings that there are', () => {
  const text = sources();
  const own = webCauses
    .flatMap(({ cause, effect }) => [cause, effect])
    .filter((id) => /^(environment|nginx|site|network|logs)-/.test(id));
  const unknown = [...new Set(own)].filter((id) => !new RegExp(`['\`]${id}['\`:]`).test(text));
  expect(unknown).toEqual([]);
});

it('goes round in no circle', () => {
  const effects = (cause: string) =>
    webCauses.filter((each) => each.cause === cause).map(({ effect }) => effect);
  const walk = (id: string, trail: readonly string[]): readonly string[] =>
    trail.includes(id)
      ? [[...trail, id].join(' → ')]
      : effects(id).flatMap((next) => walk(next, [...trail, id]));
  expect(webCauses.flatMap(({ cause }) => walk(cause, []))).toEqual([]);
});
