/**
 * Whether values fit a label's virtual state, and the guards that make them fit. Guards are made
 * only when the value seen while tracing passes them; that decides between two correct ways, never
 * correctness.
 *
 * Counterpart: generate_guards in rpython/jit/metainterp/optimizeopt/virtualstate.py.
 */

import type { Int } from "../../base/int.ts";
import { ClassLayout } from "../../trace/descr.ts";
import type { Ref, RtValue, Value } from "../../trace/values.ts";
import { ConstAddr, constOf, ResOp, sameConst } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { makeBoundGuards } from "../guards/info-guards.ts";
import { asCarried } from "../info.ts";
import { IntBound } from "../ints/int-bound.ts";
import type { Optimizer } from "../optimizer.ts";
import type { BoxShape, ConstantShape, Shape, VirtualShape } from "./virtual-state.ts";
import { StatesCantMatch, VirtualState, virtualContents } from "./virtual-state.ts";

/** A value with what it was while tracing; undefined when there is nothing to go by. */
interface Seen {
  readonly value: Value | null;
  readonly runtime: RtValue | undefined;
}

const NOTHING: Seen = { value: null, runtime: undefined };

/** What is known of an integer with this shape. */
function knownBound(shape: Shape): IntBound {
  if (shape.shapeKind === "box") return shape.bound ?? new IntBound();
  const isInt = shape.shapeKind === "constant" && typeof shape.constant.value !== "object";
  return isInt ? IntBound.constant(shape.constant.value as Int) : new IntBound();
}

class Matcher {
  readonly guards: ResOp[] = [];
  private readonly renumbering = new Map<number, number>();
  private readonly optimizer: Optimizer;
  private readonly forces: boolean;

  constructor(optimizer: Optimizer, forces: boolean) {
    this.optimizer = optimizer;
    this.forces = forces;
  }

  /** Makes what has shape `other` fit `wanted`. */
  match(wanted: Shape, other: Shape, seen: Seen): void {
    const number = this.renumbering.get(wanted.position);
    if (number !== undefined) {
      if (number !== other.position) throw new StatesCantMatch("values coincide only at the label");
      return;
    }
    this.renumbering.set(wanted.position, other.position);
    if (wanted.shapeKind === "virtual") this.matchVirtual(wanted, other, seen);
    else if (wanted.shapeKind === "constant") this.matchConstant(wanted, other, seen);
    else this.matchBox(wanted, other, seen);
  }

  private matchVirtual(wanted: VirtualShape, other: Shape, seen: Seen): void {
    if (other.shapeKind !== "virtual" || other.type !== wanted.type) {
      throw new StatesCantMatch("another kind of virtual");
    }
    if (other.contents.length !== wanted.contents.length) {
      throw new StatesCantMatch("a virtual array of another length");
    }
    wanted.contents.forEach((content, index) => {
      this.match(content, other.contents[index] as Shape, this.contentSeen(seen, index));
    });
  }

  private contentSeen(seen: Seen, index: number): Seen {
    const virtual = seen.value === null ? null : this.optimizer.virtualInfo(seen.value);
    const info = asCarried(virtual);
    if (info === null) return NOTHING;
    const value = virtualContents(info)[index] ?? null;
    const object = seen.runtime;
    if (object === null || typeof object !== "object") return { value, runtime: undefined };
    return { value, runtime: info.readAt(object as Ref, index) };
  }

  private matchConstant(wanted: ConstantShape, other: Shape, seen: Seen): void {
    if (other.shapeKind === "constant") {
      if (!sameConst(wanted.constant, other.constant)) {
        throw new StatesCantMatch("different constants");
      }
      return;
    }
    if (other.shapeKind === "virtual") throw new StatesCantMatch("a constant and a virtual");
    const { runtime, value } = seen;
    const isSeen = value !== null && runtime !== undefined;
    if (!isSeen || !sameConst(wanted.constant, constOf(other.kind, runtime))) {
      throw new StatesCantMatch("not known to be the constant");
    }
    this.optimizer.fired("jump_guards_value");
    this.guards.push(new ResOp("guard_value", [value, wanted.constant]));
  }

  private matchBox(wanted: BoxShape, other: Shape, seen: Seen): void {
    if (wanted.kind === "i") this.matchInt(wanted, other, seen);
    else if (wanted.kind === "r") this.matchRef(wanted, other, seen);
  }

