/** Runs the built agent where it may change what it likes: see container-like.sh. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuiltAgent } from './built-agent.ts';
import { namespaceTrouble } from './namespaces.ts';

const script = fileURLToPath(new URL('container-like.sh', import.meta.url));

/** Why that cannot be done here; null when it can. For `describe.skipIf` and its title. */
export const containerLikeMissing = namespaceTrouble(script);

export type ContainerLike = {
  /** Is /tmp within, and the first folder in which commands are looked up. */
  readonly folder: string;
  /** Runs shell lines in it, in which `agent` is the built agent. */
  run(lines: string): { readonly code: number | null; readonly output: string; readonly errorOutput: string };
  /** What a file says that the lines left in /tmp. */
  read(name: string): string;
};

export function createContainerLike(agent: BuiltAgent): ContainerLike {
  const folder = mkdtempSync(join(agent.folder, 'container-'));
  copyFileSync(agent.scriptPath, join(folder, basename(agent.scriptPath)));
  const agentLine = `#!/bin/sh\nexec ${process.execPath} /tmp/${basename(agent.scriptPath)} "$@"\n`;
  writeFileSync(join(folder, 'agent'), agentLine, { mode: 0o755 });
  return {
    folder,
    run(lines) {
      const env = { PATH: `/tmp:${process.env.PATH ?? ''}` };
      const ended = spawnSync(script, [folder, 'sh', '-c', lines], {
        env,
        encoding: 'utf8',
        timeout: 25_000,
      });
      return { code: ended.status, output: ended.stdout, errorOutput: ended.stderr };
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
  };
}
