/**
 * What a guard tells the bridge that may leave from it: the exact classes of fail arguments; fields
 * of instances and items of arrays whose values are known; results of loop-invariant calls. Objects
 * and values are fail arguments that the guard's frames need, or constants: what only virtuals and
 * pending stores need may be another object in the bridge.
 *
 * Fields of structs without a class, and places with a delayed store, are not told.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/bridgeopt.py, serialize_optheap in heap.py,
 * serialize_optrewrite in rewrite.py.
 */

import type { ArrayDescr, ClassLayout, FieldDescr, GuardDescr } from "../../trace/descr.ts";
import type { Box, Const, Value } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { ArrayPtrInfo, InstancePtrInfo, PreambleOp } from "../info.ts";
import type { Known } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";

/** The position of a fail argument, which is the bridge's input argument; or a constant. */
type Told = number | Const;

export interface GuardFacts {
  readonly knowledgeKind: "facts";
  readonly classes: readonly (readonly [position: number, layout: ClassLayout])[];
  readonly fields: readonly (readonly [object: Told, field: FieldDescr, value: Told])[];
  readonly items: readonly (readonly [
    array: Told,
    descr: ArrayDescr,
    index: number,
    value: Told,
  ])[];
  readonly invariants: readonly (readonly [fn: Const, result: number])[];
}

/** The fail arguments by position, of which those from `extraStart` on are not available. */
class Positions {
  private readonly positions: ReadonlyMap<Value, number>;

  constructor(failArgs: readonly Box[], extraStart: number) {
    this.positions = new Map(failArgs.slice(0, extraStart).map((arg, index) => [arg, index]));
  }

  of(value: Value): Told | null {
    return value.isConst ? value : (this.positions.get(value) ?? null);
  }

  /** What only the preamble has computed so far is not available. */
  ofKnown(known: Known): Told | null {
    return known instanceof PreambleOp ? null : this.of(replacementOf(known));
  }
}

/** Stores in `descr` what is known of its fail arguments now. */
export function recordKnowledge(
  optimizer: Optimizer,
  descr: GuardDescr,
  failArgs: readonly Box[],
  extraStart: number,
): void {
  const positions = new Positions(failArgs, extraStart);
  const classes: GuardFacts["classes"][number][] = [];
  failArgs.forEach((arg, position) => {
    const layout = arg.kind === "r" ? optimizer.ptrInfo(arg)?.knownClass : null;
    if (layout) classes.push([position, layout]);
  });
  const facts: GuardFacts = {
    knowledgeKind: "facts",
    classes,
    ...heapFacts(optimizer, positions),
    invariants: invariantFacts(optimizer, positions),
  };
  descr.knowledge = facts;
}

function heapFacts(
  { heap }: Optimizer,
  positions: Positions,
): Pick<GuardFacts, "fields" | "items"> {
  const fields: GuardFacts["fields"][number][] = [];
  const items: GuardFacts["items"][number][] = [];
  for (const [{ place }, { box, info }, known] of heap?.knownPlaces() ?? []) {
    const object = positions.of(box);
    const value = positions.ofKnown(known);
    if (object === null || value === null) continue;
    if (place.placeKind === "item") {
      items.push([object, (info as ArrayPtrInfo).descr, place.index, value]);
    } else if (place.field.owner.hasVtable) fields.push([object, place.field, value]);
  }
  return { fields, items };
}

function invariantFacts(
  { loopInvariants }: Optimizer,
  positions: Positions,
): GuardFacts["invariants"] {
  const facts: GuardFacts["invariants"][number][] = [];
  for (const [fn, known] of loopInvariants?.knownCalls() ?? []) {
    const result = positions.ofKnown(known);
    if (typeof result === "number") facts.push([fn, result]);
  }
  return facts;
}

/** Teaches the optimizer of a bridge what its guard knew of the bridge's input arguments. */
export function applyKnowledge(
  optimizer: Optimizer,
  descr: GuardDescr,
  inputargs: readonly Box[],
): void {
  const facts = descr.knowledge as GuardFacts | null;
  if (facts === null) return;
  const at = (told: Told): Value => (typeof told === "number" ? (inputargs[told] as Box) : told);
  for (const [position, layout] of facts.classes) {
    optimizer.fired("bridge_knows_class");
    optimizer.makeConstantClass(at(position), layout, false);
  }
  for (const [object, field, value] of facts.fields) {
    tellField(optimizer, at(object), field, at(value));
  }
  for (const [array, arrayDescr, index, value] of facts.items) {
    tellItem(optimizer, at(array), arrayDescr, index, at(value));
  }
  for (const [fn, result] of facts.invariants) {
    optimizer.fired("bridge_knows_loop_invariant");
    optimizer.loopInvariants?.importCall(fn, at(result));
  }
}

function tellField(optimizer: Optimizer, object: Value, field: FieldDescr, value: Value): void {
  const { heap } = optimizer;
  if (heap === null) return;
  optimizer.fired("bridge_knows_field");
  const info = object.isConst
    ? heap.constInfo(object.value as object, field)
    : instanceInfo(optimizer, object, field);
  heap.putField(object, info as InstancePtrInfo, field, value);
}

function instanceInfo(optimizer: Optimizer, object: Box, field: FieldDescr): InstancePtrInfo {
  const known = optimizer.ptrInfo(object);
  if (known instanceof InstancePtrInfo) return known;
  const info = new InstancePtrInfo(field.owner, null);
  object.forwarded = info;
  return info;
}

function tellItem(
  optimizer: Optimizer,
  array: Value,
  descr: ArrayDescr,
  index: number,
  value: Value,
): void {
  const { heap } = optimizer;
  if (heap === null) return;
  optimizer.fired("bridge_knows_item");
  const info = array.isConst
    ? heap.constInfo(array.value as object, descr)
    : arrayInfo(optimizer, array, descr);
  heap.putItem(array, info as ArrayPtrInfo, index, value);
}

function arrayInfo(optimizer: Optimizer, array: Box, descr: ArrayDescr): ArrayPtrInfo {
  const known = optimizer.ptrInfo(array);
  if (known instanceof ArrayPtrInfo) return known;
  const info = new ArrayPtrInfo(descr);
  array.forwarded = info;
  return info;
}
