/** What this RunPod has none of: clusters and serverless endpoints. */
import { Problem } from '../problem.ts';
import { ok, type Route } from '../route.ts';

const noPages = { pagination: { nextCursor: null, hasNextPage: false } };

export const emptyRoutes: readonly Route[] = [
  { method: 'GET', path: '/clusters', answer: () => ok({ clusters: [], ...noPages }) },
  { method: 'GET', path: '/clusters/:id', answer: () => none('cluster') },
  { method: 'GET', path: '/serverless', answer: () => ok({ endpoints: [], ...noPages }) },
  { method: 'GET', path: '/serverless/:id', answer: () => none('endpoint') },
];

function none(what: string): never {
  throw new Problem(404, `${what} not found`);
}
