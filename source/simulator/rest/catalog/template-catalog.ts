/** Public templates: RunPod's own. Nobody else has published any here. */
import { templateObject } from '../resources/template-routes.ts';
import type { RestOptions } from '../rest-options.ts';
import { ok, type Route } from '../route.ts';
import { wordsIn } from './filters.ts';

export function templateCatalog({ templates }: RestOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/catalog/templates',
      answer({ query }) {
        const [source = 'official'] = wordsIn(query, 'source', ['official', 'verified', 'community']);
        return ok({ templates: source === 'official' ? templates.listed(true).map(templateObject) : [] });
      },
    },
  ];
}
