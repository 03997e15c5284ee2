/** The console's links: opened while the first frame is on the screen already, and a key that was named and fails is told. */
import type { Links } from '../ssh/telemetry.ts';
import { unusableKeyText } from './command-links.ts';
import { lateLinks } from './late-links.ts';
import type { Services } from './services.ts';

export function openConsoleLinks(
  services: Extract<Services, { ok: true }>,
  tell: (text: string) => void,
): Links {
  const opened = services.openLinks();
  void opened.then(({ unusable }) => {
    for (const key of unusable) tell(unusableKeyText(key));
  });
  return lateLinks(opened.then(({ links }) => links));
}
