/** Processes that are dead and not taken in, or that hang in the kernel, and who stands at their head. */
import type { ProcessEntry } from '../../collectors/process-table.ts';
import type { Draft } from '../check.ts';
import { draft } from '../machine/draft.ts';

/** Each holds a process number until its parent looks at it; a few are every program's. */
const manyZombies = 10;
const mostListed = 5;
/** The kernel's own threads wait in state D as a matter of course. */
const kernelParent = 2;

/** Those that were there a second ago in the same state and have not run since: the others are only passing. */
export function lasting(
  now: readonly ProcessEntry[],
  before: readonly ProcessEntry[],
): readonly ProcessEntry[] {
  const earlier = new Map(before.map((entry) => [`${entry.pid} ${entry.startTicks}`, entry]));
  return now.filter((entry) => {
    const then = earlier.get(`${entry.pid} ${entry.startTicks}`);
    return then !== undefined && then.state === entry.state && then.cpuTicks === entry.cpuTicks;
  });
}

export function zombieDrafts(
  stayed: readonly ProcessEntry[],
  all: readonly ProcessEntry[],
): readonly Draft[] {
  const zombies = stayed.filter(({ state }) => state === 'Z');
  if (zombies.length === 0) return [];
  const parents = parentsOf(zombies, all);
  const [worst] = parents;
  const isMany = zombies.length >= manyZombies;
  return [
    draft({
      id: 'processes-zombies',
      title: `${zombies.length} ${zombies.length === 1 ? 'process has' : 'processes have'} ended and ${zombies.length === 1 ? 'is' : 'are'} not taken in by ${worst?.name ?? 'the parent'} (zombies)`,
      status: isMany ? 'warn' : 'info',
      scope: 'container',
      evidence: parents.slice(0, mostListed).map(({ name, pid, count }) => ({
        what: `zombies of ${name} (process ${pid})`,
        value: String(count),
        expected: `fewer than ${manyZombies}`,
        source: '/proc/*/stat',
      })),
      causes: [
        worst?.pid === 1
          ? `${worst.name} is the container's first process and does not take in what others leave behind.`
          : `${worst?.name ?? 'Their parent'} never waits for its children.`,
      ],
      impact: 'Each holds a process number; when they run out, nothing can be started any more.',
      fix: {
        text:
          worst?.pid === 1
            ? 'Start the container with an init that reaps: tini or dumb-init as its first process, as the image of Pod Engine has.'
            : `Restart ${worst?.name ?? 'the parent'}${worst === undefined ? '' : ` (process ${worst.pid})`}: its zombies go with it.`,
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'Zombies',
    }),
  ];
}

export function stuckDrafts(stayed: readonly ProcessEntry[]): readonly Draft[] {
  const stuck = stayed.filter(
    ({ state, parentPid, pid }) => state === 'D' && parentPid !== kernelParent && pid !== kernelParent,
  );
  const [first] = stuck;
  if (first === undefined) return [];
  return [
    draft({
      id: 'processes-stuck',
      title: `${stuck.length === 1 ? `${first.name} hangs` : `${stuck.length} processes hang`} in the kernel (state D)`,
      status: 'warn',
      scope: 'container',
      evidence: stuck.slice(0, mostListed).map(({ name, pid }) => ({
        what: `state of ${name} (process ${pid})`,
        value: 'D, without a step for a second',
        expected: 'S or R',
        source: `/proc/${pid}/stat`,
      })),
      causes: [
        'A network volume or a disk does not answer.',
        'The GPU driver hangs on a card.',
        'The disk is so busy that a single access takes a second.',
      ],
      impact: 'Such a process cannot be ended, not even by SIGKILL, until the kernel lets go.',
      fix: {
        text: 'Mend what they wait for (see disk and GPU); if it does not come back, stop the pod and start it again.',
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'Processes that hang',
    }),
  ];
}

const inits =
  /^(tini|dumb-init|docker-init|podman-init|catatonit|systemd|init|s6-svscan|runit|runsvdir|supervisord|my_init|pod-init)$/;

/** Without zombies under it, a first process that does not reap is a remark only. */
export function initDrafts(stayed: readonly ProcessEntry[], all: readonly ProcessEntry[]): readonly Draft[] {
  const first = all.find(({ pid }) => pid === 1);
  if (first === undefined || inits.test(first.name)) return [];
  const orphans = stayed.filter(({ state, parentPid }) => state === 'Z' && parentPid === 1).length;
  return [
    draft({
      id: 'processes-no-init',
      title: `The container's first process is ${first.name}, which is no init`,
      status: orphans >= manyZombies ? 'warn' : 'info',
      scope: 'container',
      evidence: [
        {
          what: 'name of process 1',
          value: first.name,
          expected: 'an init such as tini',
          source: '/proc/1/stat',
        },
        { what: 'zombies of process 1', value: String(orphans), expected: '0', source: '/proc/*/stat' },
      ],
      causes: ['The image has no ENTRYPOINT with an init, or the template replaced it.'],
      impact: 'What other programs leave behind may stay as zombies, and signals to stop may be ignored.',
      fix: {
        text: 'Put "tini --" before the command of the template or the image.',
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'Zombies',
    }),
  ];
}

type Parent = { readonly pid: number; readonly name: string; readonly count: number };

/** Those with most zombies first. */
function parentsOf(zombies: readonly ProcessEntry[], all: readonly ProcessEntry[]): readonly Parent[] {
  const counts = new Map<number, number>();
  for (const { parentPid } of zombies) counts.set(parentPid, (counts.get(parentPid) ?? 0) + 1);
  return [...counts]
    .map(([pid, count]) => ({ pid, count, name: all.find((entry) => entry.pid === pid)?.name ?? 'unknown' }))
    .sort((left, right) => right.count - left.count);
}
