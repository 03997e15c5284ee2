/** One connection of the load generator: one request in flight, opened again by its owner when it breaks. */
import { connect, type Socket } from 'node:net';
import { closedEarly, failureOf, malformedAnswer, noAnswer } from './failures.ts';
import { ResponseParser } from './response-parser.ts';

export type ConnectionOwner = {
  readonly host: string;
  readonly port: number;
  readonly request: Buffer;
  /** What all connections read into: each read is taken apart before the next one begins. */
  readonly readBuffer: Buffer;
  /** Every read, whatever it holds. */
  onBytes(count: number): void;
  onConnected(connection: Connection, nowMs: number): void;
  /** An answer was read to its end. Where the connection cannot be used again it is already closed. */
  onAnswer(connection: Connection, nowMs: number): void;
  /** It is closed, and the request in flight is lost, if there was one. */
  onFailure(connection: Connection, reason: string): void;
  /** The server has closed it after an answer, while nothing was asked. */
  onIdleEnd(connection: Connection): void;
};

type State = 'closed' | 'connecting' | 'free' | 'asking';

export class Connection {
  state: State = 'closed';
  /** When the request in flight was meant to go out. */
  intendedMs = 0;
  /** Since when it connects, or waits for its answer. */
  sinceMs = 0;
  private readonly owner: ConnectionOwner;
  private readonly parser = new ResponseParser();
  private socket: Socket | null = null;
  private hasAnswered = false;

  constructor(owner: ConnectionOwner) {
    this.owner = owner;
  }

  get status(): number {
    return this.parser.head.status;
  }

  open(nowMs: number): void {
    const { host, port, readBuffer } = this.owner;
    this.state = 'connecting';
    this.sinceMs = nowMs;
    this.hasAnswered = false;
    const socket: Socket = connect({
      host,
      port,
      onread: { buffer: readBuffer, callback: (count) => this.read(socket, count) },
    });
    this.socket = socket;
    socket.setNoDelay(true);
    socket.once('connect', () => {
      this.state = 'free';
      this.owner.onConnected(this, performance.now());
    });
    socket.once('end', () => this.ended());
    socket.once('close', () => this.ended());
    socket.on('error', (error) => this.fail(failureOf(error)));
  }

  send(intendedMs: number, nowMs: number): void {
    this.state = 'asking';
    this.intendedMs = intendedMs;
    this.sinceMs = nowMs;
    this.parser.begin();
    this.socket?.write(this.owner.request);
  }

  /** Breaks it off where it has waited for longer than this. */
  expire(nowMs: number, longestMs: number): void {
    const waits = this.state === 'asking' || this.state === 'connecting';
    if (waits && nowMs - this.sinceMs > longestMs) this.fail(noAnswer);
  }

  close(): void {
    this.state = 'closed';
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.removeAllListeners();
    // An error that is still on its way has nobody to hear it.
    socket.on('error', () => undefined);
    socket.destroy();
  }

  private read(socket: Socket, count: number): boolean {
    if (socket !== this.socket) return true;
    this.owner.onBytes(count);
    // What comes unasked is a server's farewell, or nonsense: this connection is of no more use.
    if (this.state !== 'asking') this.idleEnd();
    else this.take(count);
    return true;
  }

  private take(count: number): void {
    const { parser } = this;
    const taken = parser.feed(this.owner.readBuffer, 0, count);
    if (parser.place === 'complete' && taken === count) this.answered();
    else if (parser.place === 'complete' || parser.place === 'malformed') this.fail(malformedAnswer);
  }

  private answered(): void {
    const nowMs = performance.now();
    this.hasAnswered = true;
    if (this.parser.head.keepsAlive) this.state = 'free';
    else this.close();
    this.owner.onAnswer(this, nowMs);
  }

  private ended(): void {
    if (this.state === 'asking' && this.parser.endOfConnection()) this.answered();
    else if (this.state === 'free') this.idleEnd();
    else if (this.state !== 'closed') this.fail(closedEarly);
  }

  /** A server that takes connections only to close them is broken; opened at once, they would never end. */
  private idleEnd(): void {
    if (!this.hasAnswered) {
      this.fail(closedEarly);
      return;
    }
    this.close();
    this.owner.onIdleEnd(this);
  }

  private fail(reason: string): void {
    this.close();
    this.owner.onFailure(this, reason);
  }
}
