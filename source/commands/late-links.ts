/** Links that are still being made ready (SSH is loaded, keys are read): what is opened meanwhile waits. */
import type { LinkHandle, Links, LinkTarget } from '../ssh/telemetry.ts';

export function lateLinks(ready: Promise<Links>): Links {
  return {
    open(first, listener) {
      let target: LinkTarget = first;
      let handle: LinkHandle | null = null;
      let closed = false;
      void ready.then((links) => {
        if (!closed) handle = links.open(target, listener);
      });
      return {
        retryNow: () => handle?.retryNow(),
        retarget(next) {
          target = next;
          handle?.retarget(next);
        },
        close() {
          closed = true;
          handle?.close();
        },
      };
    },
    close: async () => await (await ready).close(),
  };
}
