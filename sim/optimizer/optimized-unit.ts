/**
 * What the optimizer gives: a piece ready for the backend.
 */

import type { TargetToken } from "../trace/descr.ts";
import type { InputArg, ResOp } from "../trace/values.ts";
import type { QuasiImmutDep } from "./context.ts";

/** Optimized code: its guards have descr, resume data and fail arguments. */
export interface OptimizedUnit {
  readonly inputargs: readonly InputArg[];
  readonly ops: readonly ResOp[];
  /** Fields that the code relies on: the compiler registers the loop with them. */
  readonly quasiImmutDeps: readonly QuasiImmutDep[];
  /** Targets that the unit added to its loop's token. */
  readonly newTargets: readonly TargetToken[];
}
