/** The list of `nvidia-smi -L`: which cards there are by name, and how each is sliced. */
import type { MigInstanceReading } from '../../protocol/readings.ts';

export type ListedCard = {
  readonly index: number;
  readonly name: string;
  readonly uuid: string;
  readonly migInstances: readonly MigInstanceReading[];
};

/** Lines `GPU 0: <name> (UUID: GPU-...)`, each followed by its slices `MIG 3g.40gb  Device  0: (UUID: MIG-...)`. */
export function parseList(text: string): readonly ListedCard[] {
  const cards: (ListedCard & { migInstances: MigInstanceReading[] })[] = [];
  for (const line of text.split('\n')) {
    const card = /^GPU (\d+): (.+) \(UUID: ([^)]+)\)/.exec(line.trim());
    if (card !== null) {
      cards.push({ index: Number(card[1]), name: card[2] ?? '', uuid: card[3] ?? '', migInstances: [] });
    }
    const slice = /^MIG (\S+)\s+Device\s+\d+: \(UUID: ([^)]+)\)/.exec(line.trim());
    if (slice !== null) {
      cards.at(-1)?.migInstances.push({ profile: slice[1] ?? '', uuid: slice[2] ?? '' });
    }
  }
  return cards;
}
