/** What is wrong with one card, by the driver's own word. */
import { defaultThresholds } from '../../health/thresholds.ts';
import { bytes } from '../../health/wording.ts';
import type { GpuCardReading, GpuProcessRow, ThrottleReason } from '../../protocol/readings.ts';
import type { Draft } from '../check.ts';
import { draft } from '../machine/draft.ts';

type Trouble = {
  readonly what: string;
  readonly title: string;
  readonly status: Draft['status'];
  readonly value: string;
  readonly expected: string | null;
  readonly field: string;
  readonly causes: readonly string[];
  readonly impact: string;
  readonly fix: string;
  readonly documentation: string;
};

const anotherMachine =
  'Save what is worth it, stop the pod and start it again, which resets the card or places the pod elsewhere; report the machine to RunPod if it comes back.';
const { warn, fail } = defaultThresholds.gpuCelsius;
/** Far more than the driver itself keeps on an idle card. */
const muchIdleBytes = 1024 ** 3;

/** @param holders Processes on the cards; null where they cannot be seen. @param source The tool that tells of the card. */
export function cardDrafts(
  card: GpuCardReading,
  holders: readonly GpuProcessRow[] | null,
  source: string,
): readonly Draft[] {
  const troubles = [
    ...broken(card),
    ...badMemory(card),
    ...heldDown(card),
    ...hot(card),
    ...heldMemory(card, holders),
  ];
  return troubles.map((trouble) =>
    draft({
      id: `gpu-${trouble.what}:${card.index}`,
      title: `GPU ${card.index} ${trouble.title}`,
      status: trouble.status,
      scope: 'container',
      evidence: [
        {
          what: `${trouble.field} of GPU ${card.index}${card.name === null ? '' : ` (${card.name})`}`,
          value: trouble.value,
          expected: trouble.expected,
          source,
        },
      ],
      causes: trouble.causes,
      impact: trouble.impact,
      fix: { text: trouble.fix, command: null, safe: false, reversible: true },
      documentation: trouble.documentation,
    }),
  );
}

const statusWords = {
  lost: { what: 'lost', title: 'has fallen off the bus' },
  'requires-reset': { what: 'reset-required', title: 'requires a reset' },
  error: { what: 'error', title: 'answers with an error' },
} as const;

function broken(card: GpuCardReading): readonly Trouble[] {
  const { status, statusText, recoveryAction } = card;
  const common = {
    status: 'fail',
    causes: [
      'The card, its power or its slot failed (an Xid in the host kernel log, which a pod cannot read).',
    ],
    impact: 'Programs on this card have failed or hang; new ones cannot use it.',
    fix: anotherMachine,
    documentation: 'A GPU is missing or lost',
  } as const;
  const found: Trouble[] = [];
  if (status !== 'ok') {
    const words = statusWords[status];
    found.push({ ...common, ...words, value: statusText ?? status, expected: 'figures', field: 'state' });
  }
  if (recoveryAction !== null && recoveryAction !== '' && recoveryAction.toLowerCase() !== 'none') {
    found.push({
      ...common,
      what: 'recovery',
      title: `must be recovered: the driver asks for "${recoveryAction}"`,
      value: recoveryAction,
      expected: 'None',
      field: 'gpu_recovery_action',
    });
  }
  return found;
}

function badMemory(card: GpuCardReading): readonly Trouble[] {
  const common = {
    causes: ["The card's memory is failing."],
    impact: 'Results may be wrong, and programs end with CUDA errors.',
    fix: anotherMachine,
    documentation: 'GPU memory errors',
  } as const;
  const found: Trouble[] = [];
  if ((card.eccUncorrectedCount ?? 0) > 0)
    found.push({
      ...common,
      what: 'ecc',
      title: `has ${card.eccUncorrectedCount} memory errors that could not be corrected`,
      status: 'fail',
      value: String(card.eccUncorrectedCount),
      expected: '0',
      field: 'ecc.errors.uncorrected.volatile.total',
    });
  if (card.remappedRowsFailed === true)
    found.push({
      ...common,
      what: 'remap-failed',
      title: 'could not take a bad memory row out of use',
      status: 'fail',
      value: 'Yes',
      expected: 'No',
      field: 'remapped_rows.failure',
    });
  if (card.remappedRowsPending === true || card.retiredPagesPending === true)
    found.push({
      ...common,
      what: 'remap-pending',
      title: 'takes bad memory out of use at its next reset',
      status: 'warn',
      value: 'Yes',
      expected: 'No',
      field: card.remappedRowsPending === true ? 'remapped_rows.pending' : 'retired_pages.pending',
    });
  return found;
}

