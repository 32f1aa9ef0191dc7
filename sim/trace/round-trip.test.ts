/**
 * print(parse(print(t))) = print(t), for random traces of all operations, all kinds of descrs and
 * all kinds of constants; and what is printed of a trace that keeps the rules keeps them.
 */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toFloat } from "../base/float.ts";
import { intFromBigint } from "../base/int.ts";
import { parseDeclarations } from "./declarations.ts";
import { DESCR_KINDS } from "./descr-rules.ts";
import type { Descr } from "./descr.ts";
import type { OpName } from "./ops.ts";
import { OP_NAMES, OPS } from "./ops.ts";
import { parseTrace } from "./parse.ts";
import type { PrintOptions } from "./print.ts";
import { printTrace } from "./print.ts";
import type { TraceContext } from "./trace-context.ts";
import type { Trace, Value } from "./values.ts";
import { ConstAddr, ConstFloat, ConstInt, ConstPtr, InputArg, ResOp } from "./values.ts";
import { findFault } from "./verify.ts";

const SEED = 20261127;
const DECLARATIONS = `
  class Node value:i next:r tag:u1 weight:f version:i:quasi
  struct Pair a:i b:r
  raw complex real:f imag:f
  array Items r
  array Bytes u1
  array Complexes of complex
  array Memory i4 raw
  call plain ii>i EF=7
  call copy rr>v EF=2 OS=ARRAYCOPY reads=Items writes=Items
  token compiled
  object one Node
  items list Items null
  string hello "a, \\"b\\""
`;
const SIMPLE_OPS = OP_NAMES.filter((name) => {
  return !name.startsWith("vec_") && !OPS[name].isFinal && name !== "label" && !OPS[name].isDebug;
});

function declared(): { context: TraceContext; descrs: Map<string, Descr[]> } {
  const context = parseDeclarations(DECLARATIONS);
  const descrs = new Map<string, Descr[]>();
  const names = ["Node.value", "Node.next", "Node.tag", "Node", "Pair.b", "complex.real", "Items"];
  const more = ["Bytes", "Complexes", "Complexes.imag", "Memory", "plain", "copy", "compiled"];
  for (const name of [...names, ...more, "Node.version/quasi", "<Guard0x1f>"]) {
    const descr = context.lookupDescr(name);
    assert.ok(descr, name);
    descrs.set(descr.descrKind, [...(descrs.get(descr.descrKind) ?? []), descr]);
  }
  return { context, descrs };
}

/** Draws from what there is, by one random number after the other. */
class TraceMaker {
  readonly inputargs = [new InputArg("i"), new InputArg("r"), new InputArg("f")];
  readonly ops: ResOp[] = [];
  private readonly boxes: Record<string, Value[]>;
  private readonly choices: readonly number[];
  private next = 0;
  private readonly context: TraceContext;
  private readonly descrs: ReadonlyMap<string, readonly Descr[]>;

  constructor(choices: readonly number[]) {
    this.choices = choices;
    ({ context: this.context, descrs: this.descrs } = declared());
    const [i, r, f] = this.inputargs as [InputArg, InputArg, InputArg];
    this.boxes = { i: [i], r: [r], f: [f] };
  }

  choose(): number {
    const choice = this.choices[this.next % this.choices.length] ?? 0;
    this.next += 1;
    return choice + this.next;
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.choose() % from.length] as T;
  }

  private constant(kind: string): Value {
    const { objects } = this.context;
    if (kind === "f") {
      const values = [0.5, -0, 1e22, Number.POSITIVE_INFINITY, Number.NaN, this.choose() / 4];
      return new ConstFloat(toFloat(this.pick(values)));
    }
    if (kind === "r") {
      const strings = [this.context.string("x\n'", false), this.context.string("Ж]", true)];
      return new ConstPtr(this.pick([null, ...objects.values(), ...strings]));
    }
    return new ConstInt(intFromBigint(BigInt.asIntN(64, BigInt(this.choose()) ** 6n)));
  }

  value(letter: string): Value {
    const kind = letter === "?" ? this.pick(["i", "r", "f"]) : letter;
    const isConst = this.choose() % 4 === 0;
    return isConst ? this.constant(kind) : this.pick(this.boxes[kind] ?? []);
  }

  private descr(name: OpName): Descr | null {
    const kinds = DESCR_KINDS[name];
    if (kinds.length === 0) return null;
    const fitting = kinds.flatMap((kind) => this.descrs.get(kind) ?? []);
    return name === "new_with_vtable" ? (fitting[0] as Descr) : this.pick(fitting);
  }

  private args(name: OpName): Value[] {
    if (name === "int_signext") return [this.value("i"), new ConstInt(this.pick([1, 2, 4]))];
    const { args } = OPS[name];
    const letters = args === "*" ? "?".repeat(this.choose() % 4) : args;
    const node = this.context.classes.get("Node");
    const takesClass = ["guard_class", "guard_nonnull_class", "guard_subclass"].includes(name);
    return [...letters].map((letter, index) => {
      const isClass =
        (takesClass && index === 1) ||
        name === "guard_exception" ||
        (name === "record_exact_class" && index === 1);
      return isClass && node !== undefined ? new ConstAddr(node) : this.value(letter);
    });
  }

  add(name: OpName): void {
    const op = new ResOp(name, this.args(name), this.descr(name));
    if (op.info.isGuard) {
      const boxes = ["i", "r", "f"].map((kind) => this.pick(this.boxes[kind] ?? []));
      op.failArgs = [...boxes, null];
    }
    this.ops.push(op);
    if (op.kind !== "v") this.boxes[op.kind]?.push(op);
  }

  trace(): Trace {
    for (const _ of this.choices) this.add(this.pick(SIMPLE_OPS));
    return { inputargs: this.inputargs, ops: this.ops };
  }

  get printOptions(): PrintOptions {
    const { descrName, objectName, addressName } = this.context;
    return { descrName, addressName, constName: objectName, hasLiterals: true };
  }

  again(text: string): Trace {
    return parseTrace(text, this.context);
  }
}

test("printing, parsing and printing again gives the same text", () => {
  const choices = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 60 });
  const property = fc.property(choices, (numbers) => {
    const maker = new TraceMaker(numbers);
    const trace = maker.trace();
    assert.is(findFault(trace), null);
    for (const options of [maker.printOptions, {}]) {
      const text = printTrace(trace, options);
      if (options !== maker.printOptions && !isPlain(text)) continue;
      const again = maker.again(text);
      assert.is(printTrace(again, options), text);
      assert.is(findFault(again), null);
    }
  });
  fc.assert(property, { seed: SEED, numRuns: 300 });
});

/** Printed without names, some descrs look alike: such a text cannot be read back. */
function isPlain(text: string): boolean {
  return !/descr=<(SizeDescr|Array|QuasiImmutDescr|Loop)|ConstPtr\(ptr/.test(text);
}

test("every operation takes part", () => {
  for (const name of SIMPLE_OPS) {
    const maker = new TraceMaker([7, 3, 11]);
    maker.add(name);
    const text = printTrace({ inputargs: maker.inputargs, ops: maker.ops }, maker.printOptions);
    const again = maker.again(text);
    assert.is(again.ops[0]?.opname, name);
    assert.is(printTrace(again, maker.printOptions), text);
    assert.is(
      again.ops[0]?.descr,
      maker.ops[0]?.descr?.descrKind === "guard" ? null : maker.ops[0]?.descr,
    );
  }
});

test.run();
