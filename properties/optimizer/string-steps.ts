/**
 * Steps of random loop programs that work on strings, of bytes or (the whole program) of code
 * points. A string is filled right after it is made and never changed afterwards, as RPython does;
 * indices are guarded to lie inside, since other iterations have other lengths.
 */

import type { RandomSource } from "../../sim/base/prng.ts";
import { LowString } from "../../sim/trace/low-string.ts";
import type { OpName } from "../../sim/trace/ops.ts";
import { ConstInt, ConstPtr } from "../../sim/trace/values.ts";
import type { ResOp, Value } from "../../sim/trace/values.ts";
import type { Sort } from "./loop-program.ts";

/** What the steps need of the generator. */
export interface StepMaker {
  readonly prng: RandomSource;
  emit(opname: OpName, args: Value[], sort?: Sort | null, descr?: string): ResOp;
  callNamed(opname: OpName, name: string, args: Value[], sort: Sort | null): ResOp;
  guard(opname: OpName, args: Value[]): void;
  guardTruth(result: Value): void;
  pick(sort: Sort): Value;
  /** A node that is not null, of a class that has been checked. */
  checkedNode(): Value | null;
}

/** Longest string that is made of characters. */
const MADE_LENGTH_MAX = 4;
const ALPHABET = "abcxyz";

export class StringSteps {
  private readonly maker: StepMaker;
  private readonly isUnicode: boolean;
  /** The string made last: what is still virtual is looked at more often. */
  private recent: Value | null = null;

  constructor(maker: StepMaker, isUnicode: boolean) {
    this.maker = maker;
    this.isUnicode = isUnicode;
  }

  step(): void {
    const steps = [
      () => this.make(),
      () => this.concat(),
      () => this.concat(),
      () => this.slice(),
      () => this.slice(),
      () => this.character(),
      () => this.character(),
      () => this.length(),
      () => this.compare(),
      () => this.compare(),
      () => this.order(),
      () => this.copy(),
      () => this.memory(),
      () => this.maker.callNamed("call_i", "weigh", [this.string()], "int"),
    ];
    for (let k = this.below(4); k >= 0; k--) steps[this.below(steps.length)]?.();
  }

  private below(limit: number): number {
    return this.maker.prng.nextBelow(limit);
  }

  /** The name of an operation in the kind of this program's strings. */
  private op(name: string): OpName {
    return (this.isUnicode ? name.replace("str", "unicode") : name) as OpName;
  }

  private callee(name: string): string {
    return this.isUnicode ? `u_${name}` : `s_${name}`;
  }

  /** A string, a constant one, or null. */
  private string(): Value {
    const choice = this.below(10);
    if (choice > 5 && this.recent !== null) return this.recent;
    if (choice > 1) return this.maker.pick("text");
    return choice === 0 ? this.constant() : new ConstPtr(null);
  }

  private constant(): Value {
    let text = "";
    for (let k = this.below(MADE_LENGTH_MAX); k > 0; k--) text += ALPHABET[this.below(3)];
    if (this.below(3) === 0) text = "a";
    return new ConstPtr(LowString.of(text, this.isUnicode));
  }

  /** A string that is not null. */
  private checked(): Value | null {
    const string = this.string();
    const isNull = string.value === null;
    if (string.isConst) return isNull ? null : string;
    this.maker.guard(isNull ? "guard_isnull" : "guard_nonnull", [string]);
    return isNull ? null : string;
  }

  private someChar(): Value {
    if (this.below(2) === 0) return new ConstInt(97 + this.below(4));
    return this.maker.emit("int_and", [this.maker.pick("int"), new ConstInt(127)]);
  }

  private setCharacter(string: Value, index: Value, char: Value): void {
    this.maker.emit(this.op("strsetitem"), [string, index, char]);
  }

  /** Of constant or of varying length; not every character is set. */
  private make(): void {
    const { maker } = this;
    const count = this.below(MADE_LENGTH_MAX);
    const isVarying = this.below(4) === 0;
    const one = new ConstInt(1);
    const length = isVarying
      ? maker.emit("int_add", [maker.emit("int_and", [maker.pick("int"), one]), one])
      : new ConstInt(count);
    const string = maker.emit(this.op("newstr"), [length], "text");
    this.recent = string;
    const filled = isVarying ? 1 : count;
    for (let k = 0; k < filled; k++) {
      if (this.below(6) > 0) this.setCharacter(string, new ConstInt(k), this.someChar());
    }
  }

