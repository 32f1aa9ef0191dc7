/**
 * Random loop programs. The path is generated together with one concrete run of it, so that all
 * guards hold for the initial values.
 */

import { assert } from "../../sim/base/assert.ts";
import { toFloat } from "../../sim/base/float.ts";
import * as I from "../../sim/base/int.ts";
import type { Int } from "../../sim/base/int.ts";
import type { RandomSource } from "../../sim/base/prng.ts";
import type { ArrayDescr } from "../../sim/trace/descr.ts";
import { newArray } from "../../sim/trace/heap-access.ts";
import { execute } from "../../sim/trace/execute.ts";
import { LowString } from "../../sim/trace/low-string.ts";
import type { OpName } from "../../sim/trace/ops.ts";
import { OPS } from "../../sim/trace/ops.ts";
import type { InputArg, Ref, RtValue, Value } from "../../sim/trace/values.ts";
import { ConstAddr, ConstFloat, ConstInt, ConstPtr, ResOp } from "../../sim/trace/values.ts";
import { MemorySteps } from "./memory-steps.ts";
import { StringSteps } from "./string-steps.ts";
import type { StepMaker } from "./string-steps.ts";
import type { Sort } from "./loop-program.ts";
import { HeapSteps } from "./heap-steps.ts";
import { HEADER, LoopProgram, RAW_SIZE } from "./loop-program.ts";

const COMPARISONS: readonly OpName[] = [
  ...(["int_lt", "int_le", "int_eq", "int_ne", "int_gt", "int_ge", "uint_lt", "uint_ge"] as const),
];
const INT_OPS: readonly OpName[] = [
  ...(["int_add", "int_sub", "int_mul", "int_and", "int_or", "int_xor"] as const),
  ...(["int_add", "int_sub", "uint_mul_high"] as const),
];
/** Length of the arrays that are carried around. */
const ARRAY_LENGTH = 3;

/** Builds a program while running it. */
class Generator implements StepMaker {
  readonly program: LoopProgram;
  readonly prng: RandomSource;
  private readonly strings: StringSteps;
  private readonly memory = new MemorySteps(this);
  private readonly heap: HeapSteps;
  private readonly pools: Record<Sort, Value[]>;

  constructor(prng: RandomSource) {
    this.prng = prng;
    this.program = new LoopProgram([]);
    const isUnicode = prng.nextBelow(2) === 0;
    this.strings = new StringSteps(this, isUnicode);
    this.heap = new HeapSteps(this, this.program.context);
    const { objects } = this.program.context;
    const [nodeA, nodeB, leafA] = ["nodeA", "nodeB", "leafA"].map((name) => objects.get(name));
    const address = this.program.context.memory.allocate(RAW_SIZE);
    const values = [
      12,
      prng.nextBelow(50) - 25,
      this.someInt(),
      [nodeA, nodeB, leafA][prng.nextBelow(3)],
      [nodeB, leafA, null][prng.nextBelow(3)],
      prng.nextBelow(9) / 2,
      [nodeA, null, leafA],
      [1, -2, 3],
      LowString.of("bytes", isUnicode),
      prng.nextBelow(3) === 0 ? null : LowString.of("a", isUnicode),
      objects.get("pairA"),
      newArray(this.descr("Cells") as ArrayDescr, 2),
      address,
      address + RAW_SIZE / 2,
    ] as RtValue[];
    this.program.inputs.forEach((input, index) => {
      input.value = values[index] as RtValue;
    });
    this.pools = {
      int: [],
      float: [],
      node: [],
      items: [],
      ints: [],
      text: [],
      pair: [],
      cells: [],
      raw: [],
      inner: [],
    };
    this.program.inputs.forEach((input, index) => {
      this.pools[HEADER[index] as Sort].push(input);
    });
  }

  generate(length: number): LoopProgram {
    const heap = this.program.saveHeap();
    const [counter] = this.program.inputs as [InputArg];
    const next = this.emit("int_sub", [counter, new ConstInt(1)], "int");
    const more = this.emit("int_gt", [next, new ConstInt(0)]);
    this.program.elseArgs.set(this.program.ops.length, [...this.program.inputs]);
    this.program.ops.push(new ResOp("guard_true", [more]));
    for (let i = 0; i < length && this.prng.beginStep(); i++) this.step();
    this.prng.beginStep();
    this.program.jumpArgs = this.headerArgs();
    heap.restore();
    return this.program;
  }

  private someInt(): Int {
    const wide = [0, 1, -1, 7, 2 ** 31, I.INT_MAX, I.INT_MIN, 2n ** 62n] as Int[];
    const choice = this.prng.nextBelow(12);
    return choice < wide.length ? (wide[choice] as Int) : this.prng.nextBelow(100) - 50;
  }

  pick(sort: Sort): Value {
    const pool = this.pools[sort];
    // Recent values are picked more often.
    const back = Math.min(this.prng.nextBelow(pool.length), this.prng.nextBelow(pool.length));
    return pool[pool.length - 1 - back] as Value;
  }

