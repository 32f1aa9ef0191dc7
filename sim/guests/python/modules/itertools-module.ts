/**
 * The module itertools.
 *
 * Counterpart: pypy/module/itertools.
 */

import { lookup } from "../objects/call.ts";
import { W_ComplexObject } from "../objects/complex-object.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newint, W_IntObject } from "../objects/int-object.ts";
import { isError, is_iterable, iter } from "../objects/iteration.ts";
import {
  W_Accumulate,
  W_Chain,
  W_Compress,
  W_Count,
  W_Cycle,
  W_DropWhile,
  W_FilterFalse,
  W_Islice,
  W_Repeat,
  W_StarMap,
  W_TakeWhile,
  W_ZipLongest,
} from "../objects/itertools-objects.ts";
import { W_GroupBy, W_Tee } from "../objects/itertools-shared.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_AbstractIterator, W_Root } from "../objects/w-root.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import {
  classMethod,
  isMissing,
  method,
  moduleFunction,
  plainInteger,
  staticMethod,
} from "./define.ts";
import { instanceOf } from "./instances.ts";
import { installLengthHint, iteratorType } from "./iterator-type.ts";
import { installCombinatorics } from "./itertools-combinatorics.ts";

/** Makes the iterator of a call; `args` has no class in front. */
export type MakeIterator = (
  space: ObjSpace,
  w_type: W_TypeObject,
  args: BuiltinArguments,
) => W_AbstractIterator;

/** A type of iterators that is called to make them. */
export type DefineIterator = (
  name: string,
  signature: string,
  doc: string,
  make: MakeIterator,
) => W_TypeObject;

/** The module. */
export function makeItertoolsModule(space: ObjSpace): W_Module {
  const w_module = makeModule("itertools");
  w_module.namespace.setitem_str(space, "__name__", newtext("itertools"));
  const define: DefineIterator = (name, signature, doc, make) => {
    const w_type = iteratorType(space, w_module, `itertools.${name}`);
    w_type.acceptsSubclasses = true;
    w_type.dict_w.set("__doc__", newtext(doc));
    staticMethod(w_type, "__new__", `cls, ${signature}`, (s, [w_cls, ...args]) =>
      instanceOf(s, w_cls as W_TypeObject, make(s, w_type, args)),
    );
    return w_type;
  };
  installCounting(define);
  installChains(define);
  installFilters(define);
  installIslice(define);
  installGroups(space, w_module, define);
  installCombinatorics(define);
  return w_module;
}

function checkNumber(space: ObjSpace, w_obj: W_Root): void {
  if (builtinValue(w_obj) instanceof W_ComplexObject) return;
  const names = ["__int__", "__float__", "__index__"];
  if (names.some((name) => lookup(space, w_obj, name) !== null)) return;
  throw typeError(space, "expected a number");
}

function installCounting(define: DefineIterator): void {
  const w_count = define(
    "count",
    "start=, step=",
    "Make an iterator that counts",
    (s, w_type, args) => {
      const w_start = args[0] ?? newint(0);
      const w_step = args[1] ?? newint(1);
      checkNumber(s, w_start);
      checkNumber(s, w_step);
      return new W_Count(w_type, w_start, w_step);
    },
  );
  const isOne = ({ w_step }: W_Count): boolean =>
    w_step instanceof W_IntObject && w_step.intval === 1;
  method(w_count, "__repr__", "self, /", (s, [w_self]) => {
    const count = builtinValue(w_self!) as W_Count;
    const step = isOne(count) ? "" : `, ${readString(s, count.w_step)}`;
    return newtext(`${w_self!.getclass(s).short_name()}(${readString(s, count.w_current)}${step})`);
  });
  method(w_count, "__reduce__", "self, /", (s, [w_self]) => {
    const count = builtinValue(w_self!) as W_Count;
    const args_w = isOne(count) ? [count.w_current] : [count.w_current, count.w_step];
    return new W_TupleObject([w_self!.getclass(s), new W_TupleObject(args_w)]);
  });
  const w_repeat = define(
    "repeat",
    "object, times=",
    "Make an iterator that returns object over and over again.",
    (s, w_type, args) => {
      const times = args[1] === null ? -1 : Math.max(plainInteger(s, args[1]!), 0);
      return new W_Repeat(w_type, args[0]!, times);
    },
  );
  method(w_repeat, "__repr__", "self, /", (s, [w_self]) => {
    const repeat = builtinValue(w_self!) as W_Repeat;
    const times = repeat.left < 0 ? "" : `, ${repeat.left}`;
    return newtext(
      `${w_self!.getclass(s).short_name()}(${readString(s, repeat.w_object)}${times})`,
    );
  });
  installLengthHint(w_repeat);
  define(
    "cycle",
    "iterable, /",
    "Make an iterator returning elements from the iterable and\n    saving a copy of each.",
    (s, w_type, [w_iterable]) => new W_Cycle(w_type, iter(s, w_iterable!)),
  );
  define(
    "accumulate",
    "iterable, func=, *, initial=",
    "Return series of accumulated sums.",
    (s, w_type, args) => {
      const [w_iterable, w_func, w_initial] = args;
      const orNull = (w_value: W_Root | null | undefined): W_Root | null =>
        isMissing(w_value) ? null : w_value!;
      return new W_Accumulate(w_type, iter(s, w_iterable!), orNull(w_func), orNull(w_initial));
    },
  );
}

