/**
 * Comparing strings: decided when the lengths differ, a comparison of characters, lengths or
 * pointers when one side is that simple, else a call of the function that needs to check least
 * (`streq.slice_char`, `streq.lengthok` …), as far as the program has it.
 *
 * Counterpart: opt_call_stroruni_STR_EQUAL, handle_str_equal_level1, handle_str_equal_level2,
 * opt_call_stroruni_STR_CMP in rpython/jit/metainterp/optimizeopt/vstring.py.
 */

import type { OpName } from "../../trace/ops.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { CONST_NULL, ConstAddr, ConstInt, sameValue } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { Nullness } from "../optimizer.ts";
import type { RuleName } from "../rules/rules.ts";
import type { Stage } from "../stage.ts";
import { characterAt } from "./string-chars.ts";
import { makeNonnullString, SliceString } from "./string-info.ts";
import { lengthOf } from "./string-length.ts";
import type { StringNames } from "./string-names.ts";
import type { StringStage } from "./string-stage.ts";

/** The stage, with the way on for the operation that is being handled. */
interface ComparisonStage extends StringStage {
  emit: Stage["forward"];
}

const ZERO = new ConstInt(0);

/** The length when it is a constant at hand. */
function constantLength(stage: StringStage, value: Value): number | null {
  const length = lengthOf(stage, value);
  return length instanceof ConstInt ? Number(length.value) : null;
}

/** One comparison for equality that is being handled. */
export class StringComparison {
  private readonly stage: ComparisonStage;
  private readonly op: ResOp;
  private readonly names: StringNames;
  private readonly left: Value;
  private readonly right: Value;

  constructor(stage: ComparisonStage, op: ResOp, names: StringNames) {
    this.stage = stage;
    this.op = op;
    this.names = names;
    const [, left, right] = op.args as [Value, Value, Value];
    this.left = replacementOf(left);
    this.right = replacementOf(right);
  }

  /** Whether the call has been replaced. */
  handle(): boolean {
    const { stage, left, right } = this;
    const lengths = [lengthOf(stage, left), lengthOf(stage, right)] as const;
    if (this.lengthsDiffer(...lengths)) return true;
    const isHandled =
      this.simple(left, right) ||
      this.simple(right, left) ||
      this.withCharacter(left, right) ||
      this.withSlice(left, right) ||
      this.withCharacter(right, left) ||
      this.withSlice(right, left);
    return isHandled || this.general(...lengths);
  }

  private nullness(value: Value): Nullness {
    return this.stage.optimizer.nullness(value);
  }

  private lengthsDiffer(a: Value | null, b: Value | null): boolean {
    if (!(a instanceof ConstInt) || !(b instanceof ConstInt) || a.value === b.value) return false;
    this.decide("str_equal_of_other_length_is_false", 0);
    return true;
  }

  private decide(rule: RuleName, result: 0 | 1): void {
    this.stage.optimizer.fired(rule);
    this.stage.optimizer.makeConstantInt(this.op, result);
  }

  /** The call becomes another operation, which goes through all passes. */
  private replace(rule: RuleName, opname: OpName, args: Value[]): void {
    const { optimizer } = this.stage;
    optimizer.fired(rule);
    optimizer.send(optimizer.replaceOp(this.op, opname, args));
  }

  /** `simple` is empty, one character, or null. */
  private simple(other: Value, simple: Value): boolean {
    const length = constantLength(this.stage, simple);
    if (length === 0 && this.withEmpty(other)) return true;
    if (length === 1 && this.characterWith(other, simple)) return true;
    return this.nullness(simple) === "null" && this.withNull(other);
  }

  private withEmpty(other: Value): boolean {
    if (this.nullness(other) !== "nonnull") return false;
    makeNonnullString(this.stage.optimizer, other, this.names.isUnicode);
    const length = lengthOf(this.stage, other);
    if (length === null) return false;
    this.replace("str_equal_of_empty_is_int_eq", "int_eq", [length, ZERO]);
    return true;
  }

