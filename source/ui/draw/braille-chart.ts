/** A filled chart of several rows in braille: two values and four steps of height in each cell. */

/** Dots of the left and the right column of a cell, from the lowest row up. */
const leftDots = [0x40, 0x04, 0x02, 0x01];
const rightDots = [0x80, 0x20, 0x10, 0x08];

export type ChartRequest = {
  /** Two per cell, oldest first; null is a gap. */
  readonly values: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
  readonly low: number;
  readonly high: number;
};

/** `height` rows of `width` cells, the top row first. A known value shows at least one dot, so that zero is not taken for a gap. */
export function brailleChart(request: ChartRequest): string[] {
  const { values, width, height } = request;
  const rows: string[] = [];
  const heights = Array.from({ length: width * 2 }, (_, index) => dotsHigh(values[index] ?? null, request));
  for (let row = height - 1; row >= 0; row--) {
    let text = '';
    for (let cell = 0; cell < width; cell++) {
      const left = (heights[cell * 2] ?? 0) - row * 4;
      const right = (heights[cell * 2 + 1] ?? 0) - row * 4;
      const pattern = dots(left, leftDots) + dots(right, rightDots);
      text += pattern === 0 ? ' ' : String.fromCharCode(0x2800 + pattern);
    }
    rows.push(text);
  }
  return rows;
}

function dotsHigh(value: number | null, { low, high, height }: ChartRequest): number {
  if (value === null) return 0;
  const share = high > low ? (value - low) / (high - low) : 0;
  return Math.min(height * 4, Math.max(1, Math.round(share * height * 4)));
}

function dots(count: number, column: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < Math.min(count, column.length); index++) sum += column[index] ?? 0;
  return sum;
}
