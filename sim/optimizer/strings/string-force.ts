/**
 * Forcing a virtual string: a constant if all characters are, else it is allocated, and its parts
 * are copied one behind the other, few characters by loads and stores.
 *
 * Counterpart: force_box, string_copy_parts, copy_str_content in
 * rpython/jit/metainterp/optimizeopt/vstring.py.
 */

import { assert } from "../../base/assert.ts";
import type { Box, Value } from "../../trace/values.ts";
import { ConstInt, ResOp } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { InvalidLoop } from "../context.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Stage } from "../stage.ts";
import { characterAt } from "./string-chars.ts";
import {
  ConcatString,
  constantCharsOf,
  constantString,
  constOfChars,
  PlainString,
  SliceString,
  type StringPtrInfo,
} from "./string-info.ts";
import { lengthOf, lengthOfInfo } from "./string-length.ts";
import type { StringNames } from "./string-names.ts";
import { namesOf } from "./string-names.ts";
import type { StringStage } from "./string-stage.ts";
import { addInts } from "./string-stage.ts";

/** So many characters are copied one by one. */
const SHORT_COPY_MAX = 2;
/** The same, of a constant string from a constant index on. */
const SHORT_CONSTANT_COPY_MAX = 5;

const NO_STRING = "a part of a virtual string is no string";

/** Makes the virtual `box` a real string; gives the value that holds it from now on. */
export function forceString(
  optimizer: Optimizer,
  box: Box,
  info: StringPtrInfo,
  stage: Stage,
): Value {
  const { strings } = optimizer;
  assert(strings !== null, "only the string pass makes virtual strings");
  const chars = constantCharsOf(optimizer, info);
  if (chars !== null) {
    optimizer.fired("virtual_string_is_constant");
    const constant = constOfChars(optimizer, info.isUnicode, chars);
    box.forwarded = constant;
    return constant;
  }
  info.virtual = false;
  const names = namesOf(info);
  const length = lengthOfInfo(strings, box, info);
  if (length === null) throw new InvalidLoop(NO_STRING);
  const made = new ResOp(names.make, [length]);
  stage.emitExtra(made);
  made.forwarded = info;
  box.forwarded = made;
  const copier = new PartCopier(strings, made, names);
  if (info instanceof PlainString) {
    optimizer.fired("virtual_string_is_allocated");
    copier.setCharacters(info, new ConstInt(0));
  } else copier.copyVirtual(info, new ConstInt(0));
  return made;
}

/** Copies strings into the string `target`; offsets grow as it goes. */
class PartCopier {
  private readonly stage: StringStage;
  private readonly target: Value;
  private readonly names: StringNames;

  constructor(stage: StringStage, target: Value, names: StringNames) {
    this.stage = stage;
    this.target = target;
    this.names = names;
  }

  /** A part, virtual or not; gives the offset behind it. */
  private copy(value: Value, offset: Value): Value {
    const { optimizer } = this.stage;
    const info = constantString(value) === null ? optimizer.ptrInfo(value) : null;
    if (info instanceof PlainString && info.isVirtual) return this.setCharacters(info, offset);
    if (info instanceof ConcatString || info instanceof SliceString) {
      return this.copyVirtual(info, offset);
    }
    const length = lengthOf(this.stage, value);
    if (length === null) throw new InvalidLoop(NO_STRING);
    return this.copyContent(value, new ConstInt(0), offset, length);
  }

  copyVirtual(info: StringPtrInfo, offset: Value): Value {
    const { optimizer } = this.stage;
    if (info instanceof SliceString) {
      optimizer.fired("virtual_slice_is_copied");
      return this.copyContent(info.source, info.start, offset, info.length);
    }
    assert(info instanceof ConcatString, "a slice or a concatenation");
    optimizer.fired("virtual_concat_is_copied");
    return this.copy(info.right, this.copy(info.left, offset));
  }

  /** Characters that were never set are skipped. */
  setCharacters({ chars }: PlainString, start: Value): Value {
    let offset = start;
    for (const char of chars) {
      if (char !== null) this.store(offset, char);
      offset = this.next(offset);
    }
    return offset;
  }

  private copyContent(source: Value, start: Value, offset: Value, length: Value): Value {
    const end = copyContent(this.stage, this.names, {
      ...{ source, target: this.target, start, offset, length },
      needsEnd: true,
    });
    assert(end !== null, "the offset behind a part was asked for");
    return end;
  }

  private store(offset: Value, char: Value): void {
    this.stage.emitExtra(new ResOp(this.names.setitem, [this.target, offset, char]));
  }

  private next(offset: Value): Value {
    return addInts(this.stage.optimizer, offset, new ConstInt(1));
  }
}

/** `length` characters of `source` from `start` on go to `target` from `offset` on. */
interface ContentCopy {
  readonly source: Value;
  readonly target: Value;
  readonly start: Value;
  readonly offset: Value;
  readonly length: Value;
  /** Whether the offset behind the copy is wanted. */
  readonly needsEnd: boolean;
}

/** Copies by loads and stores or by `copystrcontent`; gives the offset behind, if it is wanted. */
export function copyContent(
  stage: StringStage,
  names: StringNames,
  { source, target, start, offset, length, needsEnd }: ContentCopy,
): Value | null {
  const { optimizer } = stage;
  const from = replacementOf(source);
  const count = optimizer.constantOf(length)?.value;
  const isConstant = from.isConst && optimizer.constantOf(start) !== null;
  const shortMax = isConstant ? SHORT_CONSTANT_COPY_MAX : SHORT_COPY_MAX;
  if (typeof count !== "number" || count > shortMax) {
    const end = needsEnd ? addInts(optimizer, offset, length) : null;
    stage.emitExtra(new ResOp(names.copy, [from, target, start, offset, length]));
    return end;
  }
  optimizer.fired("copystrcontent_of_few_is_loads_and_stores");
  const one = new ConstInt(1);
  let [at, to] = [start, offset];
  for (let done = 0; done < count; done++) {
    const char = characterAt(stage, null, from, at, names);
    at = addInts(optimizer, at, one);
    stage.emitExtra(new ResOp(names.setitem, [target, to, char]));
    to = addInts(optimizer, to, one);
  }
  return to;
}
