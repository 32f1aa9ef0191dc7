/**
 * Ctrl-C on its way from the main thread, which gets the signal, to the thread that runs a program,
 * which looks at its backward jumps.
 */

const NONE = 0;
const SENT = 1;
const TAKEN = 2;

export class InterruptFlag {
  readonly memory: SharedArrayBuffer;
  private readonly cell: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.cell = new Int32Array(memory);
  }

  send(): void {
    Atomics.store(this.cell, 0, SENT);
  }

  /** Whether what was sent has not been raised in the program yet. */
  get isWaiting(): boolean {
    return Atomics.load(this.cell, 0) !== NONE;
  }

  /** Whether an interrupt was sent; there is none to take afterwards. */
  take(): boolean {
    return Atomics.compareExchange(this.cell, 0, SENT, TAKEN) === SENT;
  }

  /** What was taken has been raised. */
  settle(): void {
    Atomics.compareExchange(this.cell, 0, TAKEN, NONE);
  }
}
