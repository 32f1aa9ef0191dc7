/**
 * The driver of the Python guest, named as PyPy names it.
 */

import type { JitDriverSpec } from "../../../hints/jit-driver.ts";

export const PYPYJIT_DRIVER: JitDriverSpec = {
  name: "pypyjit",
  greens: ["next_instr", "is_being_profiled", "pycode"],
  reds: ["frame", "ec"],
  virtualizable: "frame",
  isRecursive: true,
};
