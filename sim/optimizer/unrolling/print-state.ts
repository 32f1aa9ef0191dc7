/**
 * Prints a virtual state, one line for each of a label's values: what must hold of a value that
 * jumps there.
 *
 *   0: virtual Node
 *       1: value: int <= 100              contents have their names or indices
 *   2: constant 5
 *   3: ref of class Node
 *
 * The number is the value's: the same number again means the same value. A value that is an
 * argument of the label has an arrow with its index among them.
 *
 * Counterpart: the debug_print methods of rpython/jit/metainterp/optimizeopt/virtualstate.py.
 */

import { ArrayDescr, ClassLayout, SizeDescr } from "../../trace/descr.ts";
import type { Const } from "../../trace/values.ts";
import type { IntBound } from "../ints/int-bound.ts";
import type { BoxShape, Shape, VirtualShape, VirtualState } from "./virtual-state.ts";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

class StatePrinter {
  readonly lines: string[] = [];
  private readonly seen = new Set<Shape>();
  private readonly printConst: (constant: Const) => string;

  constructor(printConst: (constant: Const) => string) {
    this.printConst = printConst;
  }

  print(shape: Shape, name: string, depth: number): void {
    const start = `${"    ".repeat(depth)}${shape.position}: ${name === "" ? "" : `${name}: `}`;
    if (this.seen.has(shape)) {
      this.lines.push(`${start}(above)`);
      return;
    }
    this.seen.add(shape);
    const slot = shape.slot < 0 ? "" : ` -> ${shape.slot}`;
    this.lines.push(`${start}${this.describe(shape)}${slot}`);
    if (shape.shapeKind !== "virtual") return;
    shape.contents.forEach((content, index) => {
      this.print(content, contentName(shape, index), depth + 1);
    });
  }

  private describe(shape: Shape): string {
    if (shape.shapeKind === "virtual") return `virtual ${typeName(shape)}`;
    if (shape.shapeKind === "constant") return `constant ${this.printConst(shape.constant)}`;
    return describeBox(shape);
  }
}

function typeName({ type }: VirtualShape): string {
  if (type instanceof ClassLayout || type instanceof ArrayDescr) return type.name;
  return type instanceof SizeDescr ? type.layout.name : "object";
}

function contentName({ type }: VirtualShape, index: number): string {
  if (type instanceof ClassLayout) return type.fields[index]?.name ?? String(index);
  const struct = type instanceof ArrayDescr ? type.struct : null;
  if (struct === null) return String(index);
  const { fields } = struct;
  return `${Math.floor(index / fields.length)}.${fields[index % fields.length]?.name ?? "?"}`;
}

const KIND_WORDS = { i: "int", r: "ref", f: "float" } as const;

function describeBox({ kind, isNonnull, exactClass, bound }: BoxShape): string {
  const word = KIND_WORDS[kind];
  if (exactClass !== null) return `${word} of class ${exactClass.name}`;
  const limits = bound === null ? "" : describeBound(bound);
  const nonnull = isNonnull && kind === "r" ? " not null" : "";
  return `${word}${nonnull}${kind === "r" && limits !== "" ? " length" : ""}${limits}`;
}

function describeBound({ lower, upper }: IntBound): string {
  const isBelow = upper < MAX;
  const isAbove = lower > MIN;
  if (isAbove && isBelow) return ` in ${lower}..${upper}`;
  if (isBelow) return ` <= ${upper}`;
  return isAbove ? ` >= ${lower}` : "";
}

/** One line for each value and each content of a virtual. */
export function printVirtualState(
  state: VirtualState,
  printConst: (constant: Const) => string,
): string {
  const printer = new StatePrinter(printConst);
  for (const shape of state.shapes) printer.print(shape, "", 0);
  return printer.lines.join("\n");
}
