/** Everything that ends a stream: signals, the end of standard input, a reader that has gone. */

export type Ending = { readonly signal: AbortSignal; readonly end: () => void };

/** On a terminal, where standard input has no end, a line `bye` or Ctrl-D is one. */
const farewells = ['bye', '\u0004'];

export function untilToldToEnd(): Ending {
  const ending = untilSignal();
  process.stdin.on('data', (chunk: Buffer) => {
    const words = chunk.toString('latin1').split(/[\r\n]+/);
    if (words.some((word) => farewells.includes(word))) ending.end();
  });
  // `close` and `error` as well: a channel may be torn down without an end.
  for (const event of ['end', 'close', 'error']) process.stdin.on(event, ending.end);
  // An open standard input would keep the process.
  ending.signal.addEventListener('abort', () => process.stdin.destroy());
  return ending;
}

/** For what runs without a channel, such as the monitor. */
export function untilSignal(): Ending {
  const controller = new AbortController();
  const end = () => controller.abort();
  for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) process.on(name, end);
  return { signal: controller.signal, end };
}
