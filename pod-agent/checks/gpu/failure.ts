/** The whole GPU tool failed: which of the known failures it is, and what mends it. */
import type { Answer } from '../../host/host.ts';
import { oneLine } from '../../protocol/one-line.ts';
import type { GpuFailure } from '../../protocol/readings.ts';
import type { Draft } from '../check.ts';
import { draft } from '../machine/draft.ts';

type Kind = {
  readonly id: string;
  readonly title: string;
  readonly causes: readonly string[];
  readonly fix: string;
};

const restart =
  'Stop the pod and start it again, so that the driver is mounted anew; if it comes back so, terminate it and rent another machine.';

const toolMissing: Kind = {
  id: 'gpu-tool-missing',
  title: 'GPUs are paid for, but neither nvidia-smi nor rocm-smi is in the container',
  causes: [
    'The container was started without the GPU runtime, which mounts the tools.',
    'The image sets NVIDIA_DRIVER_CAPABILITIES without "utility".',
  ],
  fix: restart,
};

const kinds: Readonly<Record<GpuFailure['code'], Kind>> = {
  'driver-not-loaded': {
    id: 'gpu-driver-not-loaded',
    title: "The host's NVIDIA driver is not loaded",
    causes: [
      'The host was rebooted or updated and its driver did not start.',
      'The host has no NVIDIA card.',
    ],
    fix: 'Nothing in the pod can load it: stop the pod and start it on another machine, and report this one to RunPod.',
  },
  'library-missing': {
    id: 'gpu-library-missing',
    title: 'The NVIDIA driver library is not in the container',
    causes: [
      'The GPU runtime did not mount libnvidia-ml.so.',
      'LD_LIBRARY_PATH or ldconfig of the image hides it.',
    ],
    fix: restart,
  },
  'version-mismatch': {
    id: 'gpu-version-mismatch',
    title: "The driver library and the host's driver are of different versions",
    causes: ["The host's driver was updated while the pod ran."],
    fix: restart,
  },
  permission: {
    id: 'gpu-permission',
    title: 'The GPU devices may not be opened',
    causes: [
      "The container's device permissions leave /dev/nvidia* out.",
      'The tool runs as an unprivileged user.',
    ],
    fix: `Try as root; else: ${restart}`,
  },
  'no-devices': {
    id: 'gpu-no-devices',
    title: 'The driver is there, but shows no GPU',
    causes: ['No card was given to the container.', 'Every card has fallen off the bus.'],
    fix: restart,
  },
  'device-lost': {
    id: 'gpu-device-lost',
    title: 'The pod has lost its access to a GPU',
    causes: [
      'A card has fallen off the bus (Xid 79).',
      "The container's device permissions were reset, as a daemon-reload of the host does.",
    ],
    fix: restart,
  },
  timeout: {
    id: 'gpu-silent',
    title: 'The GPU tool did not answer in time',
    causes: [
      'The driver hangs on a card.',
      'Persistence mode is off and many cards wake up first.',
      'The machine is too busy.',
    ],
    fix: 'Run "nvidia-smi" by hand and wait for it; if it never ends, stop the pod and start it on another machine.',
  },
  unknown: {
    id: 'gpu-tool-failed',
    title: 'The GPU tool gave no figures',
    causes: ['The driver or a card is in a state that is not known here.'],
    fix: restart,
  },
};

/** @param answer What the tool said. @param expectedCount What was paid for; null where nobody says. */
export function failureDraft(
  failure: GpuFailure,
  answer: Answer | undefined,
  expectedCount: number | null,
): Draft {
  const isMissing = answer?.ok === false && answer.reason === 'absent';
  const kind = isMissing ? toolMissing : kinds[failure.code];
  const isPaidFor = (expectedCount ?? 0) > 0;
  return draft({
    id: kind.id,
    title: kind.title,
    // A slow driver is no broken one, and where nobody pays for a card nothing is broken by its absence.
    status: failure.code === 'timeout' ? 'unknown' : isPaidFor ? 'fail' : 'warn',
    scope: 'container',
    evidence: [
      {
        what: 'what nvidia-smi said',
        value: saidBy(answer, failure),
        expected: expectedCount === null ? 'a line for each GPU' : `${expectedCount} GPUs (RUNPOD_GPU_COUNT)`,
        source: 'nvidia-smi --query-gpu',
      },
    ],
    causes: kind.causes,
    impact: 'No program in the pod can use a GPU, while the pod is paid for with one.',
    fix: { text: kind.fix, command: null, safe: false, reversible: true },
    documentation: 'The GPU tool fails',
  });
}

function saidBy(answer: Answer | undefined, failure: GpuFailure): string {
  if (answer === undefined || !answer.ok) return oneLine(failure.message);
  const text = `${answer.errorText ?? ''}\n${answer.text}`.trim();
  const code = answer.exitCode === undefined ? '' : ` (exit code ${answer.exitCode})`;
  return `${oneLine(text.split('\n')[0] || 'nothing')}${code}`;
}
