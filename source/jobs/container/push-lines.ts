/** Progress of a push: podman's and buildah's `Copying blob sha256:…`, docker's `1a2b3c4d5e6f: Pushed` and its last line with the digest. */
import { safeLine } from './ask-engine.ts';
import type { ProgressReader } from './progress.ts';

/** They say which blob they copy, and never how many there are. */
export function createCopyReader(): ProgressReader {
  let blobs = 0;
  return (line) => {
    if (/^Copying blob /.test(line)) {
      blobs += 1;
      return { kind: 'step', fraction: null, text: `layer ${blobs}` };
    }
    if (/^Copying config /.test(line)) return { kind: 'step', fraction: 0.9, text: 'the configuration' };
    if (/^Writing manifest /.test(line)) return { kind: 'step', fraction: 0.95, text: 'the manifest' };
    return null;
  };
}

const layerPattern = /^([0-9a-f]{12}): (.+)$/;
const layerDone = /^(Pushed|Layer already exists|Mounted from .+)$/;

/** Docker names every layer in its first lines, so how many there are is known before the first is done. */
export function createDockerPushReader(): ProgressReader {
  const isDone = new Map<string, boolean>();
  return (line) => {
    const [, id, said] = layerPattern.exec(line) ?? [];
    if (id === undefined || said === undefined) return null;
    isDone.set(id, layerDone.test(said));
    const done = [...isDone.values()].filter(Boolean).length;
    const fraction = said === 'Preparing' ? 0 : (done / isDone.size) * 0.95;
    return { kind: 'step', fraction, text: safeLine(`layer ${id}: ${said}`) };
  };
}

/** Of `1.4.0: digest: sha256:… size: 1234`; null where no line says it. */
export function dockerPushDigest(lines: readonly string[]): string | null {
  for (const line of lines.toReversed()) {
    const digest = /: digest: (sha256:[0-9a-f]{64}) size: \d+/.exec(line)?.[1];
    if (digest !== undefined) return digest;
  }
  return null;
}
