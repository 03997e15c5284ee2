/** A command that is run through a door. */
import type { ChannelEnd } from './channel.ts';
import type { Connection } from './connection.ts';
import type { Outcome } from './failure.ts';
import type { PodCommand, PodDoor } from './pod-door.ts';

/** A command that does not end by its streams keeps its channel half open; nobody waits for it longer than this. */
const closeWithinMs = 1000;

const withoutEnd: ChannelEnd = { exitCode: null, signal: null };

export async function runCommand(
  connection: Connection,
  options: Parameters<PodDoor['run']>[0],
): Promise<Outcome<PodCommand>> {
  const opened = await connection.exec(options);
  if (!opened.ok) return opened;
  const channel = opened.value;
  let giveUp: (end: ChannelEnd) => void = () => {};
  const givenUp = new Promise<ChannelEnd>((resolve) => {
    giveUp = resolve;
  });
  let timer: NodeJS.Timeout | undefined;
  const endSoon = () => {
    timer ??= setTimeout(() => giveUp(withoutEnd), closeWithinMs);
  };
  // ssh2 closes the channels of a lost connection; this stands behind it.
  void connection.closed.then(endSoon);
  const ended = Promise.race([channel.ended, givenUp]);
  void channel.ended.then(() => clearTimeout(timer));
  return {
    ok: true,
    value: {
      ended,
      send: channel.send,
      endInput: channel.endInput,
      close() {
        endSoon();
        channel.close();
      },
    },
  };
}
