/** The console's links and doors: opened while the first frame is on the screen already, and a key that was named and fails is told. */
import type { Links } from '../ssh/telemetry.ts';
import { unusableKeyText } from './command-links.ts';
import { type CountedDoors, countDoors } from './counted-doors.ts';
import { lateDoors } from './late-doors.ts';
import { lateLinks } from './late-links.ts';
import type { Services } from './services.ts';

export function openConsoleWays(
  services: Extract<Services, { ok: true }>,
  nowMs: () => number,
  tell: (text: string) => void,
): { readonly links: Links; readonly doors: CountedDoors } {
  const opened = services.openLinks();
  void opened.then(({ unusable }) => {
    for (const key of unusable) tell(unusableKeyText(key));
  });
  return {
    links: lateLinks(opened.then(({ links }) => links)),
    doors: countDoors(lateDoors(opened.then(({ doors }) => doors)), nowMs),
  };
}
