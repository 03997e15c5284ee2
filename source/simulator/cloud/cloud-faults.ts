/** What can be planted in the API and in the market, and in starts that are still to come. */
import type { Clock } from '../../base/clock.ts';
import type { Books } from '../billing/books.ts';
import { entriesIn } from '../billing/entries.ts';
import type { LogFaults } from '../logs/log-faults.ts';
import { gpuModels } from '../machine/gpu-models.ts';
import type { Pulls } from '../pod/pulls.ts';
import type { RateWindows } from '../rest/rate-windows.ts';
import type { Ledger } from './account.ts';
import type { Details } from './admin-details.ts';
import { dataCenterRows } from './data-centers.ts';
import type { EdgeFaults, Edges } from './edge.ts';
import type { Market } from './market.ts';

export type CloudDoors = {
  readonly edges: Edges;
  readonly rates: RateWindows;
  readonly logFaults: LogFaults;
  readonly clock: Clock;
  readonly market: Market;
  readonly pulls: Pulls;
  readonly ledger: Ledger;
  readonly books: Books;
};

/** @returns What is wrong with the details; null when it has been done. */
export type CloudAction = (doors: CloudDoors, details: Details) => string | null;

export const cloudActions: Readonly<Record<string, CloudAction>> = {
  /** how: html (a 502 page, the default), reset, hang. */
  'api-down': (doors, details) =>
    onEdges(doors, details, (edge) => {
      edge.down = details.how === 'reset' || details.how === 'hang' ? details.how : 'html';
    }),
  'api-up': (doors, details) =>
    onEdges(doors, details, (edge) => {
      Object.assign(edge, { down: 'no', gone: false, slowMs: 0, rateLimitedUntilMs: 0, lostAnswers: 0 });
    }),
  'rate-limit': (doors, details) =>
    onEdges(doors, details, (edge) => {
      edge.rateLimitedUntilMs = doors.clock.wallMs() + (details.seconds ?? 10) * 1000;
    }),
  /** Every answer comes `seconds` later. */
  'slow-api': (doors, details) =>
    onEdges(doors, details, (edge) => {
      edge.slowMs = Math.max(0, details.seconds ?? 2) * 1000;
    }),
  /** `wire` answers 410 to everything; with `gone: false` it is there again. */
  'retire-wire': (doors, details) =>
    details.wire === null
      ? 'Say which in "wire": graphql or rest.'
      : onEdges(doors, details, (edge) => {
          edge.gone = details.gone ?? true;
        }),
  /** The quotas of REST: `minute`, `hour`, `day`. Every window begins anew. */
  'rate-windows': ({ rates }, { quotas }) =>
    Object.keys(quotas).length === 0
      ? 'Say a quota in "minute", "hour" or "day".'
      : done(() => rates.setQuotas(quotas)),
  /** The next `count` changes are made, and their answers never arrive. how: reset (the default), html, hang. */
  'lose-answers': (doors, details) =>
    onEdges(doors, details, (edge) => {
      edge.lostAnswers = Math.max(0, Math.floor(details.count ?? 1));
      edge.lostHow = details.how === 'html' || details.how === 'hang' ? details.how : 'reset';
    }),
  /** how: supply-constraint (an error with that code, the default), null (no pod and no error). */
  'no-capacity': ({ market }, details) =>
    whyUnknown(details) ??
    done(() => market.refuse(details, details.how === 'null' ? 'null' : 'supply-constraint')),
  'have-capacity': ({ market }) => done(market.admitAll),
  /** The word is RunPod's: High, Medium, Low, None. */
  'set-stock': ({ market }, details) =>
    whyUnknown(details) ?? done(() => market.setStock(details, details.stock)),
  /** Dollars for a card and hour. how: on-demand (the default), spot. */
  'set-price': ({ market }, details) => {
    const { dollars, how, gpuTypeId } = details;
    if (dollars === null || dollars < 0) return 'Say the price in "dollars".';
    const prices = how === 'spot' ? { spot: dollars } : { secure: dollars, community: dollars };
    return whyUnknown(details) ?? done(() => market.setPrice(gpuTypeId, prices));
  },
  'set-balance': ({ ledger }, { dollars }) =>
    dollars === null ? 'Say the balance in "dollars".' : done(() => ledger.setBalance(dollars)),
  /** The books' clock goes `seconds` forward, and everything is charged as it stands. */
  'advance-billing': ({ books }, { seconds }) =>
    seconds === null || seconds < 0 ? 'Say how far in "seconds".' : done(() => books.advance(seconds * 1000)),
  /** Books of one's own: `entries` in place of what is made up, and with `live` what is used from now on. */
  'set-ledger': ({ books }, { body }) => {
    const written = entriesIn(body);
    return typeof written === 'string' ? written : done(() => books.write(written.charges, written));
  },
  'usual-ledger': ({ books }) => done(books.forget),
  /** The credit is used up: pods with a network volume are stopped, the others are ended. */
  'end-credit': ({ ledger }) => done(ledger.endCredit),
  'slow-pull': ({ pulls }, { seconds, image }) =>
    done(() => pulls.plant({ image: image ?? '', extraMs: (seconds ?? 30) * 1000 })),
  'fail-pull': ({ pulls }, { image }) => done(() => pulls.plant({ image: image ?? '', fault: 'pull-fails' })),
  'crash-loop': ({ pulls }, { image }) =>
    done(() => pulls.plant({ image: image ?? '', fault: 'crash-loop' })),
  /** Takes away what was planted for starts. */
  'pull-well': ({ pulls }) => done(pulls.forget),
};

/** Of the wire that is named, else of both. */
function onEdges({ edges }: CloudDoors, { wire }: Details, act: (edge: EdgeFaults) => void): null {
  for (const edge of wire === null ? Object.values(edges) : [edges[wire]]) act(edge);
  return null;
}

function done(act: () => void): null {
  act();
  return null;
}

function whyUnknown({ gpuTypeId, dataCenterId }: Details): string | null {
  const types: readonly string[] = Object.values(gpuModels).map(({ typeId }) => typeId);
  if (gpuTypeId !== null && !types.includes(gpuTypeId))
    return `"${gpuTypeId}" is no GPU type. Known: ${types.join(', ')}.`;
  const centers = dataCenterRows.map(([id]) => id);
  if (dataCenterId !== null && !centers.includes(dataCenterId))
    return `"${dataCenterId}" is no data centre. Known: ${centers.join(', ')}.`;
  return null;
}
