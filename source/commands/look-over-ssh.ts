/** Whether a pod answers over SSH now, and how many GPUs it sees. */
import type { Pod } from '../fleet/pod.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { Services } from './services.ts';

export type SshLook =
  | {
      readonly ok: true;
      /** null: not asked, or nobody answered. */
      readonly gpuCount: number | null;
    }
  | {
      readonly ok: false;
      /** A part of a sentence. */
      readonly text: string;
      /** Trying again would end the same way: a key or a setting has to change first. */
      readonly isFinal: boolean;
    };

const answerTimeoutMs = 15_000;

export async function lookOverSsh(options: {
  readonly pod: Pod;
  readonly doors: PodDoors;
  readonly services: Extract<Services, { ok: true }>;
  readonly asksGpus: boolean;
  readonly signal: AbortSignal;
}): Promise<SshLook> {
  const { pod, doors, services, asksGpus, signal } = options;
  const reach = services.reachOf(pod);
  if (reach.kind === 'none') return { ok: false, text: reach.reason.replace(/\.$/, ''), isFinal: false };
  const opened = await doors.open(services.targetOf(pod), signal);
  if (!opened.ok) {
    const { message, hint, retriable } = opened.failure;
    const text = retriable ? message.replace(/\.$/, '') : `${message} ${hint}`;
    return { ok: false, text, isFinal: !retriable };
  }
  const door = opened.value;
  try {
    if (!asksGpus) return { ok: true, gpuCount: null };
    const run = await door.script({ text: countGpus, timeoutMs: answerTimeoutMs, maxOutputBytes: 4096 });
    const [, count] = run.ok ? (/^@gpus (\d{1,4})$/m.exec(run.value.output) ?? []) : [];
    return { ok: true, gpuCount: count === undefined ? null : Number(count) };
  } finally {
    await door.close();
  }
}

const countGpus = `PATH=$PATH:/usr/bin:/usr/local/nvidia/bin:/usr/local/cuda/bin
cards=$(timeout 10 nvidia-smi -L 2>/dev/null) || exit 0
printf '\\n@gpus %s\\n' "$(printf '%s\\n' "$cards" | grep -c '^GPU ')"
`;