  private concat(): void {
    const [a, b] = [this.checked(), this.checked()];
    if (a === null || b === null) return;
    // Without a limit, strings double their length in each iteration.
    const length = this.maker.emit(this.op("strlen"), [a]);
    const isShort = this.maker.emit("int_lt", [length, new ConstInt(12)]);
    this.maker.guardTruth(isShort);
    const other = isShort.value === 1 ? b : this.constant();
    if (isShort.value !== 1) return;
    const isOtherShort = this.maker.emit("int_lt", [
      this.maker.emit(this.op("strlen"), [other]),
      new ConstInt(12),
    ]);
    this.maker.guardTruth(isOtherShort);
    if (isOtherShort.value === 1) {
      const args = [a, other];
      this.recent = this.maker.callNamed(this.elidable("r"), this.callee("concat"), args, "text");
    }
  }

  private elidable(kind: "i" | "r"): OpName {
    return this.below(2) === 0 ? `call_${kind}` : `call_pure_${kind}`;
  }

  /** A small index: constant or not. */
  private index(): Value {
    if (this.below(2) === 0) return new ConstInt(this.below(3));
    return this.maker.emit("int_and", [this.maker.pick("int"), new ConstInt(3)]);
  }

  private slice(): void {
    const { maker } = this;
    const string = this.checked();
    if (string === null) return;
    const start = this.index();
    const stop = maker.emit("int_add", [start, this.index()]);
    const length = maker.emit(this.op("strlen"), [string], "int");
    const isInside = maker.emit("int_le", [stop, length]);
    maker.guardTruth(isInside);
    if (isInside.value !== 1) return;
    const args = [string, start, stop];
    this.recent = maker.callNamed(this.elidable("r"), this.callee("slice"), args, "text");
  }

  private character(): void {
    const string = this.checked();
    if (string === null) return;
    const index = this.index();
    const length = this.maker.emit(this.op("strlen"), [string]);
    const isInside = this.maker.emit("int_lt", [index, length]);
    this.maker.guardTruth(isInside);
    if (isInside.value === 1) this.maker.emit(this.op("strgetitem"), [string, index], "int");
  }

  private length(): void {
    const string = this.checked();
    if (string !== null) this.maker.emit(this.op("strlen"), [string], "int");
  }

  private compare(): void {
    const [a, b] = [this.string(), this.string()];
    const opname = this.elidable("i");
    const result = this.maker.callNamed(opname, this.callee("equal"), [a, b], "int");
    if (this.below(2) === 0) this.maker.guardTruth(result);
  }

  private order(): void {
    const [a, b] = [this.checked(), this.checked()];
    if (a === null || b === null) return;
    const difference = this.maker.callNamed("call_i", this.callee("cmp"), [a, b], null);
    this.maker.emit("int_lt", [difference, new ConstInt(0)], "int");
  }

  /** A copy of one or two characters, or of more, into a string with something before it. */
  private copy(): void {
    const { maker } = this;
    const string = this.checked();
    if (string === null) return;
    const count = this.below(MADE_LENGTH_MAX);
    const length = maker.emit(this.op("strlen"), [string]);
    const isInside = maker.emit("int_ge", [length, new ConstInt(count)]);
    maker.guardTruth(isInside);
    if (isInside.value !== 1) return;
    const target = maker.emit(this.op("newstr"), [new ConstInt(count + 2)], "text");
    const places = [new ConstInt(0), new ConstInt(1), new ConstInt(count)];
    const copy = this.isUnicode ? "copyunicodecontent" : "copystrcontent";
    maker.emit(copy, [string, target, ...places]);
    this.setCharacter(target, new ConstInt(0), this.someChar());
    this.recent = target;
  }

  /** A string is stored in an object, or read from it. */
  private memory(): void {
    const node = this.maker.checkedNode();
    if (node === null) return;
    if (this.below(2) === 0) this.maker.emit("getfield_gc_r", [node], "text", "Node.text");
    else this.maker.emit("setfield_gc", [node, this.string()], null, "Node.text");
  }
}
