/**
 * What the commands that look at machine code share: the state of a reel's code at an event, one
 * unit of it, and the names of addresses outside of the code heap.
 */

import { UserError } from "../../sim/base/errors.ts";
import { HELPERS, helperAddress } from "../../sim/backend/assembler/calling-convention.ts";
import { makeMemoryLayout, REGIONS } from "../../sim/memory/memory-layout.ts";
import type { RegionName } from "../../sim/memory/memory-layout.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelEnding, ReelReader } from "../format/reader.ts";
import type { NameAddress, NoteContext } from "../replayer/code-notes.ts";
import { CodeSymbols, nameUnit } from "../replayer/code-symbols.ts";
import type { CodeState, CompiledUnit } from "../replayer/code-state.ts";
import { readCodeState } from "../replayer/code-state.ts";
import type { CodeName } from "../replayer/find-code.ts";
import { describeMissing, findUnit } from "../replayer/find-code.ts";
import { missingEvent } from "./input-file.ts";
import type { RawOptions } from "./options.ts";
import { naturalOption } from "./options.ts";

/** A state, and how the reading of the reel ended; null when it stopped before the end. */
export interface CodeAt {
  readonly state: CodeState;
  readonly ending: ReelEnding | null;
}

/** The state after event `at`; throws a UserError when the reel has no such event. */
export function readCodeAt(reader: ReelReader, at: number | null): CodeAt {
  const read: { ending: ReelEnding | null } = { ending: null };
  function* events(): Generator<NumberedEvent> {
    read.ending = yield* reader.events();
  }
  const state = readCodeState(reader.header, events(), at);
  const count = state.eventNumber + 1;
  if (at !== null && at >= count) throw missingEvent(at, count, reader.file);
  return { state, ending: read.ending };
}

/** The unit that `--loop` or `--bridge` names; null when neither is given. */
export function nameOption(options: RawOptions): CodeName | null {
  const loop = naturalOption(options, "loop");
  const bridge = naturalOption(options, "bridge");
  if (loop !== null && bridge !== null) {
    throw new UserError("--loop and --bridge: give only one of them");
  }
  if (loop !== null) return { kind: "loop", number: loop };
  return bridge === null ? null : { kind: "bridge", number: bridge };
}

/**
 * A unit and the state in which it is looked at: after event `at`, or else at the end of the reel;
 * of a unit that was freed by then, the state before that.
 */
export function findUnitAt(
  reader: ReelReader,
  name: CodeName,
  at: number | null,
): CodeAt & { readonly unit: CompiledUnit } {
  const { state, ending } = readCodeAt(reader, at);
  const unit = findUnit(state, name);
  if (unit === null) throw new UserError(explainMissing(reader, name, state, at), fileOf(reader));
  if (unit.freedAt === null) return { unit, state, ending };
  if (at !== null) {
    const place = `compiled at event ${unit.eventNumber}, freed at event ${unit.freedAt}`;
    throw new UserError(`${nameUnit(unit)} is not there at event ${at}: ${place}`, fileOf(reader));
  }
  const before = readCodeAt(reader, unit.freedAt - 1).state;
  return { unit: findUnit(before, name) ?? unit, state: before, ending };
}

function fileOf(reader: ReelReader): { file: string } {
  return { file: reader.file };
}

function explainMissing(
  reader: ReelReader,
  name: CodeName,
  state: CodeState,
  at: number | null,
): string {
  const later = at === null ? null : findUnit(readCodeAt(reader, null).state, name);
  if (later === null) return describeMissing(state, name);
  return `${nameUnit(later)} is not there at event ${at}: compiled at event ${later.eventNumber}`;
}

/** What notes about a state's machine code need. */
export function makeNoteContext(state: CodeState, seed: number): NoteContext {
  return { state, symbols: new CodeSymbols(state), nameAddress: makeNames(seed) };
}

/** What stands in a region, for those whose single addresses have no names. */
const REGION_NOUNS: Partial<Record<RegionName, string>> = {
  function: "host function",
  class: "class",
  descr: "descr",
  constant: "constant object",
  guard: "guard",
  token: "token",
  counter: "run counter",
  state: "state of the run",
  handle: "object",
  stack: "stack",
  code: "code heap",
};

/** Names by the regions of the address space that a seed gives. */
function makeNames(seed: number): NameAddress {
  const layout = makeMemoryLayout(seed);
  const helpers = new Map(HELPERS.map((name) => [helperAddress(layout, name), `helper ${name}`]));
  const names = Object.keys(REGIONS) as RegionName[];
  return (address) => {
    const helper = helpers.get(address);
    if (helper !== undefined) return helper;
    const region = names.find((name) => {
      const { base, size } = layout[name];
      return address >= base && address < base + size;
    });
    return region === undefined ? null : (REGION_NOUNS[region] ?? null);
  };
}
