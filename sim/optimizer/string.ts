/**
 * Strings: those of a known length, slices and concatenations are not made at all until something
 * needs them; their characters and lengths are known meanwhile. Strings of bytes and unicode
 * strings alike.
 *
 * Counterpart: class OptString in rpython/jit/metainterp/optimizeopt/vstring.py.
 * DIFFERS: copying from a string of which nothing is known stays a copy, joining null stays a call,
 * and an index outside of a virtual string is no loop; PyPy fails there. A virtual string that has
 * been shrunk forgets its old length, which PyPy may still give.
 */

import type { StringMaker } from "../resume/resume-data.ts";
import type { CallDescr } from "../trace/descr.ts";
import type { Oopspec } from "../trace/oopspecs.ts";
import type { OpName } from "../trace/ops.ts";
import type { Box, Const, ResOp, Value } from "../trace/values.ts";
import { ConstInt, ResOp as Operation } from "../trace/values.ts";
import { stringHash } from "../trace/string-access.ts";
import { replacementOf } from "./boxes.ts";
import { InvalidLoop } from "./context.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass, REMOVED } from "./pass.ts";
import { characterAt } from "./strings/string-chars.ts";
import { compareCharacters, StringComparison } from "./strings/string-equality.ts";
import { copyContent } from "./strings/string-force.ts";
import {
  ConcatString,
  constantChars,
  constantString,
  constOfChars,
  makeNonnullString,
  PlainString,
  SliceString,
} from "./strings/string-info.ts";
import { lengthOf } from "./strings/string-length.ts";
import type { StringNames } from "./strings/string-names.ts";
import { STR, UNICODE } from "./strings/string-names.ts";
import { addInts, subtractInts } from "./strings/string-stage.ts";
import type { StringStage } from "./strings/string-stage.ts";

/** Longer strings are never virtual: their characters would all go into resume data. */
const MAX_VIRTUAL_LENGTH = 100;
/** Known characters are stored one by one into a real string up to this number. */
const COPY_OF_KNOWN_MAX = 19;
const ASCII_MAX = 127;

const CALLS: readonly OpName[] = [
  ...(["call_i", "call_r", "call_f", "call_n"] as const),
  ...(["call_pure_i", "call_pure_r", "call_pure_f", "call_pure_n"] as const),
];

type CallRule = (op: ResOp, names: StringNames) => boolean;

export class StringPass extends Pass implements StringStage {
  private readonly callRules: Partial<Record<Oopspec, (op: ResOp) => boolean>> = {
    "str.str2unicode": (op) => this.decode(op),
    "rgc.ll_shrink_array": (op) => this.shrink(op),
  };

  constructor(optimizer: Optimizer) {
    super(optimizer);
    for (const names of [STR, UNICODE]) {
      this.handlers[names.make] = (op) => this.newString(op, names);
      this.handlers[names.setitem] = (op) => this.setCharacter(op);
      this.handlers[names.getitem] = (op) => {
        characterAt(this, op, op.args[0] as Value, op.args[1] as Value, names);
      };
      this.handlers[names.length] = (op) => this.stringLength(op);
      this.handlers[names.hash] = (op) => this.hash(op);
      this.handlers[names.copy] = (op) => this.copy(op, names);
      this.addCallRules(names);
    }
    this.handle(CALLS, (op) => this.call(op));
    this.handlers.guard_no_exception = (op) => {
      if (this.lastEmitted !== REMOVED) this.emit(op);
      else this.optimizer.fired("guard_no_exception_behind_virtual_string_vanishes");
    };
  }

  private addCallRules(names: StringNames): void {
    const rules: readonly (readonly [Oopspec, CallRule])[] = [
      [`${names.prefix}.concat`, (op) => this.concat(op, names)],
      [`${names.prefix}.slice`, (op) => this.slice(op, names)],
      [`${names.prefix}.equal`, (op) => new StringComparison(this, op, names).handle()],
      [`${names.prefix}.cmp`, (op) => compareCharacters(this, op, names)],
    ];
    for (const [meaning, rule] of rules) this.callRules[meaning] = (op) => rule(op, names);
  }

  private call(op: ResOp): void {
    const { oopspec } = (op.descr as CallDescr).effect;
    const rule = oopspec === null ? undefined : this.callRules[oopspec as Oopspec];
    if (rule === undefined || !rule(op)) this.emit(op);
  }

  private newString(op: ResOp, names: StringNames): void {
    const [length] = op.args as [Value];
    const count = this.optimizer.constantOf(length)?.value;
    if (typeof count === "number" && count >= 0 && count <= MAX_VIRTUAL_LENGTH) {
      this.optimizer.fired("newstr_of_constant_length_is_virtual");
      op.forwarded = new PlainString(names.isUnicode, count);
      return;
    }
    makeNonnullString(this.optimizer, op, names.isUnicode);
    this.emit(op);
    this.optimizer.fired("newstr_teaches_its_length");
    this.optimizer.pure?.remember(names.length, [op], length);
  }

  private setCharacter(op: ResOp): void {
    const [string, index, char] = op.args as [Value, Value, Value];
    const info = this.optimizer.ptrInfo(string);
    const position = this.optimizer.constantOf(index)?.value;
    if (!(info instanceof PlainString) || !info.isVirtual || typeof position !== "number") {
      this.optimizer.makeNonnull(string);
      this.emit(op);
      return;
    }
    protectIndex(op, info, position);
    this.optimizer.fired("strsetitem_of_virtual_is_remembered");
    info.chars[position] = replacementOf(char);
  }

