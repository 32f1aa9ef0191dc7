/**
 * `jitreel/properties`: what properties of jitreel and of programs under it are made of. All
 * generators are fast-check arbitraries, and what they make shrinks.
 */

export type { Tape, TapeShape } from "./generators/choices.ts";
export { SeedSource, seedTapes, TapeSource, tapes } from "./generators/choices.ts";
export type { HeapCommand, HeapScript } from "./generators/heap-scripts.ts";
export { heapScripts, printHeapScript } from "./generators/heap-scripts.ts";
export { instructionSequences, instructions } from "./generators/instructions.ts";
export type { Parameters } from "./generators/parameters.ts";
export {
  faultMixes,
  heapSizes,
  optimizerPasses,
  parameterSets,
  printParameters,
} from "./generators/parameters.ts";
export type { FeatureName } from "./generators/python/features.ts";
export { FEATURES } from "./generators/python/features.ts";
export type { PythonOptions } from "./generators/python/generate.ts";
export { pythonProgram, pythonPrograms } from "./generators/python-program.ts";
export type { ReelSubject } from "./generators/reels.ts";
export { reelSubjects, reels } from "./generators/reels.ts";
export type { ResumeState } from "./generators/resume-states.ts";
export { resumeStates, StateModel } from "./generators/resume-states.ts";
export { tinyProgram } from "./generators/tiny-program.ts";
export type { LoopSubject, UnitsSubject } from "./generators/traces.ts";
export { makeLoop, traceLoops, traceUnits } from "./generators/traces.ts";
export type { KindedValue } from "./generators/values.ts";
export { lowStrings, refs, values, valuesOfKind } from "./generators/values.ts";
export { floats, ints, safeInts, unsafeInts, words } from "./generators/words.ts";
export {
  anyEvent as events,
  EVENT_ARBITRARIES as eventsOfKind,
} from "../replay/format/event-arbitrary.ts";
export type { CheckSummary, FailureDatabaseOptions } from "./failures/check-with-failures.ts";
export { checkWithFailures, withFailureDatabase } from "./failures/check-with-failures.ts";
export type { Law, PlantedBug, Statement, Verdict } from "./laws/law.ts";
export { broken, holds } from "./laws/law.ts";
