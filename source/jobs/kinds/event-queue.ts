/** Events that are handed in by calls and taken out by a generator. */

export type EventQueue<Event> = {
  push(event: Event): void;
  /** No more will come. */
  end(): void;
  /** Ends after the last one that was handed in before `end`. */
  all(): AsyncGenerator<Event, void, void>;
};

export function createEventQueue<Event>(): EventQueue<Event> {
  let waiting: Event[] = [];
  let isOver = false;
  let wake = (): void => undefined;

  return {
    push(event) {
      waiting.push(event);
      wake();
    },
    end() {
      isOver = true;
      wake();
    },
    async *all() {
      for (;;) {
        const taken = waiting;
        waiting = [];
        yield* taken;
        if (waiting.length > 0) continue;
        if (isOver) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
