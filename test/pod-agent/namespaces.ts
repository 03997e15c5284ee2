/** Whether this machine lets a test make namespaces of its own, by one of the scripts that do. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @returns Why the script cannot run here; null when it can. */
export function namespaceTrouble(script: string): string | null {
  if (process.getuid?.() !== 0) return 'only root may make namespaces';
  const folder = mkdtempSync(join(tmpdir(), 'pod-agent-namespace-'));
  try {
    execFileSync(script, [folder, 'true'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `no namespaces: ${error instanceof Error ? error.message.split('\n').join(' ') : String(error)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
