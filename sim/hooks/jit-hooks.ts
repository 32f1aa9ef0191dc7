/**
 * What a hook consumer is: functions that are told what the JIT does. A running `Simulator` and a
 * recorded session (`replay` of `jitreel/replay`) call them alike, with equal objects in the same
 * order, so a consumer is written once.
 */

import type { AbortEvent, CompileEvent, JitEvent, TooLongEvent } from "./events.ts";

/** A hook consumer: any of these functions. They must not change what they are given. */
export interface JitHooks {
  /** A loop, entry bridge or bridge was compiled. */
  onCompile?(event: CompileEvent): void;
  /** Tracing was given up; also of bridges that the guest's own hook does not get. */
  onAbort?(event: AbortEvent): void;
  /** After a too long trace: an inlined function that will not be inlined again. */
  onTooLong?(event: TooLongEvent): void;
  /** Every event, after the hook of its kind. Costs are counted only for those who listen. */
  onEvent?(event: JitEvent): void;
  /** What the guest writes. */
  onOutput?(stream: "stdout" | "stderr", bytes: Uint8Array): void;
}

/** Tells `hooks` of one event: the hook of its kind, then the one of all events, then output. */
export function tellHooks(hooks: JitHooks, event: JitEvent): void {
  if (event.kind === "compile") hooks.onCompile?.(event);
  else if (event.kind === "abort") hooks.onAbort?.(event);
  else if (event.kind === "too_long") hooks.onTooLong?.(event);
  hooks.onEvent?.(event);
  if (event.kind === "output") hooks.onOutput?.(event.stream, event.bytes);
}
