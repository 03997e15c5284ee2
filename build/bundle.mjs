/** Builds everything into `dist/`: the agent, its site, and the console, which carries the agent's hash. */
import { mkdir } from 'node:fs/promises';
import { buildAgent } from './agent.mjs';
import { root } from './common.mjs';
import { buildConsole } from './console.mjs';
import { buildSite } from './site.mjs';

await mkdir(`${root}dist`, { recursive: true });
await buildAgent();
await buildSite();
await buildConsole();
