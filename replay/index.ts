/**
 * The public names of recorded sessions (`jitreel/replay`): opening reels, and feeding the hook
 * consumers that a `Simulator` of `jitreel` takes from them.
 */

export { UserError } from "../sim/base/errors.ts";
export * from "../sim/hooks/events.ts";
export type { JitHooks } from "../sim/hooks/jit-hooks.ts";
export type { LimitsRecord, ReelHeader } from "./format/header.ts";
export type { ReelEnding } from "./format/reader.ts";
export { ReelError } from "./format/reel-error.ts";
export type { BlockEntry, ReelIndex } from "./format/reel-index.ts";
export type { EventRange, ReelEvent } from "./playback/reel.ts";
export { openReel, Reel } from "./playback/reel.ts";
export type { ReplayOptions } from "./playback/replay.ts";
export { replay } from "./playback/replay.ts";
