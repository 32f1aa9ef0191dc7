/**
 * A trace beyond trace_limit: blame the inlined function that took most of it, which will be
 * compiled separately from now on; or, when nothing was inlined, cut the next trace in segments.
 *
 * Counterpart: rpython/jit/metainterp/pyjitpl.py (blackhole_if_trace_too_long,
 * find_biggest_function, prepare_trace_segmenting).
 */

import type { DriverProgram } from "../jitcode/jitcode.ts";
import type { Const } from "../trace/values.ts";
import { SwitchToBlackhole } from "./signals.ts";
import type { Tracer } from "./tracer.ts";

/** An inlined function. */
export interface Blamed {
  readonly driver: DriverProgram;
  readonly greens: readonly Const[];
}

/** The inlined function with the longest stretch of the trace, or null. */
function findBiggestFunction(tracer: Tracer): Blamed | null {
  const open: (Blamed & { readonly position: number })[] = [];
  let biggest: Blamed | null = null;
  let maxSize = 0;
  const consider = (blamed: Blamed, size: number): void => {
    if (size > maxSize) {
      maxSize = size;
      biggest = blamed;
    }
  };
  for (const { driver, greens, position } of tracer.portalTrail) {
    if (greens !== null) open.push({ driver, greens, position });
    else {
      const entered = open.pop();
      if (entered !== undefined) consider(entered, position - entered.position);
    }
  }
  const outermost = open[0];
  if (outermost !== undefined) consider(outermost, tracer.ops.length - outermost.position);
  return biggest;
}

/** Gives the trace up with ABORT_TOO_LONG. */
export function handleTooLong(tracer: Tracer): never {
  const { compiler } = tracer.services;
  const biggest = findBiggestFunction(tracer);
  if (biggest !== null) {
    compiler.dontTraceHere(biggest.driver, biggest.greens);
    const start = tracer.mergePoints[0];
    if (start !== undefined) compiler.traceNextIteration(tracer.driver, start.greens);
    tracer.blamed = biggest;
  } else {
    compiler.forceFinishNextTime(tracer);
  }
  throw new SwitchToBlackhole("ABORT_TOO_LONG");
}
