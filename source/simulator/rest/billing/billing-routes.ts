/** What was billed: of everything, of pods, of network volumes; what else RunPod bills, nobody uses here. */
import type { Books } from '../../billing/books.ts';
import type { Charge } from '../../billing/charges.ts';
import { type Sum, sumsIn, type Window } from '../../billing/sums.ts';
import { ok, type Route } from '../route.ts';
import {
  type Amounts,
  allAmounts,
  podAmounts,
  queryOf,
  rangeOf,
  totalsOf,
  volumeAmounts,
} from './records.ts';
import { windowIn } from './window.ts';

const nothing = { gpuDollars: 0, diskDollars: 0 };

export function billingRoutes({ books }: { readonly books: Books }): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/billing',
      answer({ query }) {
        const window = windowIn(query, books.nowMs());
        const amounts = aggregate(books.charges(), window);
        const records = amounts.map(({ range, of }) => ({ ...range, ...of }));
        const totals = totalsOf(
          amounts.map(({ of }) => of),
          allAmounts({ podGpu: 0, podDisk: 0, storage: 0 }),
        );
        return ok({ records, metadata: { query: queryOf(window), recordCount: records.length, totals } });
      },
    },
    page(books, {
      path: '/billing/pods',
      filter: 'podId',
      unique: 'uniquePodCount',
      what: 'pod',
      amounts: podAmounts,
    }),
    page(books, {
      path: '/billing/network-volumes',
      filter: 'networkVolumeId',
      unique: 'uniqueNetworkVolumeCount',
      what: 'network-volume',
      amounts: volumeAmounts,
    }),
    page(books, {
      path: '/billing/serverless',
      filter: 'serverlessId',
      unique: 'uniqueServerlessCount',
      what: null,
      amounts: (sum) => ({ ...podAmounts(sum), feeAmount: 0 }),
    }),
    page(books, {
      path: '/billing/clusters',
      filter: 'clusterId',
      unique: 'uniqueClusterCount',
      what: null,
      amounts: () => ({ totalAmount: 0, gpuAmount: 0, diskAmount: 0, networkingAmount: 0 }),
    }),
    page(books, {
      path: '/billing/endpoints',
      filter: null,
      unique: null,
      what: null,
      amounts: () => ({ totalAmount: 0 }),
    }),
  ];
}

type Page = {
  readonly path: string;
  /** The parameter, and the field of each record; null: it has none. */
  readonly filter: string | null;
  readonly unique: string | null;
  /** null: nothing of the kind is ever charged. */
  readonly what: Charge['what'] | null;
  amounts(sum: Pick<Sum, 'gpuDollars' | 'diskDollars'>): Amounts;
};

function page(books: Books, { path, filter, unique, what, amounts }: Page): Route {
  return {
    method: 'GET',
    path,
    answer({ query }) {
      const window = windowIn(query, books.nowMs());
      const id = filter === null ? null : query.get(filter);
      const meant = books.charges().filter((each) => each.what === what && (id === null || each.id === id));
      const sums = sumsIn(meant, window);
      const records = sums.map((sum) => ({
        ...rangeOf(sum),
        ...(filter === null ? {} : { [filter]: sum.id }),
        ...amounts(sum),
      }));
      return ok({
        records,
        metadata: {
          query: queryOf(window, filter === null ? {} : { [filter]: id }),
          recordCount: records.length,
          ...(unique === null ? {} : { [unique]: new Set(sums.map((sum) => sum.id)).size }),
          totals: totalsOf(sums.map(amounts), amounts(nothing)),
        },
      });
    },
  };
}

function aggregate(charges: readonly Charge[], window: Window) {
  const merged = (what: Charge['what']) =>
    sumsIn(
      charges.filter((charge) => charge.what === what).map((charge) => ({ ...charge, id: what })),
      window,
    );
  const pods = merged('pod');
  const volumes = merged('network-volume');
  const starts = [...new Set([...pods, ...volumes].map(({ startMs }) => startMs))].sort(
    (one, other) => one - other,
  );
  return starts.map((startMs) => {
    const pod = pods.find((sum) => sum.startMs === startMs);
    const volume = volumes.find((sum) => sum.startMs === startMs);
    const endMs = pod?.endMs ?? volume?.endMs ?? startMs;
    const of = allAmounts({
      podGpu: pod?.gpuDollars ?? 0,
      podDisk: pod?.diskDollars ?? 0,
      storage: volume?.diskDollars ?? 0,
    });
    return { range: rangeOf({ startMs, endMs }), of };
  });
}
