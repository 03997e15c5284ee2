/**
 * Builds what the pod's image holds: the agent and its site. Of all packages it needs esbuild, and systeminformation,
 * which is bundled into the agent; none of the console's.
 */
import { mkdir } from 'node:fs/promises';
import { buildAgent } from './agent.mjs';
import { root } from './common.mjs';
import { buildSite } from './site.mjs';

await mkdir(`${root}dist`, { recursive: true });
await buildAgent();
await buildSite();
