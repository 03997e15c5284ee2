/** What the probe has answered so far, in the form in which collectors take it. */
import { answersByCollector } from '../../pod-agent/collectors/source-list.ts';
import type { Answer, Answers } from '../../pod-agent/host/host.ts';
import type { ProbeEvent } from './probe-lines.ts';
import type { ProbeSource } from './probe-sources.ts';

export type ProbeAnswers = {
  take(event: Extract<ProbeEvent, { readonly kind: 'none' | 'text' | 'value' }>, nowMs: number): void;
  /** The variables of PID 1 that were printed; or that they could not be read. */
  environment(variables: ReadonlyMap<string, string>, isReadable: boolean): void;
  /** By collector, with the age of the GPU's figures. */
  current(nowMs: number): Readonly<Record<string, Answers>>;
};

export function createProbeAnswers(sources: readonly ProbeSource[]): ProbeAnswers {
  const answers: (Answer | undefined)[] = [];
  let gpuAtMs: number | null = null;

  return {
    take(event, nowMs) {
      const wanted = sources[event.number];
      if (wanted === undefined) return;
      const answer = answerOf(event, wanted);
      const isHotGpu = wanted.source.cadence === 'hot' && wanted.source.kind === 'command';
      if (isHotGpu && answer.ok) gpuAtMs = nowMs;
      answers[event.number] = answer;
    },
    environment(variables, isReadable) {
      for (const [number, { source }] of sources.entries()) {
        if (source.kind !== 'environment') continue;
        const lines = source.names.flatMap((name) => {
          const value = variables.get(name);
          return value === undefined ? [] : [`${name}=${value}\n`];
        });
        answers[number] = isReadable
          ? { ok: true, text: lines.join('') }
          : { ok: false, reason: 'denied', message: 'The environment of PID 1 may not be read.' };
      }
    },
    current(nowMs) {
      const given = answersByCollector(sources, answers);
      const { gpu } = given;
      if (gpu === undefined || gpuAtMs === null) return given;
      const ageMs = Math.max(0, Math.round(nowMs - gpuAtMs));
      return { ...given, gpu: { ...gpu, age: { ok: true, text: String(ageMs) } } };
    },
  };
}

/** `timeout` exits with 124, or with 128 and the signal it ended the command by. */
const timeoutCodes: ReadonlySet<number> = new Set([124, 137, 143]);

function answerOf(
  event: Extract<ProbeEvent, { readonly kind: 'none' | 'text' | 'value' }>,
  { source }: ProbeSource,
): Answer {
  if (event.kind === 'text') return { ok: true, text: event.text };
  if (event.kind === 'none') {
    return { ok: false, reason: event.reason, message: `${subjectOf(source)} is ${event.reason}.` };
  }
  const { exitCode, text } = event;
  if (timeoutCodes.has(exitCode)) {
    return { ok: false, reason: 'timeout', message: `${subjectOf(source)} did not answer in time.` };
  }
  if (source.kind === 'filesystem' && exitCode !== 0) {
    return { ok: false, reason: 'absent', message: `${source.path} is not there.` };
  }
  if (exitCode === 127) {
    return { ok: false, reason: 'absent', message: `${subjectOf(source)} is not there.` };
  }
  // The shell cannot keep the two outputs apart without a file; a failed command's words are its complaint.
  return exitCode === 0 ? { ok: true, text, exitCode } : { ok: true, text, exitCode, errorText: text };
}

function subjectOf(source: ProbeSource['source']): string {
  switch (source.kind) {
    case 'file':
    case 'filesystem':
      return source.path;
    case 'files':
      return source.glob;
    case 'command':
      return source.argv[0];
    case 'environment':
      return 'The environment of PID 1';
    case 'http':
      return `http://127.0.0.1:${source.port}${source.path}`;
  }
}