  int(): Value {
    return this.prng.nextBelow(4) === 0 ? new ConstInt(this.someInt()) : this.pick("int");
  }

  /** A node, or a constant one, or null. */
  node(): Value {
    const choice = this.prng.nextBelow(10);
    if (choice > 1) return this.pick("node");
    const { objects } = this.program.context;
    return new ConstPtr(choice === 0 ? null : (objects.get("nodeB") as Ref));
  }

  private headerArgs(): Value[] {
    const next = this.program.ops[0] as ResOp;
    return HEADER.map((sort, index) => (index === 0 ? next : this.pick(sort)));
  }

  private descr(name: string) {
    const found = this.program.context.lookupDescr(name);
    assert(found !== undefined, `descr ${name}`);
    return found;
  }

  emit(opname: OpName, args: Value[], sort: Sort | null = null, descr = ""): ResOp {
    const op = new ResOp(opname, args, descr === "" ? null : this.descr(descr));
    op.value = execute(
      opname,
      op.descr,
      args.map((arg) => arg.value),
    );
    this.program.ops.push(op);
    if (sort !== null) this.pools[sort].push(op);
    return op;
  }

  guard(opname: OpName, args: Value[]): void {
    this.program.elseArgs.set(this.program.ops.length, this.headerArgs());
    this.program.ops.push(new ResOp(opname, args));
  }

  private step(): void {
    const steps = [
      () => this.arithmetic(),
      () => this.arithmetic(),
      () => this.comparison(),
      () => this.overflowing(),
      () => this.division(),
      () => this.allocate(),
      () => this.loadField(),
      () => this.loadField(),
      () => this.storeField(),
      () => this.storeField(),
      () => this.arrays(),
      () => this.arrays(),
      () => this.call(),
      () => this.call(),
      () => this.floats(),
      () => this.pointers(),
      () => this.guardValue(),
      () => this.heap.step(),
      () => this.heap.step(),
      () => this.heap.step(),
      () => this.strings.step(),
      () => this.strings.step(),
      () => this.memory.step(),
      () => this.memory.step(),
      () => this.memory.step(),
      () => this.memory.step(),
      () => this.memory.step(),
    ];
    steps[this.prng.nextBelow(steps.length)]?.();
    // What nobody looks at may be wrong unnoticed.
    if (this.prng.nextBelow(2) === 0) this.callNamed("call_n", "observe", [this.pick("int")], null);
  }

  private arithmetic(): void {
    const opname = INT_OPS[this.prng.nextBelow(INT_OPS.length)] as OpName;
    this.emit(opname, [this.int(), this.int()], "int");
    if (this.prng.nextBelow(3) > 0) return;
    const shift = new ConstInt(this.prng.nextBelow(64));
    const name = (["int_lshift", "int_rshift", "uint_rshift"] as const)[this.prng.nextBelow(3)];
    this.emit(name as OpName, [this.int(), shift], "int");
  }

  comparison(): void {
    const opname = COMPARISONS[this.prng.nextBelow(COMPARISONS.length)] as OpName;
    const result = this.emit(opname, [this.int(), this.int()]);
    if (this.prng.nextBelow(4) === 0) this.pools.int.push(result);
    this.guardTruth(result);
  }

  guardTruth(result: Value): void {
    this.guard(result.value === 1 ? "guard_true" : "guard_false", [result]);
  }

  private overflowing(): void {
    const opname = (["int_add_ovf", "int_sub_ovf", "int_mul_ovf"] as const)[this.prng.nextBelow(3)];
    const op = this.emit(opname as OpName, [this.int(), this.int()]);
    this.guard(op.value === null ? "guard_overflow" : "guard_no_overflow", []);
    if (op.value !== null) this.pools.int.push(op);
  }

  private division(): void {
    const divisor = new ConstInt(
      [1, 2, 3, 7, 8, 10, 1000003, 4294967297][this.prng.nextBelow(8)] ?? 5,
    );
    const name = this.prng.nextBelow(2) === 0 ? "py_div" : "py_mod";
    this.callNamed("call_pure_i", name, [this.int(), divisor], "int");
  }

  callNamed(opname: OpName, name: string, args: Value[], sort: Sort | null): ResOp {
    const fn = this.program.context.functions.get(name);
    assert(fn !== undefined, `function ${name}`);
    return this.emit(opname, [new ConstAddr(fn), ...args], sort, name);
  }

  private allocate(): void {
    const isLeaf = this.prng.nextBelow(3) === 0;
    const object = this.emit("new_with_vtable", [], "node", isLeaf ? "Leaf" : "Node");
    this.emit("setfield_gc", [object, new ConstInt(9)], null, "Node.tag");
    if (this.prng.nextBelow(2) > 0) {
      this.emit("setfield_gc", [object, this.int()], null, "Node.value");
    }
    if (this.prng.nextBelow(2) > 0)
      this.emit("setfield_gc", [object, this.node()], null, "Node.next");
    if (isLeaf) this.emit("setfield_gc", [object, this.int()], null, "Leaf.extra");
  }

