/** Whose containers and volumes are whose: each carries a label with the process that made it, so that what a killed one left is found. */
import { hostname } from 'node:os';
import type { Engine } from './engine.ts';

export const ownerLabel = 'pod-engine.owner';

export function ownerName(pid = process.pid): string {
  return `${hostname()}/${pid}`;
}

/** Removes what belongs to processes of this machine that are no more. */
export async function removeLeftovers(engine: Engine): Promise<void> {
  const filter = ['--filter', `label=${ownerLabel}`];
  await removeOrphans(engine, {
    list: ['ps', '--all', '--quiet', ...filter],
    inspect: ['inspect', '--format', `{{index .Config.Labels "${ownerLabel}"}}`],
    remove: ['rm', '--force', '--volumes'],
  });
  await removeOrphans(engine, {
    list: ['volume', 'ls', '--quiet', ...filter],
    inspect: ['volume', 'inspect', '--format', `{{index .Labels "${ownerLabel}"}}`],
    remove: ['volume', 'rm', '--force'],
  });
}

type Kind = Readonly<Record<'list' | 'inspect' | 'remove', readonly string[]>>;

async function removeOrphans(engine: Engine, kind: Kind): Promise<void> {
  const { stdout } = await engine.run(kind.list);
  const ids = stdout.split('\n').filter((line) => line !== '');
  for (const id of ids) {
    const owner = (await engine.run([...kind.inspect, id])).stdout.trim();
    if (isGone(owner)) await engine.run([...kind.remove, id]);
  }
}

/** Another machine's processes cannot be seen from here, and an engine may be shared. */
function isGone(owner: string): boolean {
  const [host, pid] = owner.split('/');
  if (host !== hostname() || pid === undefined || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
