/**
 * A simulated shell without a prompt, as a program makes itself one that has nothing but a terminal: `stty` switches echo and
 * line editing off, and from then on `sh -s` reads. It knows the few forms that such a program types, and runs no other.
 */
import { Duplex, Writable } from 'node:stream';
import type { CommandChannel } from '../command-channel.ts';

export type TypedCommands = {
  feed(input: string): void;
  /** The terminal is gone. */
  close(): void;
};

export type TypedCommandsOptions = {
  readonly write: (bytes: Buffer | string) => void;
  run(command: string, channel: CommandChannel): void;
};

/** `exec sh -c 'stty -echo …; printf "%s%s" ONE "TWOo;"; exec sh -s'`: what it prints; null for any other line. */
export function openingOf(line: string): { readonly mark: string; readonly word: string } | null {
  const [, first, second, word] =
    /exec sh -c 'stty -echo [^;']*; printf "%s%s" ([@\w]{1,40}) "(\w{16})(\w);"; exec sh -s'/.exec(line) ??
    [];
  if (first === undefined || second === undefined || word === undefined) return null;
  return { mark: first + second, word };
}

/** Whoever types more than this without a command means no shell. */
const maxHeldBytes = 512 * 1024;

export function createTypedCommands(mark: string, options: TypedCommandsOptions): TypedCommands {
  const say = (word: string): void => options.write(`${mark}${word};`);
  let line = '';
  /** Lines of base64 up to a full stop: of a command. */
  let held: string[] | null = null;
  let command: string | null = null;
  let running: TypedChannel | null = null;

  function take(text: string): void {
    if (running !== null) takeInput(running, text);
    else if (held !== null) takeCommand(held, text);
    else if (text === "c=$(base64 -d <<'.'") held = [];
    else if (/^f \| .* m d$/.test(text) && command !== null) start(command);
    else takeOther(text);
  }

  function takeCommand(lines: string[], text: string): void {
    if (text !== '.') lines.push(text);
    else {
      command = decoded(lines).toString('utf8');
      held = null;
    }
  }

  function takeOther(text: string): void {
    const again = openingOf(text);
    if (again !== null) say(again.word);
    const [, ready] =
      /^if \[ "\$\(echo b2s= \| head -n 1 \| base64 -d\)" = ok \]; then m (r\d+);/.exec(text) ?? [];
    if (ready !== undefined) say(ready);
  }

  function start(text: string): void {
    command = null;
    let pieces: string[] = [];
    /** Of the piece that is coming: its number stands before it. */
    let linesLeft = 0;
    let isInputOver = false;
    let isEnded = false;
    const letGo = (): void => {
      if (!isInputOver || !isEnded) return;
      running = null;
      say('d');
    };
    const channel = commandChannel(options.write, (code) => {
      isEnded = true;
      say(`e${code}`);
      letGo();
    });
    running = {
      channel,
      take(piece) {
        if (linesLeft > 0) {
          pieces.push(piece);
          linesLeft--;
          if (linesLeft > 0) return;
          if (!isEnded) channel.push(decoded(pieces));
          pieces = [];
          say('a');
        } else if (piece === '.') {
          isInputOver = true;
          channel.push(null);
          letGo();
        } else linesLeft = /^\d{1,4}$/.test(piece) ? Number(piece) : 0;
      },
    };
    say('a');
    options.run(text, channel);
  }

  return {
    feed(input) {
      const lines = (line + input).split('\n');
      line = (lines.pop() ?? '').slice(-maxHeldBytes);
      for (const text of lines) take(text);
    },
    close() {
      running?.channel.destroy();
      running = null;
    },
  };
}

type TypedChannel = { readonly channel: CommandChannel; take(piece: string): void };

function takeInput({ take }: TypedChannel, text: string): void {
  take(text);
}

function decoded(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join(''), 'base64');
}

/** Errors come among the output. It ends when all that was printed is out, with the code that was told. */
function commandChannel(write: (bytes: Buffer) => void, onEnd: (code: number) => void): CommandChannel {
  let code = 0;
  const print = (bytes: Buffer, done: () => void): void => {
    write(bytes);
    done();
  };
  const stderr = new Writable({ write: (bytes: Buffer, _encoding, done) => print(bytes, done) });
  const streams = new Duplex({
    read() {},
    write: (bytes: Buffer, _encoding, done) => print(bytes, done),
    final(done) {
      onEnd(code);
      done();
    },
    allowHalfOpen: true,
  });
  return Object.assign(streams, {
    stderr,
    exit(told: number): void {
      code = told & 255;
    },
  });
}
