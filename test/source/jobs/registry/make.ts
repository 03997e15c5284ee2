/** A registry's client as a deploy has it, with logins from a folder of the test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runProgram } from '../../../../source/jobs/programs/run-program.ts';
import { createRegistry } from '../../../../source/jobs/registry/create-registry.ts';
import type { Registry } from '../../../../source/jobs/registry/registry.ts';

export function registryAt(
  host: string,
  options: {
    /** Docker's configuration file. */
    readonly dockerConfig?: unknown;
    readonly environment?: Readonly<Record<string, string>>;
    readonly fetch?: typeof fetch;
  } = {},
): Registry {
  const homeFolder = mkdtempSync(join(tmpdir(), 'pod-engine-home-'));
  onTestFinished(() => rmSync(homeFolder, { recursive: true, force: true }));
  if (options.dockerConfig !== undefined) {
    mkdirSync(join(homeFolder, '.docker'));
    writeFileSync(join(homeFolder, '.docker/config.json'), JSON.stringify(options.dockerConfig));
  }
  return createRegistry({
    host,
    fetch: options.fetch ?? fetch,
    environment: options.environment ?? {},
    homeFolder,
    run: runProgram,
  });
}

export function basicAuth(user: string, password: string): { readonly auth: string } {
  return { auth: Buffer.from(`${user}:${password}`).toString('base64') };
}
