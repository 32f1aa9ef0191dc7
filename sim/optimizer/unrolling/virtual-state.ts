/**
 * Virtual states: the shape of a loop's values at a label. For each value: virtual with its
 * contents' shapes, constant, or a box with what must hold of it (class, not null, bounds). A jump
 * may go to a label when its values have, or can be given by guards, the label's shape. The boxes
 * that are neither virtual nor constant are the label's arguments.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/virtualstate.py.
 */

import type { ClassLayout } from "../../trace/descr.ts";
import { zeroOf } from "../../trace/heap-access.ts";
import type { Const, Kind, Value } from "../../trace/values.ts";
import { constOf } from "../../trace/values.ts";
import { forwardedInfo, replacementOf } from "../boxes.ts";
import { ArrayPtrInfo, asCarried, isPtrInfo } from "../info.ts";
import type { CarriedPtrInfo } from "../info.ts";
import { StringPtrInfo } from "../strings/string-info.ts";
import { IntBound } from "../ints/int-bound.ts";
import type { Optimizer } from "../optimizer.ts";

/** JIT signal inside of unrolling: the values at hand do not have the label's shape. */
export class StatesCantMatch {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

interface Numbered {
  /** Number in depth-first order; the same number means the same value. */
  position: number;
  /** Index among the label's arguments; -1 for virtuals and constants. */
  slot: number;
}

/** A virtual: instance, struct, array or array of structs. */
export interface VirtualShape extends Numbered {
  readonly shapeKind: "virtual";
  /** The class, or the descr of an array. */
  readonly type: object | null;
  readonly contents: readonly Shape[];
}

export interface ConstantShape extends Numbered {
  readonly shapeKind: "constant";
  readonly constant: Const;
}

/** A value of which something is known, or nothing. */
export interface BoxShape extends Numbered {
  readonly shapeKind: "box";
  readonly kind: Kind;
  readonly isNonnull: boolean;
  readonly exactClass: ClassLayout | null;
  /** Of an integer, or of an array's length. */
  readonly bound: IntBound | null;
}

export type Shape = VirtualShape | ConstantShape | BoxShape;

/** The contents of a virtual; what was never set is zero. */
export function virtualContents(info: CarriedPtrInfo): Value[] {
  return info.contents().map((value, index) => {
    const kind = info.kindAt(index);
    return value ?? constOf(kind, zeroOf(kind));
  });
}

class ShapeBuilder {
  private readonly shapes = new Map<Value, Shape>();
  private positions = 0;
  slots = 0;

  build(value: Value): Shape {
    const box = replacementOf(value);
    const known = this.shapes.get(box);
    if (known !== undefined) return known;
    if (box.isConst) return this.constant(box, box);
    const info = forwardedInfo(box);
    const virtual = asCarried(info);
    if (virtual !== null) return this.virtual(box, virtual);
    if (info instanceof IntBound && info.isConstant) {
      return this.constant(box, constOf("i", info.constantValue()));
    }
    const shape: BoxShape = {
      shapeKind: "box",
      kind: box.kind as Kind,
      isNonnull: box.kind === "r" && isPtrInfo(info),
      exactClass: isPtrInfo(info) ? info.knownClass : null,
      bound: boundOf(info),
      position: this.positions++,
      slot: this.slots++,
    };
    this.shapes.set(box, shape);
    return shape;
  }

  /** Two uses of a box that is a constant are the same value; two equal constants need not be. */
  private constant(value: Value, constant: Const): ConstantShape {
    const position = this.positions++;
    const shape: ConstantShape = { shapeKind: "constant", constant, position, slot: -1 };
    this.shapes.set(value, shape);
    return shape;
  }

  private virtual(box: Value, info: CarriedPtrInfo): VirtualShape {
    const contents: Shape[] = [];
    const { type } = info;
    const position = this.positions++;
    const shape: VirtualShape = { shapeKind: "virtual", type, contents, position, slot: -1 };
    this.shapes.set(box, shape);
    for (const value of virtualContents(info)) contents.push(this.build(value));
    return shape;
  }
}

function boundOf(info: unknown): IntBound | null {
  if (info instanceof IntBound) {
    // What the label forgets, the optimizer forgets too: the short preamble does not guard it.
    info.forgetFar();
    return info.clone();
  }
  const length = info instanceof ArrayPtrInfo ? info.length : null;
  const known = info instanceof StringPtrInfo ? info.lengthBound : length;
  return known === null || known.containsBound(new IntBound(0n)) ? null : known.clone();
}

export class VirtualState {
  readonly shapes: readonly Shape[];
  private readonly slotCount: number;

  /** The shapes of `values` as `known` by an optimizer now. */
  constructor(values: readonly Value[]) {
    const builder = new ShapeBuilder();
    this.shapes = values.map((value) => builder.build(value));
    this.slotCount = builder.slots;
  }

  /**
   * The label's arguments out of values that have this shape. With `forces`, virtuals that stand
   * where the label has a box are allocated.
   */
  makeInputArgs(values: readonly Value[], optimizer: Optimizer, forces = false): Value[] {
    const args: (Value | null)[] = new Array(this.slotCount).fill(null);
    // Forcing may change what another value is, so it comes first, for all of them.
    const pairs = this.shapes.map((shape, i) => [shape, values[i] as Value] as const);
    if (forces) for (const [shape, value] of pairs) force(shape, value, optimizer);
    for (const [shape, value] of pairs) collect(shape, value, args);
    return args.map((arg) => {
      if (arg === null) throw new StatesCantMatch("a value of the label is missing");
      return arg;
    });
  }

  /** The values that are virtual here. */
  virtualsAmong(values: readonly Value[]): Value[] {
    return values.filter((_, index) => this.shapes[index]?.shapeKind === "virtual");
  }
}

/** The contents that `value` has where the shape is virtual. */
function contentsFor(shape: VirtualShape, value: Value): Value[] {
  const box = replacementOf(value);
  const info = box.isConst ? null : asCarried(forwardedInfo(box));
  const contents = info === null ? [] : virtualContents(info);
  if (info === null || info.type !== shape.type || contents.length !== shape.contents.length) {
    throw new StatesCantMatch("a virtual is expected");
  }
  return contents;
}

function collect(shape: Shape, value: Value, args: (Value | null)[]): void {
  if (shape.shapeKind === "constant") return;
  const box = replacementOf(value);
  if (shape.shapeKind === "box") {
    if (!box.isConst && asCarried(forwardedInfo(box)) !== null) {
      throw new StatesCantMatch("a virtual stands where a real object is expected");
    }
    args[shape.slot] = box;
    return;
  }
  const contents = contentsFor(shape, box);
  shape.contents.forEach((content, index) => {
    if (content.position > shape.position) collect(content, contents[index] as Value, args);
  });
}

function force(shape: Shape, value: Value, optimizer: Optimizer): void {
  if (shape.shapeKind === "constant") return;
  if (shape.shapeKind === "box") {
    if (!optimizer.isVirtual(value)) return;
    optimizer.fired("virtual_is_made_for_the_label");
    optimizer.force(value, optimizer.forceStage);
    return;
  }
  const contents = contentsFor(shape, value);
  shape.contents.forEach((content, index) => {
    if (content.position > shape.position) force(content, contents[index] as Value, optimizer);
  });
}
