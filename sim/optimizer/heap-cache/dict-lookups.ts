/**
 * Repeated lookups of one key in one dict, which a call with OS=dict.lookup makes: the second gives
 * the same index, until a call writes the dict's entries.
 *
 * The call's arguments are the function, the dict, the key, its hash, and a flag: 0 to look up, 1 to
 * look up for a store, anything else to delete. Only results of lookups are remembered; a store may
 * use one that is known to be an entry's index, since -1 would be wrong for it.
 *
 * Counterpart: _optimize_CALL_DICT_LOOKUP in rpython/jit/metainterp/optimizeopt/heap.py.
 */

import type { ArrayDescr, CallDescr, FieldDescr } from "../../trace/descr.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { sameValue } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { Optimizer } from "../optimizer.ts";
import { mayWrite } from "./call-effects.ts";

const FLAG_LOOKUP = 0;
const FLAG_STORE = 1;

interface Lookup {
  readonly dict: Value;
  readonly key: Value;
  readonly result: Value;
}

/** The lookups in dicts of one type: what they read. */
interface DictType {
  readonly field: FieldDescr;
  readonly array: ArrayDescr;
  readonly lookups: Lookup[];
}

export class DictLookups {
  private readonly types = new Map<FieldDescr, DictType>();
  private readonly optimizer: Optimizer;

  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
  }

  clear(): void {
    this.types.clear();
  }

  /** Forgets the lookups in dicts that the call may change. */
  forgetWritten(descr: CallDescr): void {
    for (const [key, { field, array }] of this.types) {
      if (
        mayWrite(descr, { placeKind: "field", field }) ||
        mayWrite(descr, { placeKind: "item", array, index: 0 })
      ) {
        this.types.delete(key);
      }
    }
  }

  /** Whether the call is a lookup whose result is known; then it is replaced by that. */
  isKnown(op: ResOp): boolean {
    const { effect } = op.descr as CallDescr;
    if (effect.oopspec !== "dict.lookup" || effect.dict === undefined) return false;
    const flag = this.optimizer.constantOf(op.args[4] as Value)?.value;
    if (flag !== FLAG_LOOKUP && flag !== FLAG_STORE) return false;
    const { lookups } = this.typeOf(effect.dict);
    const [, dict, key] = op.args.map(replacementOf) as [Value, Value, Value];
    const known = lookups.find((lookup) => sameBox(lookup.dict, dict) && sameBox(lookup.key, key));
    if (known === undefined) {
      if (flag === FLAG_LOOKUP) lookups.push({ dict, key, result: op });
      return false;
    }
    if (flag === FLAG_STORE && !this.optimizer.bound(known.result).isNonnegative) return false;
    this.optimizer.fired("call_dict_lookup_known");
    this.optimizer.makeEqualTo(op, known.result);
    return true;
  }

  private typeOf(dict: { readonly field: FieldDescr; readonly array: ArrayDescr }): DictType {
    let type = this.types.get(dict.field);
    if (type === undefined) {
      type = { ...dict, lookups: [] };
      this.types.set(dict.field, type);
    }
    return type;
  }
}

function sameBox(known: Value, value: Value): boolean {
  return sameValue(replacementOf(known), value);
}