/** The software power cap is a card at full load; these are cooling or power that do not suffice. */
const alarming: readonly ThrottleReason[] = [
  'hardware-thermal',
  'hardware-power-brake',
  'hardware-slowdown',
  'software-thermal',
];

function heldDown(card: GpuCardReading): readonly Trouble[] {
  const reasons = (card.throttleReasons ?? []).filter((reason) => alarming.includes(reason));
  if (reasons.length === 0) return [];
  const isHeat = reasons.some((reason) => reason.endsWith('thermal'));
  const clock = card.smClockMegahertz === null ? '' : ` at ${card.smClockMegahertz} MHz`;
  return [
    {
      what: 'throttled',
      title: `is held down by ${isHeat ? 'heat' : 'its power supply'}${clock}`,
      status: 'warn',
      value: reasons.join(', '),
      expected: 'none of these',
      field: 'clocks_event_reasons.active',
      causes: isHeat
        ? ["The host's cooling does not suffice, or neighbours on the same host heat it."]
        : ["The host's power supply signals that it is overloaded, or a power plug is loose."],
      impact: 'Everything on this card takes longer, by up to a multiple.',
      fix: 'Watch it for some minutes; if it stays so, stop the pod and start it on another machine, and report this one to RunPod.',
      documentation: 'A GPU is held down',
    },
  ];
}

function hot({ temperatureCelsius: celsius }: GpuCardReading): readonly Trouble[] {
  if (celsius === null || celsius < warn.raise) return [];
  return [
    {
      what: 'hot',
      title: `is at ${celsius.toFixed(0)} °C`,
      status: celsius >= fail.raise ? 'fail' : 'warn',
      value: `${celsius.toFixed(0)} °C`,
      expected: `less than ${warn.raise} °C`,
      field: 'temperature.gpu',
      causes: ["The host's cooling does not suffice for the load."],
      impact: 'Most cards slow down at 83 to 90 °C and switch off a few degrees above.',
      fix: 'Lower the load, or stop the pod and start it on another machine.',
      documentation: 'A GPU is held down',
    },
  ];
}

function heldMemory(card: GpuCardReading, holders: readonly GpuProcessRow[] | null): readonly Trouble[] {
  const { utilizationPercent, memoryUsedBytes, memoryTotalBytes, uuid } = card;
  if (utilizationPercent !== 0 || memoryUsedBytes === null || memoryUsedBytes < muchIdleBytes) return [];
  if (holders?.some(({ gpuUuid }) => uuid === null || gpuUuid === uuid) === true) return [];
  const isSeen = holders !== null;
  return [
    {
      what: 'memory-held',
      title: `holds ${bytes(memoryUsedBytes)} while nothing computes on it${isSeen ? ', and no process has it open' : ''}`,
      status: isSeen ? 'warn' : 'info',
      value: `${bytes(memoryUsedBytes)} of ${memoryTotalBytes === null ? 'unknown' : bytes(memoryTotalBytes)}, 0 % in use`,
      expected: null,
      field: 'memory.used',
      causes: [
        'A program that ended badly left a child behind that still holds the memory.',
        ...(isSeen
          ? []
          : ['A program of yours is loaded and idle: which one holds it is not visible from a container.']),
      ],
      impact: 'A new program may not find enough memory on the card (CUDA out of memory).',
      fix: 'Look for leftover workers ("ps axo pid,ppid,stat,comm" and "fuser -v /dev/nvidia*"), and end those that nobody needs.',
      documentation: 'GPU memory that nobody uses',
    },
  ];
}