  private stringLength(op: ResOp): void {
    const length = lengthOf(this, op.args[0] as Value);
    if (length === null) {
      this.emit(op);
      return;
    }
    this.optimizer.fired("strlen_of_known_string");
    this.optimizer.makeEqualTo(op, length);
  }

  private hash(op: ResOp): void {
    const constant = constantString(op.args[0] as Value);
    if (constant === null) {
      this.emit(op);
      return;
    }
    this.optimizer.fired("strhash_of_constant");
    this.optimizer.makeConstantInt(op, stringHash(constant));
  }

  private copy(op: ResOp, names: StringNames): void {
    const [source, target, start, offset, length] = op.args as [Value, Value, Value, Value, Value];
    const count = this.optimizer.constantOf(length)?.value;
    if (count === 0) {
      this.optimizer.fired("copystrcontent_of_nothing_vanishes");
      return;
    }
    const from = this.optimizer.constantOf(start)?.value;
    const to = this.optimizer.constantOf(offset)?.value;
    const isAllConstant = typeof from === "number" && typeof to === "number";
    const isKnown = this.optimizer.isVirtual(source) || constantString(source) !== null;
    if (isKnown && isAllConstant && typeof count === "number") {
      const info = this.optimizer.ptrInfo(target);
      const virtual = info instanceof PlainString && info.isVirtual ? info : null;
      if (virtual !== null || count <= COPY_OF_KNOWN_MAX) {
        this.copyKnown(op, names, virtual, [from, to, count]);
        return;
      }
    }
    copyContent(this, names, { source, target, start, offset, length, needsEnd: false });
  }

  /** Characters of a known string, one by one, into a virtual or a real one. */
  private copyKnown(
    op: ResOp,
    names: StringNames,
    virtual: PlainString | null,
    [from, to, count]: readonly [number, number, number],
  ): void {
    const [source, target] = op.args as [Value, Value];
    this.optimizer.fired(
      virtual === null
        ? "copystrcontent_of_known_is_stores"
        : "copystrcontent_into_virtual_is_remembered",
    );
    for (let done = 0; done < count; done++) {
      const char = characterAt(this, null, source, new ConstInt(from + done), names);
      if (virtual !== null) {
        protectIndex(op, virtual, to + done);
        virtual.chars[to + done] = char;
      } else {
        const args = [target, new ConstInt(to + done), char];
        this.emitExtra(new Operation(names.setitem, args));
      }
    }
  }

  // Calls with a special meaning. Each tells whether the call is gone.

  private concat(op: ResOp, names: StringNames): boolean {
    const [, left, right] = op.args as [Value, Value, Value];
    if (isNoString(left) || isNoString(right)) return false;
    makeNonnullString(this.optimizer, left, names.isUnicode);
    makeNonnullString(this.optimizer, right, names.isUnicode);
    this.optimizer.fired("str_concat_is_virtual");
    const [first, second] = [replacementOf(left), replacementOf(right)];
    op.forwarded = new ConcatString(names.isUnicode, makerOf(op), first, second);
    this.lastEmitted = REMOVED;
    return true;
  }

  private slice(op: ResOp, names: StringNames): boolean {
    const [, string, start, stop] = op.args as [Value, Value, Value, Value];
    const { optimizer } = this;
    makeNonnullString(optimizer, string, names.isUnicode);
    const info = optimizer.ptrInfo(string);
    const length = subtractInts(optimizer, stop, start);
    let [source, first] = [string, start];
    if (info instanceof SliceString) {
      optimizer.fired("str_slice_of_slice_is_of_its_source");
      source = info.source;
      first = addInts(optimizer, info.start, start);
    } else optimizer.fired("str_slice_is_virtual");
    op.forwarded = new SliceString(names.isUnicode, makerOf(op), [source, first, length]);
    this.lastEmitted = REMOVED;
    return true;
  }

  /** `unicode(s)` of a constant ASCII string. */
  private decode(op: ResOp): boolean {
    const chars = constantChars(this.optimizer, op.args[1] as Value);
    if (chars === null || chars.some((char) => char > ASCII_MAX)) return false;
    this.optimizer.fired("str2unicode_of_constant");
    this.optimizer.makeConstant(op, constOfChars(this.optimizer, true, chars));
    this.lastEmitted = REMOVED;
    return true;
  }

  /** A virtual string made shorter. */
  private shrink(op: ResOp): boolean {
    const [, string, length] = op.args as [Value, Value, Value];
    const info = this.optimizer.ptrInfo(string);
    const count = this.optimizer.constantOf(length)?.value;
    if (!(info instanceof PlainString) || !info.isVirtual) return false;
    if (typeof count !== "number" || count < 0 || count > info.chars.length) return false;
    this.optimizer.fired("shrink_array_of_virtual_string");
    info.shrink(count);
    this.optimizer.makeEqualTo(op, string as Box);
    this.lastEmitted = REMOVED;
    return true;
  }
}

function makerOf(op: ResOp): StringMaker {
  return { fn: op.args[0] as Const, descr: op.descr as CallDescr };
}

/** A constant that has no length: null, or an object. */
function isNoString(value: Value): boolean {
  return replacementOf(value).isConst && constantString(value) === null;
}

function protectIndex(op: ResOp, { chars }: PlainString, index: number): void {
  if (index < 0 || index >= chars.length) {
    throw new InvalidLoop(`${op.opname}: index ${index} is outside of a virtual string`);
  }
}