  private characterWith(other: Value, single: Value): boolean {
    const { stage, names } = this;
    if (constantLength(stage, other) === 1) {
      const a = characterAt(stage, null, other, ZERO, names);
      const b = characterAt(stage, null, single, ZERO, names);
      this.replace("str_equal_of_characters_is_int_eq", "int_eq", [a, b]);
      return true;
    }
    const info = stage.optimizer.ptrInfo(other);
    if (!(info instanceof SliceString) || !this.canCall("slice_char")) return false;
    const char = characterAt(stage, null, single, ZERO, names);
    const args = [info.source, info.start, info.length, char];
    return this.call("str_equal_of_slice_and_character", "slice_char", args);
  }

  private withNull(other: Value): boolean {
    const nullness = this.nullness(other);
    if (nullness === "nonnull") this.decide("str_equal_of_null_and_nonnull_is_false", 0);
    else if (nullness === "null") this.decide("str_equal_of_nulls_is_true", 1);
    else {
      const { optimizer } = this.stage;
      optimizer.fired("str_equal_of_null_is_ptr_eq");
      this.stage.emit(optimizer.replaceOp(this.op, "ptr_eq", [other, CONST_NULL]));
    }
    return true;
  }

  private withCharacter(other: Value, single: Value): boolean {
    const { stage } = this;
    const length = lengthOf(stage, single);
    if (length === null || stage.optimizer.constantOf(length)?.value !== 1) return false;
    const isNonnull = this.nullness(other) === "nonnull";
    const meaning = isNonnull ? "nonnull_char" : "checknull_char";
    if (!this.canCall(meaning)) return false;
    const char = characterAt(stage, null, single, ZERO, this.names);
    const rule = isNonnull
      ? "str_equal_of_nonnull_and_character"
      : "str_equal_of_unknown_and_character";
    return this.call(rule, meaning, [other, char]);
  }

  private withSlice(slice: Value, other: Value): boolean {
    const info = this.stage.optimizer.ptrInfo(slice);
    if (!(info instanceof SliceString) || !info.isVirtual) return false;
    const isNonnull = this.nullness(other) === "nonnull";
    const args = [info.source, info.start, info.length, other];
    if (isNonnull) return this.call("str_equal_of_slice_and_nonnull", "slice_nonnull", args);
    return this.call("str_equal_of_slice_and_unknown", "slice_checknull", args);
  }

  private general(a: Value | null, b: Value | null): boolean {
    const { left, right } = this;
    if (this.nullness(left) !== "nonnull" || this.nullness(right) !== "nonnull") return false;
    const isSame = a !== null && b !== null && sameValue(a, b);
    if (isSame) return this.call("str_equal_of_same_length", "lengthok", [left, right]);
    return this.call("str_equal_of_nonnulls", "nonnull", [left, right]);
  }

  private callOf(meaning: string) {
    const { callForOopspec } = this.stage.optimizer.ctx;
    return callForOopspec?.(`${this.names.equalPrefix}.${meaning}`) ?? null;
  }

  private canCall(meaning: string): boolean {
    return this.callOf(meaning) !== null;
  }

  /** The call becomes that of a simpler function, if there is one. */
  private call(rule: RuleName, meaning: string, args: readonly Value[]): boolean {
    const found = this.callOf(meaning);
    if (found === null) return false;
    const { optimizer } = this.stage;
    optimizer.fired(rule);
    const [callee] = this.op.args as [Value];
    // A trace whose calls name no function, but 0, is not given one.
    const isNobody = callee instanceof ConstInt && callee.value === 0;
    const all = [isNobody ? new ConstInt(0) : new ConstAddr(found.fn), ...args];
    this.stage.emit(optimizer.replaceOp(this.op, "call_i", all, found.descr));
    return true;
  }
}

/** Comparing for order: of two single characters, their difference has the right sign. */
export function compareCharacters(stage: StringStage, op: ResOp, names: StringNames): boolean {
  const [, left, right] = op.args as [Value, Value, Value];
  const { optimizer } = stage;
  if (constantLength(stage, left) !== 1 || constantLength(stage, right) !== 1) return false;
  optimizer.fired("str_cmp_of_characters_is_int_sub");
  const a = characterAt(stage, null, left, ZERO, names);
  const b = characterAt(stage, null, right, ZERO, names);
  optimizer.send(optimizer.replaceOp(op, "int_sub", [a, b]));
  return true;
}
