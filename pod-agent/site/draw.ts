/** Puts a view on the page. */
import { drawAlerts, drawChecks } from './draw-checks.ts';
import { drawGpus } from './draw-gpus.ts';
import { drawStart } from './draw-start.ts';
import { fill, type Piece, piece, visible } from './element.ts';
import { glyph } from './glyph.ts';
import type { View } from './view-model.ts';

export function draw(view: View): void {
  const title = visible(view.title);
  if (document.title !== title) document.title = title;
  const page = part('page');
  const look = `page ${view.status}`;
  if (page.className !== look) page.className = look;
  fill(part('pod'), [piece('b', 'name', view.podId ?? 'pod')]);
  fill(part('status'), statusOf(view));
  fill(part('age'), [piece('span', '', view.age)]);
  fill(part('facts'), view.facts.map(factOf));
  fill(part('details'), detailsOf(view));
}

/** The places that index.html has for what changes. */
function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`index.html has no element with the id "${id}".`);
  return element;
}

function statusOf({ status, summary }: View): readonly Piece[] {
  return [
    piece('span', 'badge', [glyph(status)]),
    piece('h1', 'word', status),
    piece('p', 'summary', summary),
  ];
}

function factOf({ name, value }: View['facts'][number]): Piece {
  return piece('div', 'fact', [piece('dt', '', name), piece('dd', '', value)]);
}

function detailsOf({ details }: View): readonly Piece[] {
  if (details === null) return [];
  const { isOld, alerts, checks, gpus, start } = details;
  const startPieces = start === null ? [] : [drawStart(start)];
  return [
    piece('div', isOld ? 'details old' : 'details', [
      // Always there, so that the parts beneath keep their places, and stay unfolded, when it comes and goes.
      piece('p', 'note', isOld ? 'What follows is what was known last.' : ''),
      // A start that is under way or has failed explains the rest; one that is over is only of interest to the curious.
      ...(start?.isOpen ? startPieces : []),
      drawAlerts(alerts),
      drawChecks(checks),
      drawGpus(gpus),
      ...(start?.isOpen ? [] : startPieces),
    ]),
  ];
}
