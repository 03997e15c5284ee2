/** Prints the screen at a size, to look at: columns rows [colours] [glyphs] [keys …], e.g. `120 40 truecolor unicode j enter`. */
import type { Look } from '../../../source/ui/draw/look.ts';
import { renderToString } from '../../../source/ui/ink.ts';
import { createScreen } from '../../../source/ui/screen.ts';
import { fixtureFleet, fixtureNowMs } from './fixture-fleet.ts';

const [columns = '120', rows = '40', colours = 'truecolor', glyphs = 'unicode', ...keys] =
  process.argv.slice(2);
const fleet = fixtureFleet();
const nothing = () => {};
const screen = createScreen({
  fleetStore: { snapshot: () => fleet, subscribe: () => nothing, flushNow: nothing },
  operator: {
    startPod: nothing,
    stopPod: nothing,
    retryLink: nothing,
    refresh: nothing,
    repaint: nothing,
    suspend: nothing,
    quit: nothing,
    copy: nothing,
  },
  size: { columns: Number(columns), rows: Number(rows) },
  look: { colours: colours as Look['colours'], glyphs: glyphs as Look['glyphs'] },
  nowMs: () => fixtureNowMs,
});
for (const key of keys) screen.handleEvent({ kind: 'key', key });
process.stdout.write(renderToString(screen.element, { columns: Number(columns) }));
