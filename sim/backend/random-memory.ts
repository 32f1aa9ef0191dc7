/**
 * For tests of executors: steps of random units on structs, arrays of structs and raw memory. What
 * they make does not live beyond the step; what they read does.
 */

import type { UnitMaker } from "./random-unit.ts";
import type { ProgramMaker, Type } from "./random-choices.ts";

const FIELDS: readonly (readonly [name: string, type: Type])[] = [
  ["byte", "int"],
  ["half", "int"],
  ["word", "int"],
  ["weight", "float"],
  ["other", "maybe"],
];
const LETTER = { int: "i", float: "f", maybe: "r" } as const;

/** A struct, or an array of two, whose fields are stored and read. */
export function structStep(maker: ProgramMaker, unit: UnitMaker): void {
  const isArray = maker.chance(50);
  const made = unit.temporary(isArray ? "new_array_clear(2, descr=Smalls)" : "new(descr=Small)");
  for (let i = 2 + maker.below(5); i > 0; i--) {
    const [name, type] = maker.pick(FIELDS);
    const at = isArray ? `${made}, ${maker.below(2)}` : made;
    const descr = isArray ? `Smalls.${name}` : `Small.${name}`;
    const access = isArray ? "interiorfield_gc" : "field_gc";
    if (maker.chance(60)) {
      const value = unit.any(type);
      unit.lines.push(`set${access}(${at}, ${value}, descr=${descr})`);
    } else {
      const letter = LETTER[type as keyof typeof LETTER];
      unit.assign(type, `get${access}_${letter}(${at}, descr=${descr})`);
    }
  }
}

const SHAPES = [
  ["Words", 8, "int"],
  ["Halves", 4, "int"],
  ["Bytes", 1, "int"],
  ["Doubles", 8, "float"],
] as const;

/** Raw memory that is written, read and freed. */
export function rawStep(maker: ProgramMaker, unit: UnitMaker): void {
  const base = unit.temporary("call_i(ConstClass(malloc), 24, descr=malloc)", "i");
  const slice = unit.temporary(`int_add(${base}, 8)`, "i");
  for (let i = 2 + maker.below(6); i > 0; i--) {
    const [name, bytes, type] = maker.pick(SHAPES);
    const isSlice = maker.chance(40);
    const offset = maker.below((isSlice ? 16 : 24) - bytes + 1);
    const isItem = offset % bytes === 0 && maker.chance(40);
    const at = `${isSlice ? slice : base}, ${isItem ? offset / bytes : offset}`;
    if (maker.chance(50)) {
      const value = unit.any(type);
      unit.lines.push(
        `${isItem ? "setarrayitem_raw" : "raw_store"}(${at}, ${value}, descr=${name})`,
      );
    } else {
      const load = isItem ? "getarrayitem_raw" : "raw_load";
      unit.assign(type, `${load}_${LETTER[type]}(${at}, descr=${name})`);
    }
  }
  unit.lines.push(`call_n(ConstClass(free), ${base}, descr=free)`);
}
