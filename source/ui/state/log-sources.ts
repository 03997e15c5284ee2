/** The dialog in which the sources of logs are switched on and off. */
import { asLogs } from './logs.ts';
import { type Outcome, seen } from './outcome.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export function openLogSources(view: View): Outcome {
  return seen({ ...view, overlay: { kind: 'log-sources', index: 0 } });
}

export function moveInLogSources(view: View, step: 1 | -1, { logs }: Situation): Outcome {
  const count = logs.sources.length;
  if (view.overlay?.kind !== 'log-sources' || count === 0) return seen(view);
  return seen({ ...view, overlay: { ...view.overlay, index: (view.overlay.index + step + count) % count } });
}

export function toggleLogSource(view: View, { logs }: Situation): Outcome {
  const source = view.overlay?.kind === 'log-sources' ? logs.sources[view.overlay.index] : undefined;
  return source === undefined
    ? seen(view)
    : { view, asks: [asLogs({ kind: 'toggle', sourceKey: source.key })] };
}