  /** A node that is not null, of a class that has been checked. */
  checkedNode(): Value | null {
    const node = this.node();
    const object = node.value as object | null;
    if (node.isConst) return object === null ? null : node;
    if (object === null) {
      this.guard("guard_isnull", [node]);
      return null;
    }
    const layout = this.program.context.layoutOf(object);
    assert(layout !== undefined, "a node has a layout");
    if (this.prng.nextBelow(2) === 0) {
      this.guard("guard_nonnull", [node]);
      this.guard("guard_class", [node, new ConstAddr(layout)]);
    } else this.guard("guard_nonnull_class", [node, new ConstAddr(layout)]);
    return node;
  }

  private loadField(): void {
    const node = this.checkedNode();
    if (node === null) return;
    const choice = this.prng.nextBelow(6);
    if (choice < 2) this.emit("getfield_gc_i", [node], "int", "Node.value");
    else if (choice === 2) this.emit("getfield_gc_i", [node], "int", "Node.tag");
    else if (choice === 3) this.emit("getfield_gc_f", [node], "float", "Node.weight");
    else if (choice === 4) this.emit("getfield_gc_i", [node], "int", "Node.flag");
    else this.emit("getfield_gc_r", [node], "node", "Node.next");
  }

  private storeField(): void {
    const node = this.checkedNode();
    if (node === null) return;
    const choice = this.prng.nextBelow(6);
    if (choice < 3) this.emit("setfield_gc", [node, this.int()], null, "Node.value");
    else if (choice === 3)
      this.emit("setfield_gc", [node, this.pick("float")], null, "Node.weight");
    else if (choice === 4) {
      this.emit("setfield_gc", [node, new ConstInt(this.prng.nextBelow(2))], null, "Node.flag");
    } else this.emit("setfield_gc", [node, this.node()], null, "Node.next");
  }

  private index(): Value {
    if (this.prng.nextBelow(3) > 0) return new ConstInt(this.prng.nextBelow(ARRAY_LENGTH));
    const mask = new ConstInt(1 + this.prng.nextBelow(2));
    return this.emit("int_and", [this.int(), mask], "int");
  }

  private arrays(): void {
    const length = new ConstInt(ARRAY_LENGTH);
    switch (this.prng.nextBelow(7)) {
      case 0:
        this.emit("new_array_clear", [length], "items", "Items");
        break;
      case 1:
        this.emit("new_array_clear", [length], "ints", "Ints");
        break;
      case 2:
        this.emit("getarrayitem_gc_r", [this.pick("items"), this.index()], "node", "Items");
        break;
      case 3:
        this.emit("getarrayitem_gc_i", [this.pick("ints"), this.index()], "int", "Ints");
        break;
      case 4:
        this.emit("arraylen_gc", [this.pick("items")], "int", "Items");
        break;
      case 5:
        this.emit(
          "setarrayitem_gc",
          [this.pick("items"), this.index(), this.node()],
          null,
          "Items",
        );
        break;
      default:
        this.emit("setarrayitem_gc", [this.pick("ints"), this.index(), this.int()], null, "Ints");
    }
  }

  private call(): void {
    switch (this.prng.nextBelow(4)) {
      case 0:
        this.callNamed("call_i", "peek", [this.node()], "int");
        break;
      case 1:
        this.callNamed("call_n", "poke", [this.node(), this.int()], null);
        break;
      case 2:
        this.callNamed("call_pure_i", "mix", [this.int(), this.int()], "int");
        break;
      default:
        if (this.prng.nextBelow(4) === 0) this.callNamed("call_n", "mess", [this.node()], null);
    }
  }

  private floats(): void {
    const factor = new ConstFloat(toFloat([0.5, 1, -1, 4, 3][this.prng.nextBelow(5)] ?? 2));
    switch (this.prng.nextBelow(4)) {
      case 0:
        this.emit("cast_int_to_float", [this.pick("int")], "float");
        break;
      case 1:
        this.emit("float_mul", [this.pick("float"), factor], "float");
        break;
      case 2:
        this.emit("float_truediv", [this.pick("float"), factor], "float");
        break;
      default:
        this.emit("float_add", [this.pick("float"), this.pick("float")], "float");
        this.guardTruth(this.emit("float_lt", [this.pick("float"), this.pick("float")]));
    }
  }

  private pointers(): void {
    const opname = this.prng.nextBelow(2) === 0 ? "ptr_eq" : "ptr_ne";
    this.guardTruth(this.emit(opname, [this.node(), this.node()]));
  }

  private guardValue(): void {
    if (this.prng.nextBelow(2) > 0) return;
    const box = this.pick("int");
    if (!OPS.guard_value.isGuard || box.isConst) return;
    this.guard("guard_value", [box, new ConstInt(box.value as Int)]);
  }
}

/** A random program of about `length` steps; its boxes hold the values of one run. */
export function generateLoopProgram(prng: RandomSource, length: number): LoopProgram {
  return new Generator(prng).generate(length);
}
