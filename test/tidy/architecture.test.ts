/** The table of rooms in docs/architecture.md says what test/tidy/rooms.ts executes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rooms } from './rooms.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/architecture.md', import.meta.url)), 'utf8');
const rows = [...page.matchAll(/^\| `((?:source|pod-agent)[^`]*)` \| (.*) \| ([^|]*) \|$/gm)];

test('every room has a row, and every row is a room', () => {
  const known = rooms.map(({ folder }) => folder).filter((folder) => folder !== 'source');
  expect(rows.map(([, folder]) => folder).sort()).toEqual(known.sort());
});

test.each(rows.map(([, folder = '', holds = '', imports = '']) => ({ folder, holds, imports })))(
  '$folder',
  ({ folder, holds, imports }) => {
    const room = rooms.find((each) => each.folder === folder);
    expect(importsOf(folder, imports)).toEqual([...(room?.mayImport ?? [])].sort());
    expect(/\bPure\b/.test(holds)).toBe(room?.pure === true);
  },
);

const agentRooms = rooms
  .map((room) => room.folder)
  .filter((folder) => folder.startsWith('pod-agent/') && folder !== 'pod-agent/site');

/** A name is of the row's own tree where both have such a room; "all of pod-agent" leaves the site out. */
function importsOf(folder: string, cell: string): readonly string[] {
  const names = cell.split(/, | and of the agent /).map((name) => name.replace(/ \(types\)$/, '').trim());
  const [own, other] = folder.startsWith('source') ? ['source', 'pod-agent'] : ['pod-agent', 'source'];
  return names
    .flatMap((name) => {
      if (name === 'nothing') return [];
      if (name === 'all of pod-agent')
        return folder === 'pod-agent' ? agentRooms : ['pod-agent', ...agentRooms];
      const isOwn = rooms.some((room) => room.folder === `${own}/${name}`);
      return [`${isOwn ? own : other}/${name}`];
    })
    .sort();
}
