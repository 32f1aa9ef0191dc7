/**
 * Small loops over integers, floats, objects and arrays. A program is one straight path with
 * guards; where a guard fails, the iteration ends and the next one begins with other values. So it
 * has a meaning of its own, without any trace, against which traced and optimized runs are checked.
 */

import * as I from "../../sim/base/int.ts";
import type { Int } from "../../sim/base/int.ts";
import type { TraceContext } from "../../sim/trace/trace-context.ts";
import { HEAP_DECLARATIONS, HEAP_FUNCTIONS } from "./heap-functions.ts";
import { STRING_FUNCTIONS } from "./string-functions.ts";
import { parseDeclarations } from "../../sim/trace/declarations.ts";
import type { Box, RtValue, Value } from "../../sim/trace/values.ts";
import { InputArg } from "../../sim/trace/values.ts";
import type { ResOp } from "../../sim/trace/values.ts";

const DECLARATIONS = `
  class Node value:i next:r weight:f tag:i:pure flag:b text:r
  class Leaf(Node) extra:i
  struct Pair first:i second:r
  raw cell key:i value:r
  array Cells of cell
  array Words i raw
  array Halves i4 raw
  array Bytes u1 raw
  array Doubles f raw
  call malloc i>i EF=2 OS=raw_malloc_varsize_char writes=
  call free i>v EF=2 OS=raw_free writes=
  array Items r
  array Ints i
  call peek r>i EF=2 reads=Node.value writes=
  call poke ri>v EF=2 reads= writes=Node.value
  call mess r>v EF=7
  call observe i>v EF=2 reads= writes=
  call mix ii>i EF=0
  call py_mod ii>i EF=0 OS=int.py_mod
  call py_div ii>i EF=0 OS=int.py_div
  call weigh r>i EF=2 reads= writes=
  call s_concat rr>r EF=3 OS=str.concat reads= writes=
  call s_slice rii>r EF=3 OS=str.slice reads= writes=
  call s_equal rr>i EF=0 OS=str.equal reads= writes=
  call s_cmp rr>i EF=0 OS=str.cmp reads= writes=
  call s_slice_checknull riir>i EF=0 OS=streq.slice_checknull reads= writes=
  call s_slice_nonnull riir>i EF=0 OS=streq.slice_nonnull reads= writes=
  call s_slice_char riii>i EF=0 OS=streq.slice_char reads= writes=
  call s_nonnull rr>i EF=0 OS=streq.nonnull reads= writes=
  call s_nonnull_char ri>i EF=0 OS=streq.nonnull_char reads= writes=
  call s_checknull_char ri>i EF=0 OS=streq.checknull_char reads= writes=
  call s_lengthok rr>i EF=0 OS=streq.lengthok reads= writes=
  call u_concat rr>r EF=3 OS=unicode.concat reads= writes=
  call u_slice rii>r EF=3 OS=unicode.slice reads= writes=
  call u_equal rr>i EF=0 OS=unicode.equal reads= writes=
  call u_cmp rr>i EF=0 OS=unicode.cmp reads= writes=
  call u_slice_checknull riir>i EF=0 OS=unieq.slice_checknull reads= writes=
  call u_slice_nonnull riir>i EF=0 OS=unieq.slice_nonnull reads= writes=
  call u_slice_char riii>i EF=0 OS=unieq.slice_char reads= writes=
  call u_nonnull rr>i EF=0 OS=unieq.nonnull reads= writes=
  call u_nonnull_char ri>i EF=0 OS=unieq.nonnull_char reads= writes=
  call u_checknull_char ri>i EF=0 OS=unieq.checknull_char reads= writes=
  call u_lengthok rr>i EF=0 OS=unieq.lengthok reads= writes=
  object nodeA Node value=3 tag=7
  object nodeB Node value=-5 next=nodeA tag=1
  object leafA Leaf value=100 next=nodeB tag=2
  object pairA Pair first=6 second=nodeA
  ${HEAP_DECLARATIONS}
`;

interface NodeFields {
  value: Int;
  next: NodeFields | null;
}

const FUNCTIONS = {
  peek: (node: NodeFields | null) => (node === null ? -1 : node.value),
  poke: (node: NodeFields | null, value: Int) => {
    if (node !== null) node.value = value;
  },
  mess: (node: NodeFields | null) => {
    for (let at = node, i = 0; at !== null && i < 3; at = at.next, i++)
      at.value = I.int_neg(at.value);
  },
  mix: (a: Int, b: Int) => I.int_add(I.int_mul(a, 31), b),
  py_mod: I.int_py_mod,
  py_div: I.int_py_div,
  ...STRING_FUNCTIONS,
  ...HEAP_FUNCTIONS,
};

