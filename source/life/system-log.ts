/** RunPod's own log of a pod, read for what keeps the pod from starting. Wordings as container runtimes have them. */

export type SystemLogLine = { readonly atMs: number | null; readonly text: string };

export type FailureLine = {
  /** The line, as it stands in the log. */
  readonly text: string;
  readonly about: 'image' | 'container';
  readonly fix: string;
};

/**
 * The newest line that tells of a failure; null where none does, or a later one tells of success. Of a failure's several
 * lines the newest is the one that gave up.
 */
export function failureLine(log: readonly SystemLogLine[] | null): FailureLine | null {
  const lines = log ?? [];
  for (let index = lines.length - 1; index >= 0; index--) {
    const text = lines[index]?.text ?? '';
    const known = failures.find(({ form }) => form.test(text));
    if (known !== undefined) return { text, about: known.about, fix: known.fix };
    if (startedForm.test(text)) return null;
  }
  return null;
}

/** The last step of a start that the log tells of. */
export function lastTelling(log: readonly SystemLogLine[]): 'pulling' | 'pulled' | 'started' | null {
  for (let index = log.length - 1; index >= 0; index--) {
    const text = log[index]?.text ?? '';
    if (startedForm.test(text)) return 'started';
    if (pulledForm.test(text)) return 'pulled';
    if (/\bpull(ing)?\b|download/i.test(text)) return 'pulling';
  }
  return null;
}

/**
 * A container that ends by itself is started again at once, for ever: starts of the last ten minutes, oldest first. Nobody
 * knows when a line without a time was written; it counts as recent.
 */
export function recentStarts(log: readonly SystemLogLine[] | null, nowMs: number): readonly SystemLogLine[] {
  return (log ?? []).filter(
    ({ atMs, text }) => startedForm.test(text) && (atMs === null || atMs > nowMs - recentMs),
  );
}

const recentMs = 10 * 60_000;

const startedForm = /\b(container (is )?(running|started)|started? container|start container .*: begin$)/i;
const pulledForm =
  /\b(downloaded newer image|image is up to date|pull(ed)? complete|create(d|ing)? container|image (already )?(present|pulled|exists))/i;

const failures: readonly (Omit<FailureLine, 'text'> & { readonly form: RegExp })[] = [
  {
    form: /pull access denied|unauthori[sz]ed|authentication required|denied: requested access|403 forbidden/i,
    about: 'image',
    fix: 'The registry wants a login: give the pod the credential of its registry.',
  },
  {
    form: /manifest (for .* )?(not found|unknown)|not found: manifest|repository .* not found|name unknown|invalid reference format/i,
    about: 'image',
    fix: "There is no image of that name and tag: edit the pod's image.",
  },
  {
    form: /toomanyrequests|rate limit/i,
    about: 'image',
    fix: 'The registry turns away pulls without a login for a while: give the pod a credential, or wait.',
  },
  {
    form: /no space left on device/i,
    about: 'image',
    fix: 'The container disk is too small for the image: edit its size.',
  },
  {
    form: /no matching manifest|exec format error/i,
    about: 'image',
    fix: 'The image is built for another kind of machine: build it for linux/amd64.',
  },
  {
    form: /(error|failed)[^a-z]*(pulling|to pull|response from daemon.*pull)|pull.*(failed|error)|no such host|tls handshake/i,
    about: 'image',
    fix: 'Look at the name of the image, and at the registry.',
  },
  {
    form: /unsatisfied condition: cuda|cuda.*(insufficient|mismatch)|nvidia-container-cli/i,
    about: 'container',
    fix: "The machine's driver is too old for the image: ask for a newer CUDA version.",
  },
  {
    form: /out of memory|oom.?kill/i,
    about: 'container',
    fix: 'Its memory is too small for what it starts.',
  },
  {
    form: /oci runtime|executable file not found|no such file or directory|permission denied|failed to (create|start)|cannot start|error (starting|creating)|start container.*(error|fail)/i,
    about: 'container',
    fix: 'Look at the start command and at the entrypoint of the image.',
  },
  {
    form: /\b(exited with|exit code) [1-9]\d*/i,
    about: 'container',
    fix: 'What the container starts has ended: look at its own log.',
  },
];
