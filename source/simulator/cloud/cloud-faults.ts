/** What can be planted in the API and in the market, and in starts that are still to come. */
import type { Clock } from '../../base/clock.ts';
import { gpuModels } from '../machine/gpu-models.ts';
import type { Pulls } from '../pod/pulls.ts';
import type { Ledger } from './account.ts';
import type { Details } from './admin-details.ts';
import { dataCenterRows } from './data-centers.ts';
import type { EdgeFaults } from './edge.ts';
import type { Market } from './market.ts';

export type CloudDoors = {
  readonly edge: EdgeFaults;
  readonly clock: Clock;
  readonly market: Market;
  readonly pulls: Pulls;
  readonly ledger: Ledger;
};

/** @returns What is wrong with the details; null when it has been done. */
export type CloudAction = (doors: CloudDoors, details: Details) => string | null;

export const cloudActions: Readonly<Record<string, CloudAction>> = {
  /** how: html (a 502 page, the default), reset, hang. */
  'api-down': ({ edge }, { how }) => {
    edge.down = how === 'reset' || how === 'hang' ? how : 'html';
    return null;
  },
  'api-up': ({ edge }) => {
    edge.down = 'no';
    edge.rateLimitedUntilMs = 0;
    edge.lostAnswers = 0;
    return null;
  },
  'rate-limit': ({ edge, clock }, { seconds }) => {
    edge.rateLimitedUntilMs = clock.wallMs() + (seconds ?? 10) * 1000;
    return null;
  },
  /** The next `count` changes are made, and their answers never arrive. how: reset (the default), html, hang. */
  'lose-answers': ({ edge }, { how, count }) => {
    edge.lostAnswers = Math.max(0, Math.floor(count ?? 1));
    edge.lostHow = how === 'html' || how === 'hang' ? how : 'reset';
    return null;
  },
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
  'slow-pull': ({ pulls }, { seconds, image }) =>
    done(() => pulls.plant({ image: image ?? '', extraMs: (seconds ?? 30) * 1000 })),
  'fail-pull': ({ pulls }, { image }) => done(() => pulls.plant({ image: image ?? '', fault: 'pull-fails' })),
  'crash-loop': ({ pulls }, { image }) =>
    done(() => pulls.plant({ image: image ?? '', fault: 'crash-loop' })),
  /** Takes away what was planted for starts. */
  'pull-well': ({ pulls }) => done(pulls.forget),
};

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
