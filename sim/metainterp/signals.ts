/**
 * The two signals that end a tracing session from deep inside; both are caught in session.ts only.
 */

import type { AbortReason } from "../hooks/counters.ts";
import type { FrameOutcome } from "./outcome.ts";

/** Tracing is given up between two instructions; the blackhole goes on from there. */
export class SwitchToBlackhole {
  readonly reason: AbortReason;
  constructor(reason: AbortReason) {
    this.reason = reason;
  }
}

/** Tracing ended with compiled code; the outermost frame goes on as told. */
export class TracingDone {
  readonly outcome: FrameOutcome;
  constructor(outcome: FrameOutcome) {
    this.outcome = outcome;
  }
}
