/** All looks, in the order in which they are shown. */
import { apiKey } from './api-key.ts';
import { balance } from './balance.ts';
import { credential } from './credential.ts';
import { dataCentres } from './data-centres.ts';
import { diskSpace } from './disk-space.ts';
import { dockerfile } from './dockerfile.ts';
import { engine } from './engine.ts';
import { gpu } from './gpu.ts';
import { limits } from './limits.ts';
import type { Look } from './look.ts';
import { registry } from './registry.ts';
import { secrets } from './secrets.ts';
import { source } from './source.ts';
import { target } from './target.ts';
import { variables } from './variables.ts';
import { version } from './version.ts';

export const looks: readonly Look[] = [
  source,
  version,
  dockerfile,
  engine,
  diskSpace,
  registry,
  apiKey,
  balance,
  target,
  gpu,
  dataCentres,
  limits,
  secrets,
  variables,
  credential,
];
