/** Every path that REST v2 is served at. */
import { billingRoutes } from './billing/billing-routes.ts';
import { cpuRoutes } from './catalog/cpu-routes.ts';
import { dataCenterRoutes } from './catalog/data-center-routes.ts';
import { gpuRoutes } from './catalog/gpu-routes.ts';
import { templateCatalog } from './catalog/template-catalog.ts';
import { logRoutes } from './logs/log-routes.ts';
import { podRoutes } from './pods/pod-routes.ts';
import { accountRoutes } from './resources/account-routes.ts';
import { emptyRoutes } from './resources/empty-routes.ts';
import { registryRoutes } from './resources/registry-routes.ts';
import { templateRoutes } from './resources/template-routes.ts';
import { volumeRoutes } from './resources/volume-routes.ts';
import type { RestOptions } from './rest-options.ts';
import type { Route } from './route.ts';

export function restRoutes(options: RestOptions): readonly Route[] {
  return [
    ...podRoutes(options),
    ...logRoutes(options),
    ...accountRoutes(options),
    ...templateRoutes(options),
    ...volumeRoutes(options),
    ...registryRoutes(options),
    ...gpuRoutes(options),
    ...cpuRoutes(options),
    ...dataCenterRoutes(options),
    ...templateCatalog(options),
    ...billingRoutes(options),
    ...emptyRoutes,
  ];
}
