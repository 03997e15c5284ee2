/** Images that pods are made from, pulled from their registries; those that were not here before are removed in the end. */
import { type Engine, lastLine } from './engine.ts';
import { engineReference } from './image.ts';

export type PulledImages = {
  /** Why it cannot be pulled; null when it is here. A tag is asked for anew each time, because it may have moved. */
  fetch(image: string, signal: AbortSignal): Promise<string | null>;
  /** No container may use them any more. */
  removeAll(): Promise<void>;
};

export function createPulledImages(engine: Engine): PulledImages {
  const ours = new Set<string>();
  return {
    async fetch(image, signal) {
      const reference = engineReference(image);
      const isHere = (await engine.run(['image', 'inspect', '--format', 'here', reference])).code === 0;
      const answer = await engine.runLong(
        ['pull', '--quiet', ...plainHttp(engine, image), reference],
        signal,
      );
      if (answer.code !== 0) return `${engine.program} cannot pull "${image}": ${lastLine(answer.stderr)}`;
      if (!isHere) ours.add(reference);
      return null;
    },
    async removeAll() {
      for (const reference of ours) await engine.run(['image', 'rm', reference]);
      ours.clear();
    },
  };
}

/** Registries on loopback speak plain HTTP. Docker takes that for granted and knows no word for it. */
function plainHttp(engine: Engine, image: string): readonly string[] {
  const isLoopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?\//.test(image);
  return isLoopback && /podman/i.test(engine.program) ? ['--tls-verify=false'] : [];
}
