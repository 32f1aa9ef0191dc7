/**
 * What a guard tells the bridge that may leave from it: exact classes of fail arguments, and fields
 * and items of fail arguments whose values are fail arguments too.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/bridgeopt.py.
 */

import type { ArrayDescr, ClassLayout, FieldDescr, GuardDescr } from "../../trace/descr.ts";
import type { Box, Value } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { ArrayPtrInfo, InstancePtrInfo, PreambleOp } from "../info.ts";
import type { Known } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";

/** Positions are those of fail arguments, which are the bridge's input arguments. */
export interface GuardFacts {
  readonly knowledgeKind: "facts";
  readonly classes: readonly (readonly [position: number, layout: ClassLayout])[];
  readonly fields: readonly (readonly [object: number, field: FieldDescr, value: number])[];
  readonly items: readonly (readonly [
    array: number,
    descr: ArrayDescr,
    index: number,
    value: number,
  ])[];
}

/** Stores in `descr` what is known of its fail arguments now. */
export function recordKnowledge(
  optimizer: Optimizer,
  descr: GuardDescr,
  failArgs: readonly Box[],
): void {
  const { heap } = optimizer;
  const positions = new Map<Value, number>(failArgs.map((arg, index) => [arg, index]));
  const positionOf = (known: Known) =>
    known instanceof PreambleOp ? undefined : positions.get(replacementOf(known));
  const classes: GuardFacts["classes"][number][] = [];
  const fields: GuardFacts["fields"][number][] = [];
  const items: GuardFacts["items"][number][] = [];
  failArgs.forEach((arg, position) => {
    const info = arg.kind === "r" ? optimizer.ptrInfo(arg) : null;
    if (info?.knownClass) classes.push([position, info.knownClass]);
    if (info instanceof InstancePtrInfo) {
      for (const [field, known] of info.fields) {
        const value = positionOf(known);
        if (value !== undefined && !heap?.isDelayed(field)) fields.push([position, field, value]);
      }
    } else if (info instanceof ArrayPtrInfo) {
      for (const [index, known] of info.items) {
        const value = positionOf(known);
        if (value === undefined || heap?.isDelayed(info.descr, index)) continue;
        items.push([position, info.descr, index, value]);
      }
    }
  });
  const facts: GuardFacts = { knowledgeKind: "facts", classes, fields, items };
  descr.knowledge = facts;
}

/** Teaches the optimizer of a bridge what its guard knew of the bridge's input arguments. */
export function applyKnowledge(
  optimizer: Optimizer,
  descr: GuardDescr,
  inputargs: readonly Box[],
): void {
  const facts = descr.knowledge as GuardFacts | null;
  if (facts === null) return;
  const at = (position: number) => inputargs[position] as Box;
  for (const [position, layout] of facts.classes) {
    optimizer.makeConstantClass(at(position), layout, false);
  }
  const { heap } = optimizer;
  if (heap === null) return;
  for (const [object, field, value] of facts.fields) {
    const known = optimizer.ptrInfo(at(object));
    const info = known instanceof InstancePtrInfo ? known : new InstancePtrInfo(field.owner, null);
    at(object).forwarded = info;
    heap.putField(at(object), info, field, at(value));
  }
  for (const [array, arrayDescr, index, value] of facts.items) {
    const known = optimizer.ptrInfo(at(array));
    const info = known instanceof ArrayPtrInfo ? known : new ArrayPtrInfo(arrayDescr);
    at(array).forwarded = info;
    info.length.makeAtLeast(BigInt(index) + 1n);
    heap.putItem(at(array), info, index, at(value));
  }
}
