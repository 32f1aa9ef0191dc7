/**
 * Something about each guard of the code that lives, by the guard's address. Guards of freed loops
 * are forgotten, so it is as large as that code, however long the run.
 */

export class LivingGuards<T> {
  private readonly guards = new Map<number, T>();
  /** Addresses of the guards of each loop and its bridges. */
  private readonly ofLoop = new Map<number, number[]>();

  set(loopNo: number, address: number, about: T): void {
    this.guards.set(address, about);
    const addresses = this.ofLoop.get(loopNo);
    if (addresses === undefined) this.ofLoop.set(loopNo, [address]);
    else addresses.push(address);
  }

  lookup(address: number): T | undefined {
    return this.guards.get(address);
  }

  freeLoop(loopNo: number): void {
    for (const address of this.ofLoop.get(loopNo) ?? []) this.guards.delete(address);
    this.ofLoop.delete(loopNo);
  }
}
