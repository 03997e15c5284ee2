/**
 * The SSH connections behind one connection to a proxy. A server may open only one session on each; what comes beside that
 * gets a connection of its own, which goes when that ends.
 */
import type { ClientParts } from '../connection.ts';
import type { Outcome } from '../failure.ts';

export type PtyClients = {
  /**
   * On the first connection, and where that opens no further session, on one of its own.
   *
   * @param options.endOf Resolves when what was opened is over.
   */
  use<Value>(options: {
    readonly open: (parts: ClientParts) => Promise<Outcome<Value>>;
    readonly endOf: (value: Value) => Promise<unknown>;
  }): Promise<Outcome<Value>>;
};

export function createClients(
  first: ClientParts,
  connectFurther: (signal: AbortSignal) => Promise<Outcome<ClientParts>>,
): PtyClients {
  const over = new AbortController();
  const further = new Set<ClientParts>();
  let onFirst = 0;
  void first.closed.then(() => {
    over.abort();
    for (const { socket } of further) socket.destroy();
  });

  return {
    async use({ open, endOf }) {
      const isAlone = onFirst === 0;
      onFirst++;
      const opened = await open(first);
      const letGo = () => {
        onFirst--;
      };
      if (opened.ok) void endOf(opened.value).then(letGo);
      else letGo();
      // With nothing else on it, another connection would be refused the same.
      if (opened.ok || isAlone || over.signal.aborted) return opened;
      if (opened.failure.kind !== 'sessions' && opened.failure.kind !== 'protocol') return opened;
      const connected = await connectFurther(over.signal);
      if (!connected.ok) return opened;
      const own = connected.value;
      further.add(own);
      const end = () => {
        further.delete(own);
        own.socket.destroy();
      };
      const onOwn = await open(own);
      if (onOwn.ok) void endOf(onOwn.value).then(end);
      else end();
      return onOwn;
    },
  };
}
