/** Why a GPU tool gave no figures, from what it printed and how it exited. */
import type { Answer } from '../../host/host.ts';
import type { GpuFailure } from '../../protocol/readings.ts';

type KnownFailure = {
  readonly code: GpuFailure['code'];
  /** What nvidia-smi prints, to standard output or standard error. */
  readonly pattern: RegExp;
  /** nvidia-smi exits with NVML's return code where it does at all: a hint, for text nobody has seen yet. */
  readonly exitCodes: readonly number[];
  readonly advice: string;
};

/** The order matters: the first that fits is taken. */
const knownFailures: readonly KnownFailure[] = [
  {
    code: 'driver-not-loaded',
    pattern: /couldn't communicate with the NVIDIA driver|Driver Not Loaded/i,
    exitCodes: [9],
    advice: "the host's driver is not loaded: stop the pod and start it on another machine",
  },
  {
    code: 'library-missing',
    pattern: /couldn't find libnvidia-ml|Shared Library Not Found|Function Not Found/i,
    exitCodes: [12, 13],
    advice: 'the driver library was not mounted into the container: restart the pod',
  },
  {
    code: 'version-mismatch',
    pattern: /Driver\/library version mismatch/i,
    exitCodes: [18],
    advice: "the host's driver was changed under the pod: restart the pod",
  },
  {
    code: 'permission',
    pattern: /Insufficient Permissions/i,
    exitCodes: [4],
    advice: 'the container may not open the GPU devices',
  },
  {
    code: 'no-devices',
    pattern: /No devices were found/i,
    exitCodes: [6],
    advice: 'the driver is there but shows no GPU: restart the pod',
  },
  {
    code: 'device-lost',
    pattern:
      /GPU is lost|Unable to determine the device handle|fallen off the bus|Failed to initialize NVML: Unknown Error/i,
    exitCodes: [15, 17],
    advice: 'the pod lost its access to a GPU: restart the pod, and report the machine if it happens again',
  },
];

const maxMessageLength = 300;

/** A failure by its text alone; null where no line is one that is known. */
export function failureInText(text: string): GpuFailure | null {
  const lines = text.split('\n').map((line) => line.trim());
  for (const { code, pattern, advice } of knownFailures) {
    const line = lines.find((each) => pattern.test(each));
    if (line !== undefined) {
      return failure(code, `${line} (${advice})`);
    }
  }
  return null;
}

/** The failure of an answer that holds no figures at all. */
export function failureOf(tool: string, answer: Answer): GpuFailure {
  if (!answer.ok) {
    const code =
      answer.reason === 'timeout' ? 'timeout' : answer.reason === 'denied' ? 'permission' : 'unknown';
    return failure(code, `${tool}: ${answer.message}`);
  }
  const text = `${answer.errorText ?? ''}\n${answer.text}`;
  return failureInText(text) ?? failureByExitCode(tool, text.trim(), answer.exitCode ?? null);
}

function failureByExitCode(tool: string, text: string, exitCode: number | null): GpuFailure {
  const said = text.split('\n')[0] || 'it printed nothing';
  const known = knownFailures.find(({ exitCodes }) => exitCode !== null && exitCodes.includes(exitCode));
  const end = exitCode === null ? '' : ` and exited with ${exitCode}`;
  const advice = known === undefined ? '' : ` (${known.advice})`;
  return failure(known?.code ?? 'unknown', `${tool} gave no figures: ${said}${end}${advice}`);
}

function failure(code: GpuFailure['code'], message: string): GpuFailure {
  return { code, message: message.slice(0, maxMessageLength) };
}
