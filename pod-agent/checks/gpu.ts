/** The cards: whether the tools see as many as were paid for, and what the driver itself says of each. */
import { containerSources, groupKind, scopeOf } from '../collectors/cgroup.ts';
import { gpuProcessRows, gpuProcessSource } from '../collectors/gpu-processes.ts';
import { textOf } from '../collectors/proc-text.ts';
import { processTable } from '../collectors/process-table.ts';
import type { FilesSource } from '../host/host.ts';
import type { GpuProcessRow, GpuReading } from '../protocol/readings.ts';
import type { Check, Draft, Seen } from './check.ts';
import { cardDrafts } from './gpu/card.ts';
import { failureDraft } from './gpu/failure.ts';
import { gpuAnswer, gpuLook, gpuReading } from './gpu/look.ts';
import { draft } from './machine/draft.ts';

export const gpu: Check = {
  id: 'gpu',
  title: 'GPU',
  needs: (plan) => [
    ...gpuLook(plan),
    ...containerSources,
    processStats,
    { ...gpuProcessSource, cadence: 'once', timeoutMs: 2400 },
  ],
  judge,
};

const processStats: FilesSource = {
  kind: 'files',
  id: 'process stats',
  cadence: 'once',
  glob: '/proc/[0-9]*/stat',
};

function judge(seen: Seen): readonly Draft[] {
  const reading = gpuReading(seen);
  const { cards, failure, expectedCount } = reading;
  if (expectedCount === 0 && cards.length === 0)
    return [skipped('Started without a GPU (RUNPOD_GPU_COUNT is 0), as RunPod does to let data be rescued')];
  if (failure !== null) return [failureDraft(failure, gpuAnswer(seen), expectedCount)];
  if (cards.length === 0 && (expectedCount ?? 0) === 0)
    return [skipped('No GPU tool is there, and nothing says that a GPU is expected')];
  const holders = holdersOf(seen);
  const drafts = [
    ...missing(reading),
    ...cards.flatMap((card) => cardDrafts(card, holders, toolOf(reading))),
    ...withoutPersistence(reading),
  ];
  const isTrouble = drafts.some(({ status }) => status === 'warn' || status === 'fail');
  return isTrouble ? drafts : [...drafts, well(reading)];
}

function missing({ cards, expectedCount, vendor }: GpuReading): readonly Draft[] {
  const lacking = (expectedCount ?? 0) - cards.length;
  if (lacking <= 0) return [];
  return [
    draft({
      id: 'gpu-missing',
      title: `${lacking} of ${expectedCount} GPUs ${lacking === 1 ? 'is' : 'are'} missing`,
      status: 'fail',
      scope: 'container',
      evidence: [
        {
          what: 'GPUs that the driver lists',
          value: String(cards.length),
          expected: `${expectedCount} (RUNPOD_GPU_COUNT)`,
          source: toolOf({ vendor }),
        },
      ],
      causes: [
        'A card has fallen off the bus; the driver lists the others only.',
        'The container was given fewer cards than were paid for.',
        'NVIDIA_VISIBLE_DEVICES leaves cards out.',
      ],
      impact: 'You pay for a card that cannot be used; programs that want all of them fail.',
      fix: {
        text: 'Stop the pod and start it again, which may place it on another machine; if the card stays away, report the machine to RunPod.',
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'A GPU is missing or lost',
    }),
  ];
}

function withoutPersistence({ cards }: GpuReading): readonly Draft[] {
  const off = cards.filter(({ persistenceMode }) => persistenceMode === false);
  if (off.length === 0) return [];
  return [
    draft({
      id: 'gpu-persistence-off',
      title: `Persistence mode is off on ${off.length === 1 ? `GPU ${off[0]?.index}` : `${off.length} GPUs`}`,
      status: 'info',
      scope: 'host',
      evidence: off.map(({ index }) => ({
        what: `persistence mode of GPU ${index}`,
        value: 'Disabled',
        expected: 'Enabled',
        source: 'nvidia-smi --query-gpu=persistence_mode',
      })),
      impact: 'The first program after a pause waits a second or more for each card to wake.',
      fix: {
        text: 'Only the host can set it: "nvidia-smi -pm 1" in a pod says that it did and changes nothing.',
        command: null,
        safe: true,
        reversible: true,
      },
      documentation: 'GPU remarks',
    }),
  ];
}

/** Processes on the cards; null where they are not visible, which is not the same as none. */
function holdersOf({ answers }: Seen): readonly GpuProcessRow[] | null {
  const pids = new Set(processTable(textOf(answers, processStats) ?? '').map(({ pid }) => pid));
  const scope = scopeOf(groupKind(answers));
  return gpuProcessRows({ answer: answers[gpuProcessSource.id], scope, pids });
}

function well({ cards, driverVersion, vendor }: GpuReading): Draft {
  const hottest = Math.max(...cards.map(({ temperatureCelsius }) => temperatureCelsius ?? Number.NaN));
  const heat = Number.isNaN(hottest) ? '' : `, hottest ${hottest.toFixed(0)} °C`;
  return draft({
    id: 'gpu-well',
    title: `${cards.length === 1 ? 'The GPU answers' : `All ${cards.length} GPUs answer`}: ${cards[0]?.name ?? vendor}${heat}`,
    status: 'ok',
    scope: 'container',
    evidence: [
      {
        what: 'driver',
        value: driverVersion ?? 'not known',
        expected: null,
        source: toolOf({ vendor }),
      },
    ],
  });
}

function toolOf({ vendor }: Pick<GpuReading, 'vendor'>): string {
  return vendor === 'amd' ? 'rocm-smi' : 'nvidia-smi --query-gpu';
}

function skipped(title: string): Draft {
  return draft({ id: 'gpu-none', title, status: 'skip', scope: 'container', evidence: [] });
}
