/**
 * How compiled code, a blackhole run or a tracing session hands the outermost frame back.
 *
 * Counterpart: the JitException classes of rpython/jit/metainterp/jitexc.py, as values.
 */

import type { DriverProgram } from "../jitcode/jitcode.ts";
import type { RtValue } from "../trace/values.ts";

export type FrameOutcome =
  /** Go on interpreting at a merge point of a driver: greens, then reds. */
  | {
      readonly kind: "continue";
      readonly driver: DriverProgram;
      readonly args: readonly RtValue[];
    }
  /** The frame has returned. */
  | { readonly kind: "done"; readonly value: RtValue }
  /** The frame was left by a guest exception. */
  | { readonly kind: "exception"; readonly exception: object };