const BYTE = { itemKind: "i", bytes: 1, isSigned: false } as const;

/** What a box holds, finer than its kind; `inner` is an address in the middle of raw memory. */
export type Sort =
  | "int"
  | "float"
  | "node"
  | "items"
  | "ints"
  | "text"
  | "pair"
  | "cells"
  | "raw"
  | "inner";

/** What the loop carries around; the first is its counter. */
export const HEADER: readonly Sort[] = [
  "int",
  "int",
  "int",
  "node",
  "node",
  "float",
  "items",
  "ints",
  "text",
  "text",
  "pair",
  "cells",
  "raw",
  "inner",
];
/** Bytes of raw memory that is carried around. */
export const RAW_SIZE = 16;
const KIND_OF = {
  int: "i",
  float: "f",
  node: "r",
  items: "r",
  ints: "r",
  text: "r",
  pair: "r",
  cells: "r",
  raw: "i",
  inner: "i",
} as const;

/** A program. The counter is the first value; `ops[guardPc]` leaves the loop when it is used up. */
export class LoopProgram {
  /** What `observe` was called with, in order. */
  readonly log: Int[] = [];
  readonly context: TraceContext = parseDeclarations(DECLARATIONS, {
    ...FUNCTIONS,
    observe: (value: Int) => {
      this.log.push(value);
    },
  });
  readonly inputs: InputArg[];
  readonly ops: ResOp[] = [];
  /** Header values of the next iteration, at the end and after each failing guard. */
  jumpArgs: Value[] = [];
  readonly elseArgs = new Map<number, Value[]>();
  static readonly exitPc = 2;

  constructor(initial: readonly RtValue[]) {
    this.inputs = HEADER.map((sort, index) => new InputArg(KIND_OF[sort], initial[index] ?? null));
  }

  /** All that a run may change. */
  saveHeap(): SavedHeap {
    const arrays = this.inputs.map((input) => input.value).filter((value) => Array.isArray(value));
    const cells = arrays.flat().filter((item) => typeof item === "object" && item !== null);
    const objects = [this.log, ...this.globals, ...(arrays as object[]), ...(cells as object[])];
    const address = this.inputs[HEADER.indexOf("raw")]?.value as Int;
    const { memory } = this.context;
    const bytes = memory.bytesFrom(Number(address));
    const restoreRaw = () =>
      bytes.forEach((byte, offset) => void memory.write(I.int_add(address, offset), BYTE, byte));
    return new SavedHeap([...new Set(objects)], restoreRaw);
  }

  private isAddress(index: number): boolean {
    return HEADER[index] === "raw" || HEADER[index] === "inner";
  }

  /** Header values as they are to be compared: raw memory by its bytes. */
  comparable(header: readonly RtValue[]): unknown[] {
    return header.map((value, index) =>
      this.isAddress(index) ? this.context.memory.bytesFrom(Number(value)) : value,
    );
  }

  /** The objects that exist before the program runs. */
  get globals(): object[] {
    return [...this.context.objects.values()].filter((value) => typeof value === "object");
  }

  /** Boxes defined before `pc` that are used from there on. */
  liveAt(pc: number): Box[] {
    if (pc < 0) return this.inputs;
    const used = new Set<Value>(this.jumpArgs);
    for (let index = pc; index < this.ops.length; index++) {
      for (const arg of this.ops[index]?.args ?? []) used.add(arg);
      for (const arg of this.elseArgs.get(index) ?? []) used.add(arg);
    }
    return [...this.inputs, ...this.ops.slice(0, pc)].filter((box) => used.has(box));
  }

  /** Where a guard resumes: at itself, or at the overflowing operation before it. */
  resumePc(pc: number): number {
    return this.ops[pc]?.opname.endsWith("overflow") ? pc - 1 : pc;
  }
}

/** The heap before a run, to be put back. */
export class SavedHeap {
  private readonly saved: readonly (readonly [object, object])[];
  private readonly restoreMore: () => void;
  constructor(objects: readonly object[], restoreMore: () => void = () => undefined) {
    this.restoreMore = restoreMore;
    this.saved = objects.map((object) => [
      object,
      Array.isArray(object) ? [...object] : { ...object },
    ]);
  }
  restore(): void {
    for (const [object, copy] of this.saved) {
      Object.assign(object, copy);
      if (Array.isArray(object)) object.length = (copy as unknown[]).length;
    }
    this.restoreMore();
  }
}
