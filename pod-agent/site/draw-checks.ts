/** The lists of checks and of alerts. */
import { drawSection } from './draw-section.ts';
import { type Piece, piece } from './element.ts';
import { glyph } from './glyph.ts';
import type { AlertView, CheckView } from './view-checks.ts';

export function drawChecks(checks: readonly CheckView[]): Piece {
  return drawSection({
    name: 'Checks',
    summary: checks.length === 0 ? [piece('span', '', 'none has run yet')] : [],
    content: checks.length === 0 ? [] : [piece('ul', 'rows', checks.map(rowOf))],
  });
}

export function drawAlerts(alerts: readonly AlertView[]): Piece {
  return drawSection({
    name: 'Alerts',
    summary: alerts.length === 0 ? [piece('span', '', 'none')] : [],
    content: alerts.length === 0 ? [] : [piece('ul', 'rows', alerts.map(alertOf))],
  });
}

function rowOf({ status, word, name, summary }: CheckView): Piece {
  return piece('li', `row ${status}`, [...signOf({ status, word, name }), piece('span', 'text', summary)]);
}

function alertOf({ status, word, name, summary, time }: AlertView): Piece {
  const text = [piece('span', '', summary), piece('span', 'time', time)];
  return piece('li', `row ${status}`, [...signOf({ status, word, name }), piece('span', 'text', text)]);
}

function signOf({ status, word, name }: Omit<CheckView, 'summary'>): readonly Piece[] {
  return [glyph(status), piece('span', 'label', [piece('b', '', name), piece('span', 'state', word)])];
}
