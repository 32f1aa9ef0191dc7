/**
 * Rows of numbers by an integer: a hash table in typed arrays, which takes a third of the memory of a
 * Map of objects. Long runs have millions of units, and a query may need a row for each.
 */

const ROWS_FIRST = 64;
/** A table fuller than this doubles. */
const FILL_MAX = 0.7;
const EMPTY = Number.NaN;

export class NumberTable {
  private readonly columnCount: number;
  private keys = new Float64Array(ROWS_FIRST).fill(EMPTY);
  private columns: Float64Array;
  private count = 0;

  constructor(columnCount: number) {
    this.columnCount = columnCount;
    this.columns = new Float64Array(ROWS_FIRST * columnCount);
  }

  get size(): number {
    return this.count;
  }

  /** Sets the row of `key`, which is an integer; there are as many values as columns. */
  set(key: number, ...values: readonly number[]): void {
    if (this.count >= this.keys.length * FILL_MAX) this.grow();
    const row = this.find(key);
    if (Number.isNaN(this.keys[row])) {
      this.keys[row] = key;
      this.count++;
    }
    this.columns.set(values, row * this.columnCount);
  }

  /** A value of the row of `key`; null when there is none. */
  lookup(key: number, column: number): number | null {
    const row = this.find(key);
    return this.keys[row] === key ? this.columns[row * this.columnCount + column]! : null;
  }

  /** The row of `key`, or the free one where it belongs. */
  private find(key: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    let row = hash(key) & mask;
    for (;;) {
      const found = keys[row]!;
      if (found === key || Number.isNaN(found)) return row;
      row = (row + 1) & mask;
    }
  }

  private grow(): void {
    const { keys, columns, columnCount } = this;
    this.keys = new Float64Array(keys.length * 2).fill(EMPTY);
    this.columns = new Float64Array(columns.length * 2);
    keys.forEach((key, row) => {
      if (Number.isNaN(key)) return;
      const to = this.find(key);
      this.keys[to] = key;
      const from = row * columnCount;
      this.columns.set(columns.subarray(from, from + columnCount), to * columnCount);
    });
  }
}

/** Spreads addresses, whose low bits are equal, and small numbers alike. */
function hash(key: number): number {
  const mixed = Math.imul((key | 0) ^ Math.trunc(key / 2 ** 32), 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}