function installChains(define: DefineIterator): void {
  const w_chain = define(
    "chain",
    "*iterables",
    "Make an iterator that returns elements from the first iterable\n    until it is exhausted, then proceeds to the next iterable.",
    (s, w_type, [w_args]) => new W_Chain(w_type, iter(s, w_args!)),
  );
  classMethod(w_chain, "from_iterable", "cls, iterable, /", (s, [w_cls, w_iterable]) =>
    instanceOf(s, w_cls as W_TypeObject, new W_Chain(w_chain, iter(s, w_iterable!))),
  );
  define(
    "zip_longest",
    "*iterables, **kwargs",
    "Return a zip_longest object.",
    (s, w_type, [w_args, w_kwargs]) => {
      const { storage } = w_kwargs as W_DictObject;
      const w_fill = storage.getitem_str(s, "fillvalue");
      if (storage.size() > (w_fill === null ? 0 : 1)) {
        throw typeError(s, "zip_longest() got unexpected keyword argument(s)");
      }
      const iterators_w = (w_args as W_TupleObject).items.map((w_iterable, i) => {
        try {
          return iter(s, w_iterable);
        } catch (error) {
          if (!isError(s, error, "TypeError")) throw error;
          throw typeError(s, `zip_longest argument #${i + 1} must support iteration`);
        }
      });
      const make = (items_w: W_Root[]): W_Root => new W_TupleObject(items_w);
      return new W_ZipLongest(w_type, iterators_w, w_fill ?? w_None, make);
    },
  );
  define(
    "starmap",
    "function, iterable, /",
    "Make an iterator that computes the function using arguments tuples\n    obtained from the iterable.",
    (s, w_type, [w_func, w_iterable]) => new W_StarMap(w_type, w_func!, iter(s, w_iterable!)),
  );
}

function installFilters(define: DefineIterator): void {
  define(
    "takewhile",
    "predicate, iterable, /",
    "Make an iterator that returns elements from the iterable as\n    long as the predicate is true.",
    (s, w_type, [w_pred, w_iterable]) => new W_TakeWhile(w_type, w_pred!, iter(s, w_iterable!)),
  );
  define(
    "dropwhile",
    "predicate, iterable, /",
    "Make an iterator that drops elements from the iterable as long\n    as the predicate is true.",
    (s, w_type, [w_pred, w_iterable]) => new W_DropWhile(w_type, w_pred!, iter(s, w_iterable!)),
  );
  define(
    "filterfalse",
    "predicate, iterable, /",
    "Make an iterator that filters elements from iterable returning\n    only those for which the predicate is False.",
    (s, w_type, [w_pred, w_iterable]) => new W_FilterFalse(w_type, w_pred!, iter(s, w_iterable!)),
  );
  define(
    "compress",
    "data, selectors",
    "Make an iterator that filters elements from data.",
    (s, w_type, [w_data, w_sel]) => new W_Compress(w_type, iter(s, w_data!), iter(s, w_sel!)),
  );
}

const STOP_MESSAGE = "Stop argument must be a non-negative integer or None.";
const START_MESSAGE = "Indicies for islice() must be None or non-negative integers";
const STEP_MESSAGE = "Step for islice() must be a positive integer or None";

/** A bound of islice; not below `least`. */
function sliceBound(
  space: ObjSpace,
  w_value: W_Root | undefined,
  missing: number,
  least: number,
  message: string,
): number {
  if (isMissing(w_value)) return missing;
  if (lookup(space, w_value!, "__index__") === null) throw valueError(space, message);
  const value = plainInteger(space, w_value!);
  if (value < least) throw valueError(space, message);
  return value;
}

function installIslice(define: DefineIterator): void {
  define(
    "islice",
    "iterable, startstop, *args",
    "Make an iterator that returns selected elements from the\n    iterable.",
    (s, w_type, [w_iterable, w_first, w_rest]) => {
      const w_iter = iter(s, w_iterable!);
      const rest_w = (w_rest as W_TupleObject).items;
      if (rest_w.length > 2) {
        throw typeError(s, `islice() takes at most 4 arguments (${rest_w.length} given)`);
      }
      if (rest_w.length === 0) {
        const stop = sliceBound(s, w_first!, -1, 0, STOP_MESSAGE);
        return new W_Islice(w_type, w_iter, 0, stop, 1);
      }
      const start = sliceBound(s, w_first!, 0, 0, START_MESSAGE);
      const stop = sliceBound(s, rest_w[0], -1, 0, STOP_MESSAGE);
      const step = sliceBound(s, rest_w[1], 1, 1, STEP_MESSAGE);
      return new W_Islice(w_type, w_iter, start, stop, step);
    },
  );
}

function installGroups(space: ObjSpace, w_module: W_Module, define: DefineIterator): void {
  const w_group = iteratorType(space, w_module, "itertools._groupby");
  define(
    "groupby",
    "iterable, key=",
    "Make an iterator that returns consecutive keys and groups from the\n    iterable.",
    (s, w_type, [w_iterable, w_key]) =>
      new W_GroupBy(w_type, w_group, iter(s, w_iterable!), isMissing(w_key) ? null : w_key!),
  );
  const w_tee = iteratorType(space, w_module, "itertools._tee");
  method(w_tee, "__copy__", "self, /", (_, [w_self]) => (w_self as W_Tee).copy());
  moduleFunction(space, w_module, "tee", "iterable, n=, /", (s, [w_iterable, w_n]) => {
    const count = w_n === null ? 2 : plainInteger(s, w_n!);
    if (count < 0) throw valueError(s, "n must be >= 0");
    if (!is_iterable(s, w_iterable!)) {
      throw typeError(s, `'${typeName(s, w_iterable!)}' object is not iterable`);
    }
    const first = w_iterable instanceof W_Tee ? w_iterable : W_Tee.over(s, w_tee, w_iterable!);
    const tees_w: W_Root[] = [];
    for (let i = 0; i < count; i++) tees_w.push(i === 0 ? first : first.copy());
    return new W_TupleObject(tees_w);
  });
}
