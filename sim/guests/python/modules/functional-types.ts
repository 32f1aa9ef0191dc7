/**
 * The types enumerate, zip, map, filter and reversed.
 *
 * Counterpart: pypy/module/__builtin__/functional.py.
 */

import { intFromBigint } from "../../../base/int.ts";
import { call_special, lookup } from "../objects/call.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import {
  W_BigEnumerate,
  W_Enumerate,
  W_Filter,
  W_Map,
  W_Zip,
} from "../objects/functional-iterators.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { wrapBigint } from "../objects/int-object.ts";
import { len_w } from "../objects/items.ts";
import { is_iterable, iter, next } from "../objects/iteration.ts";
import { W_HostIterator } from "../objects/iterators.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { W_ReversedIterator } from "../objects/sequence-iterators.ts";
import { toIndex } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { method, staticMethod } from "./define.ts";
import { instanceOf } from "./instances.ts";

type NewCode = (space: ObjSpace, args: readonly (W_Root | null)[]) => W_Root;

/** Adds `__new__`, which makes instances of subclasses, too. */
function constructs(w_type: W_TypeObject, signature: string, make: NewCode): void {
  w_type.acceptsSubclasses = true;
  staticMethod(w_type, "__new__", `subtype, ${signature}`, (s, [w_cls, ...args]) =>
    instanceOf(s, w_cls as W_TypeObject, make(s, args)),
  );
}

/** Adds `__reduce__`: the class and what it is called with. */
function reduces(w_type: W_TypeObject, parts: (w_iterator: W_Root) => readonly W_Root[]): void {
  method(w_type, "__reduce__", "self", (s, [w_self]) => {
    const w_args = new W_TupleObject(parts(builtinValue(w_self!)));
    return new W_TupleObject([w_self!.getclass(s), w_args]);
  });
}

/** Fills all of them. */
export function installFunctionalTypes(space: ObjSpace): void {
  const { w_enumerate, w_zip, w_map, w_filter } = space;
  constructs(w_enumerate, "iterable, start=", (s, [w_iterable, w_start]) => {
    const start = w_start === null ? 0n : indexOf(s, w_start!);
    const w_iter = iter(s, w_iterable!);
    if (BigInt.asIntN(62, start) === start) return new W_Enumerate(w_iter, intFromBigint(start));
    return new W_BigEnumerate(w_iter, start);
  });
  reduces(w_enumerate, (w_iterator) => {
    if (w_iterator instanceof W_BigEnumerate) {
      return [w_iterator.w_iter, wrapBigint(w_iterator.index)];
    }
    const { w_iter, index } = w_iterator as W_Enumerate;
    return [w_iter, wrapBigint(BigInt(index))];
  });
  constructs(w_zip, "*args, strict=", (s, [w_strict, w_iterables]) => {
    const sources_w = iterators(s, "zip", (w_iterables as W_TupleObject).items);
    if (sources_w.length === 0 || (w_strict !== null && s.is_true(w_strict!))) {
      return new W_HostIterator(w_zip, zipped(s, sources_w));
    }
    return new W_Zip(sources_w);
  });
  reduces(w_zip, (w_iterator) => (w_iterator instanceof W_Zip ? w_iterator.iters_w : []));
  constructs(w_map, "fun, *args", (s, [w_func, w_iterables]) => {
    const sources_w = iterators(s, "map", (w_iterables as W_TupleObject).items);
    if (sources_w.length === 0) throw typeError(s, "map() must have at least two arguments");
    return new W_Map(w_func!, sources_w);
  });
  reduces(w_map, (w_iterator) => {
    const { w_func, iters_w } = w_iterator as W_Map;
    return [w_func, ...iters_w];
  });
  constructs(
    w_filter,
    "predicate, iterable",
    (s, [w_func, w_iterable]) => new W_Filter(w_func!, iter(s, w_iterable!)),
  );
  reduces(w_filter, (w_iterator) => {
    const { w_func, w_iter } = w_iterator as W_Filter;
    return [w_func, w_iter];
  });
  installReversed(space);
}

function indexOf(space: ObjSpace, w_obj: W_Root): bigint {
  return toIndex(space, w_obj, () => {
    return `'${typeName(space, w_obj)}' object cannot be interpreted as an integer`;
  });
}

function iterators(space: ObjSpace, name: string, items_w: readonly W_Root[]): W_Root[] {
  return items_w.map((w_item, index) => {
    if (is_iterable(space, w_item)) return iter(space, w_item);
    throw typeError(space, `${name} argument #${index + 1} must support iteration`);
  });
}

function installReversed(space: ObjSpace): void {
  const { w_reversed } = space;
  w_reversed.acceptsSubclasses = true;
  staticMethod(w_reversed, "__new__", "subtype, sequence", (s, [w_cls, w_sequence]) => {
    const w_result = call_special(s, w_sequence!, "__reversed__", []);
    if (w_result !== null) return w_result;
    if (lookup(s, w_sequence!, "__getitem__") === null || w_sequence instanceof W_DictObject) {
      len_w(s, w_sequence!);
      throw typeError(s, "argument to reversed() must be a sequence");
    }
    const w_iterator = new W_ReversedIterator(w_sequence!, len_w(s, w_sequence!) - 1);
    return instanceOf(s, w_cls as W_TypeObject, w_iterator);
  });
}

/** All iterators must end together. */
function* zipped(space: ObjSpace, sources_w: readonly W_Root[]): Iterator<W_Root> {
  while (sources_w.length > 0) {
    const items_w: W_Root[] = [];
    let ended = 0;
    for (const [i, w_source] of sources_w.entries()) {
      const w_item = next(space, w_source);
      if (w_item === null) {
        if (i > 0 && ended === 0) throw unequal(space, i, "shorter");
        ended++;
      } else if (ended > 0) throw unequal(space, i, "longer");
      else items_w.push(w_item);
    }
    if (ended > 0) return;
    yield new W_TupleObject(items_w);
  }
}

function unequal(space: ObjSpace, index: number, what: string) {
  const others = index === 1 ? "argument 1" : `arguments 1-${index}`;
  return valueError(space, `zip() argument ${index + 1} is ${what} than ${others}`);
}
