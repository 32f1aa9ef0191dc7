/**
 * How V8 compiles in a thread that simulates programs.
 */

import { setFlagsFromString } from "node:v8";

/** To be called before the thread does anything. */
export function setThreadFlags(): void {
  // V8 leaves functions of more than 60 KB of bytecode unoptimized; large traces are longer.
  setFlagsFromString("--max-optimized-bytecode-size=4000000");
  // Tracing, optimizing and assembling are hundreds of functions that run for a moment each. V8
  // would optimize most of them before they are done, which took up to half of a short run's time.
  // So it waits for more work (15 times its default) before it optimizes a function, and large
  // functions (the interpreter's loop, traces) do not wait longer than small ones do.
  setFlagsFromString("--interrupt-budget=1000000");
  setFlagsFromString("--bytecode-size-allowance-per-tick=1500");
}