  private matchInt(wanted: BoxShape, other: Shape, seen: Seen): void {
    if (wanted.bound === null) return;
    if (wanted.bound.containsBound(knownBound(other))) return;
    const { runtime, value } = seen;
    const isNumber = typeof runtime === "number" || typeof runtime === "bigint";
    if (value === null || !isNumber || !wanted.bound.contains(runtime)) {
      throw new StatesCantMatch("integer bounds do not match");
    }
    this.optimizer.fired("jump_guards_bounds");
    makeBoundGuards(wanted.bound, value, this.guards);
  }

  private matchRef(wanted: BoxShape, other: Shape, seen: Seen): void {
    if (other.shapeKind === "virtual") {
      const isInstance = other.type instanceof ClassLayout && other.type.hasVtable;
      const isClass = wanted.exactClass === null || wanted.exactClass === other.type;
      if (this.forces && isInstance && isClass) {
        this.optimizer.fired("jump_forces_virtual");
        return;
      }
      throw new StatesCantMatch("a virtual stands where a real object is expected");
    }
    this.matchLength(wanted, other);
    if (wanted.exactClass !== null) this.matchClass(wanted.exactClass, other, seen);
    else if (wanted.isNonnull) this.matchNonnull(other, seen);
  }

  private matchLength(wanted: BoxShape, other: Shape): void {
    if (wanted.bound === null) return;
    const isKnown = other.shapeKind === "box" && other.bound !== null;
    if (!isKnown || !wanted.bound.containsBound(other.bound)) {
      throw new StatesCantMatch("array lengths do not match");
    }
  }

  private matchNonnull(other: Shape, { value, runtime }: Seen): void {
    if (other.shapeKind === "box" && other.isNonnull) return;
    if (other.shapeKind === "constant" && other.constant.value !== null) return;
    const isSeen = value !== null && runtime !== undefined && runtime !== null;
    if (other.shapeKind === "constant" || !isSeen) throw new StatesCantMatch("may be null");
    this.optimizer.fired("jump_guards_nonnull");
    this.guards.push(new ResOp("guard_nonnull", [value]));
  }

  private matchClass(wanted: ClassLayout, other: Shape, { value, runtime }: Seen): void {
    const { layoutOf } = this.optimizer.ctx;
    if (other.shapeKind === "constant") {
      const object = other.constant.value;
      if (typeof object === "object" && object !== null && layoutOf(object) === wanted) return;
      throw new StatesCantMatch("a constant of another class");
    }
    if (other.shapeKind === "box" && other.exactClass !== null) {
      if (other.exactClass === wanted) return;
      throw new StatesCantMatch("classes do not match");
    }
    const isObject = typeof runtime === "object" && runtime !== null;
    if (value === null || !isObject || layoutOf(runtime) !== wanted) {
      throw new StatesCantMatch("the class is not known");
    }
    const isNonnull = other.shapeKind === "box" && other.isNonnull;
    const opname = isNonnull ? "guard_class" : "guard_nonnull_class";
    this.optimizer.fired(isNonnull ? "jump_guards_class" : "jump_guards_nonnull_class");
    this.guards.push(new ResOp(opname, [value, new ConstAddr(wanted)]));
  }
}

/** The guards that make `values` fit `wanted`; throws StatesCantMatch when none do. */
export function generateGuards(
  wanted: VirtualState,
  values: readonly Value[],
  runtimes: readonly RtValue[],
  optimizer: Optimizer,
  forces: boolean,
): ResOp[] {
  const current = new VirtualState(values);
  const matcher = new Matcher(optimizer, forces);
  wanted.shapes.forEach((shape, index) => {
    const value = replacementOf(values[index] as Value);
    const runtime = value.isConst ? undefined : runtimes[index];
    matcher.match(shape, current.shapes[index] as Shape, { value, runtime });
  });
  return matcher.guards;
}

/** Whether everything that fits `current` fits `wanted` without a guard. */
export function isGeneralization(
  wanted: VirtualState,
  current: VirtualState,
  optimizer: Optimizer,
): boolean {
  const matcher = new Matcher(optimizer, false);
  try {
    wanted.shapes.forEach((shape, index) => {
      matcher.match(shape, current.shapes[index] as Shape, NOTHING);
    });
    return true;
  } catch (signal) {
    if (signal instanceof StatesCantMatch) return false;
    throw signal;
  }
}
