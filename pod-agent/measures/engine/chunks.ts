/** The chunked coding (RFC 9112, section 7.1), read byte by byte: it may be cut anywhere. */
import { carriageReturn, lineFeed, space, tab } from './bytes.ts';

export type BodyPart = (bytes: Uint8Array, from: number, end: number) => void;

type Place = 'size' | 'extension' | 'data' | 'after-data' | 'trailer-start' | 'trailer' | 'end' | 'malformed';

/** More hexadecimal digits than any chunk needs. */
const mostDigits = 12;
const mostLineBytes = 16 * 1024;

export class ChunkReader {
  place: Place = 'size';
  private left = 0;
  private digitCount = 0;
  private lineBytes = 0;

  begin(): void {
    this.place = 'size';
    this.left = 0;
    this.digitCount = 0;
    this.lineBytes = 0;
  }

  /** Gives the position of the first byte that it did not take; then `place` is `end` or `malformed`. */
  feed(bytes: Uint8Array, from: number, end: number, onPart: BodyPart | null): number {
    let at = from;
    while (at < end && this.place !== 'end' && this.place !== 'malformed') {
      if (this.place !== 'data') {
        this.place = this.step(bytes[at] ?? 0);
        at += 1;
        continue;
      }
      const partEnd = Math.min(end, at + this.left);
      onPart?.(bytes, at, partEnd);
      this.left -= partEnd - at;
      at = partEnd;
      if (this.left === 0) this.place = 'after-data';
    }
    return at;
  }

  private step(byte: number): Place {
    this.lineBytes += 1;
    if (this.lineBytes > mostLineBytes) return 'malformed';
    if (this.place === 'size') return this.sizeByte(byte);
    if (this.place === 'extension') return byte === lineFeed ? this.afterSize() : 'extension';
    if (this.place === 'after-data') return this.afterDataByte(byte);
    if (byte === lineFeed) return this.place === 'trailer-start' ? 'end' : 'trailer-start';
    return byte === carriageReturn && this.place === 'trailer-start' ? 'trailer-start' : 'trailer';
  }

  private sizeByte(byte: number): Place {
    const digit = hexadecimal(byte);
    if (digit >= 0) {
      this.left = this.left * 16 + digit;
      this.digitCount += 1;
      return this.digitCount > mostDigits ? 'malformed' : 'size';
    }
    if (this.digitCount === 0) return 'malformed';
    if (byte === lineFeed) return this.afterSize();
    const isBreak = byte === 59 || byte === carriageReturn || byte === space || byte === tab;
    return isBreak ? 'extension' : 'malformed';
  }

  private afterSize(): Place {
    this.lineBytes = 0;
    return this.left === 0 ? 'trailer-start' : 'data';
  }

  private afterDataByte(byte: number): Place {
    if (byte === carriageReturn) return 'after-data';
    if (byte !== lineFeed) return 'malformed';
    this.begin();
    return 'size';
  }
}

function hexadecimal(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
