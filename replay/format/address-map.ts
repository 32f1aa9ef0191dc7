/**
 * Values by address, in the order of addresses: a list of short sorted runs, so that adding and
 * removing stay cheap with a million of them, wherever they are.
 */

/** A run that has grown to this length is cut in two. */
const RUN_MAX = 512;

export class AddressMap<T> {
  /** Never empty ones; all addresses of a run are below those of the next. */
  private readonly runs: number[][] = [];
  private readonly byAddress = new Map<number, T>();

  get size(): number {
    return this.byAddress.size;
  }

  get(address: number): T | undefined {
    return this.byAddress.get(address);
  }

  set(address: number, value: T): void {
    if (!this.byAddress.has(address)) this.insert(address);
    this.byAddress.set(address, value);
  }

  delete(address: number): void {
    if (!this.byAddress.delete(address)) return;
    const at = this.runUpTo(address);
    const run = this.runs[at]!;
    run.splice(countUpTo(run, address) - 1, 1);
    if (run.length === 0) this.runs.splice(at, 1);
  }

  /** The value with the greatest address that is not above `address`. */
  upTo(address: number): T | undefined {
    const run = this.runs[this.runUpTo(address)];
    const count = run === undefined ? 0 : countUpTo(run, address);
    return count === 0 ? undefined : this.byAddress.get(run![count - 1]!);
  }

  /** In the order of addresses. */
  *values(): Generator<T> {
    for (const run of this.runs) for (const address of run) yield this.byAddress.get(address)!;
  }

  private insert(address: number): void {
    const at = this.runUpTo(address);
    const run = this.runs[at];
    if (run === undefined) {
      this.runs.push([address]);
      return;
    }
    run.splice(countUpTo(run, address), 0, address);
    if (run.length >= RUN_MAX) this.runs.splice(at + 1, 0, run.splice(RUN_MAX / 2));
  }

  /** Index of the last run that begins at or below `address`, or 0. */
  private runUpTo(address: number): number {
    let low = 0;
    let high = this.runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.runs[middle]![0]! <= address) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** How many of some sorted addresses are not above `address`. */
function countUpTo(sorted: readonly number[], address: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
