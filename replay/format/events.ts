/**
 * The event union, for the parts of `replay/` that know reels but not the simulator.
 */

export type {
  AbortEvent,
  CauseRecord,
  CompileEvent,
  CountingRecord,
  EndEvent,
  EventKind,
  EventListener,
  GreenKeyRecord,
  JitEvent,
  MergePointRecord,
  OperationRecord,
  OwnerRecord,
  SetHookEvent,
  StatsEvent,
} from "../../sim/hooks/events.ts";

export { ABORT_REASONS } from "../../sim/hooks/counters.ts";
