/**
 * One character of a string: known, that of a slice's source or of one half of a concatenation, or
 * read from memory.
 *
 * Counterpart: strgetitem in rpython/jit/metainterp/optimizeopt/vstring.py.
 */

import type { Value } from "../../trace/values.ts";
import { ConstInt, ConstPtr, ResOp } from "../../trace/values.ts";
import { LowString } from "../../trace/low-string.ts";
import { ConcatString, makeNonnullString, PlainString, SliceString } from "./string-info.ts";
import { lengthOf } from "./string-length.ts";
import type { StringNames } from "./string-names.ts";
import { addInts } from "./string-stage.ts";
import type { StringStage } from "./string-stage.ts";

/** The character at `index`; with `op`, that operation's result is the character from now on. */
export function characterAt(
  stage: StringStage,
  op: ResOp | null,
  string: Value,
  index: Value,
  names: StringNames,
): Value {
  const { optimizer } = stage;
  makeNonnullString(optimizer, string, names.isUnicode);
  let [source, at] = [string, index];
  let info = optimizer.ptrInfo(source);
  if (info instanceof SliceString && info.isVirtual) {
    optimizer.fired("strgetitem_of_slice_reads_its_source");
    at = addInts(optimizer, info.start, at);
    source = info.source;
    info = optimizer.ptrInfo(source);
  }
  const position = optimizer.constantOf(at)?.value;
  if (typeof position === "number") {
    const known = info instanceof PlainString ? (info.chars[position] ?? null) : null;
    if (known !== null) {
      optimizer.fired("strgetitem_of_known_character");
      return give(stage, op, known);
    }
    const half = info instanceof ConcatString ? halfAt(stage, info, position) : null;
    if (half !== null) {
      optimizer.fired("strgetitem_of_concat_reads_a_half");
      return characterAt(stage, op, half.string, half.index ?? at, names);
    }
  }
  return readCharacter(stage, op, source, at, names);
}

function give({ optimizer }: StringStage, op: ResOp | null, known: Value): Value {
  if (op !== null) optimizer.makeEqualTo(op, known);
  return known;
}

/** Which half of a concatenation has the position; null when the left one's length is unknown. */
function halfAt(stage: StringStage, info: ConcatString, position: number) {
  const length = lengthOf(stage, info.left);
  if (!length?.isConst || typeof length.value !== "number") return null;
  if (position < length.value) return { string: info.left, index: null };
  return { string: info.right, index: new ConstInt(position - length.value) };
}

function readCharacter(
  stage: StringStage,
  op: ResOp | null,
  string: Value,
  index: Value,
  names: StringNames,
): Value {
  const constant = string.isConst && string instanceof ConstPtr ? string.value : null;
  if (constant instanceof LowString && index.isConst) {
    const char = constant.chars[Number(index.value)];
    if (char !== undefined) {
      stage.optimizer.fired("strgetitem_of_constant");
      return give(stage, op, new ConstInt(char));
    }
  }
  const args = [string, index];
  const read =
    op === null
      ? new ResOp(names.getitem, args)
      : stage.optimizer.replaceOp(op, names.getitem, args);
  stage.emitExtra(read);
  return read;
}
