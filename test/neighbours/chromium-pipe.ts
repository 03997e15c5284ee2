/** Questions to and events from a Chromium, by the number of the question and the name of the session. */
import type { Readable, Writable } from 'node:stream';

export type Parameters = Readonly<Record<string, unknown>>;

type EventListener = (method: string, parameters: Parameters, sessionId: string | undefined) => void;

export type Pipe = {
  /** Rejects with what Chromium says is wrong, and after a minute without an answer. */
  ask(method: string, parameters?: Parameters, sessionId?: string): Promise<Parameters>;
  onEvent(listener: EventListener): void;
  /** All questions without an answer are rejected, and those that follow as well. */
  end(reason: string): void;
};

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Parameters;
  readonly sessionId?: string;
  readonly result?: Parameters;
  readonly error?: { readonly message: string };
};

const answerTimeoutMs = 60_000;

export function createPipe(toBrowser: Writable, fromBrowser: Readable): Pipe {
  const waiting = new Map<number, (message: Message) => void>();
  const listeners: EventListener[] = [];
  let ended: string | null = null;
  let lastId = 0;
  const receive = (message: Message) => {
    if (message.id !== undefined) return waiting.get(message.id)?.(message);
    for (const listener of listeners) listener(message.method ?? '', message.params ?? {}, message.sessionId);
  };
  readMessages(fromBrowser, receive);
  toBrowser.on('error', () => {});
  fromBrowser.on('error', () => {});
  return {
    ask(method, params = {}, sessionId) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        if (ended !== null) return reject(new Error(ended));
        const timer = setTimeout(() => settle({ error: { message: 'no answer' } }), answerTimeoutMs);
        const settle = ({ result, error }: Message) => {
          clearTimeout(timer);
          waiting.delete(id);
          if (error === undefined) resolve(result ?? {});
          else reject(new Error(`${method}: ${error.message}`));
        };
        waiting.set(id, settle);
        toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      });
    },
    onEvent: (listener) => void listeners.push(listener),
    end(reason) {
      ended = reason;
      for (const settle of [...waiting.values()]) settle({ error: { message: reason } });
    },
  };
}

function readMessages(stream: Readable, receive: (message: Message) => void): void {
  let parts: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const [first = '', ...rest] = chunk.split('\0');
    parts.push(first);
    for (const next of rest) {
      receive(JSON.parse(parts.join('')));
      parts = [next];
    }
  });
}
