/** The head of the answer before: most servers repeat it for a second, and comparing costs a tenth of reading. */

/** A longer head is read each time. */
const mostBytes = 2048;

export class LastHead {
  /** 0: there is none. */
  length = 0;
  private readonly kept = Buffer.alloc(mostBytes);

  /** Whether these bytes begin with the head before. */
  isAgain(bytes: Buffer, from: number, end: number): boolean {
    const { length } = this;
    if (length === 0 || end - from < length) return false;
    return bytes.compare(this.kept, 0, length, from, from + length) === 0;
  }

  keep(bytes: Buffer, from: number, end: number): void {
    this.length = end - from > mostBytes ? 0 : end - from;
    if (this.length > 0) bytes.copy(this.kept, 0, from, end);
  }
}
