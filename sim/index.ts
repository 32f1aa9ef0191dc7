/**
 * The public names of the simulator.
 */

export { UserError } from "./base/errors.ts";
export { libraryModuleNames } from "./guests/python/modules/library.ts";
export type { StatsSnapshot } from "./hints/control.ts";
export { ABORT_REASONS, COUNTER_NAMES } from "./hooks/counters.ts";
export type { AbortReason, CounterName } from "./hooks/counters.ts";
export type {
  AbortEvent,
  CauseRecord,
  CompileEvent,
  EventKind,
  EventListener,
  GreenKeyRecord,
  JitEvent,
  MergePointRecord,
  OperationRecord,
  OwnerRecord,
  TooLongEvent,
} from "./hooks/events.ts";
export { EVENT_KINDS } from "./hooks/events.ts";
export type { JitHooks } from "./hooks/jit-hooks.ts";
export { tellHooks } from "./hooks/jit-hooks.ts";
export type { HookEvent } from "./hook-script.ts";
export { HookScript } from "./hook-script.ts";
export type { ExitUse, RunProbe } from "./hooks/probe.ts";
export { ExecutedOperations } from "./hooks/probe.ts";
export { PARAM_TABLE } from "./metainterp/params.ts";
export type { OutputListener } from "./run-host.ts";
export type {
  BackendName,
  GuestName,
  InputSource,
  RunLimits,
  RunSpec,
} from "./run-spec.ts";
export {
  BACKEND_NAMES,
  BEHAVIOUR_REVISION,
  GUEST_NAMES,
  makeRunSpec,
  NO_INPUTS,
} from "./run-spec.ts";
export type { RunPlace, StateListener } from "./state-watch.ts";
export type { RecordedTrace } from "./metainterp/event-sink.ts";
export type { CodePlace, RecordedSession } from "./script-control.ts";
export type { RunResult, SimulatorListeners } from "./vm.ts";
export { Simulator } from "./vm.ts";
