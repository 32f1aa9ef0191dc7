/**
 * product, permutations and combinations of itertools, as host generators.
 *
 * Counterpart: pypy/module/itertools/interp_itertools.py.
 */

import type { W_DictObject } from "../objects/dict-object.ts";
import { typeError, valueError } from "../objects/errors.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { W_HostIterator } from "../objects/iterators.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isMissing, plainInteger } from "./define.ts";
import type { DefineIterator } from "./itertools-module.ts";

/** Adds the four types. */
export function installCombinatorics(define: DefineIterator): void {
  define(
    "product",
    "*iterables, **kwargs",
    "Cartesian product of input iterables.",
    (s, w_type, [w_args, w_kwargs]) => {
      const count = repeatOf(s, w_kwargs as W_DictObject);
      const pools = (w_args as W_TupleObject).items.map((w) => [...iterable_to_array(s, w, -1)]);
      const all: W_Root[][] = [];
      for (let i = 0; i < count; i++) all.push(...pools);
      return new W_HostIterator(w_type, product(all));
    },
  );
  define(
    "permutations",
    "iterable, r=",
    "Return successive r-length permutations of elements in the iterable.",
    (s, w_type, [w_iterable, w_r]) => {
      const pool = [...iterable_to_array(s, w_iterable!, -1)];
      const r = isMissing(w_r) ? pool.length : plainInteger(s, w_r!);
      if (r < 0) throw valueError(s, "expected a non-negative integer");
      return new W_HostIterator(w_type, permutations(pool, r));
    },
  );
  define(
    "combinations",
    "iterable, r",
    "Return successive r-length combinations of elements in the iterable.",
    (s, w_type, [w_iterable, w_r]) => {
      const pool = [...iterable_to_array(s, w_iterable!, -1)];
      return new W_HostIterator(w_type, combinations(pool, lengthOf(s, w_r!), 1));
    },
  );
  define(
    "combinations_with_replacement",
    "iterable, r",
    "Return successive r-length combinations of elements in the iterable\n    allowing individual elements to have successive repeats.",
    (s, w_type, [w_iterable, w_r]) => {
      const pool = [...iterable_to_array(s, w_iterable!, -1)];
      return new W_HostIterator(w_type, combinations(pool, lengthOf(s, w_r!), 0));
    },
  );
}

function repeatOf(space: ObjSpace, w_kwargs: W_DictObject): number {
  const w_repeat = w_kwargs.storage.getitem_str(space, "repeat");
  if (w_kwargs.storage.size() > (w_repeat === null ? 0 : 1)) {
    throw typeError(space, "product() got unexpected keyword argument(s)");
  }
  return w_repeat === null ? 1 : plainInteger(space, w_repeat);
}

function lengthOf(space: ObjSpace, w_r: W_Root): number {
  const r = plainInteger(space, w_r);
  if (r < 0) throw valueError(space, "r must be non-negative");
  return r;
}

/** An odometer whose last place turns fastest. */
function* product(pools: readonly (readonly W_Root[])[]): Iterator<W_Root> {
  if (pools.some((pool) => pool.length === 0)) return;
  const places = pools.map(() => 0);
  for (;;) {
    yield new W_TupleObject(places.map((place, i) => pools[i]![place]!));
    let i = pools.length - 1;
    while (i >= 0 && places[i] === pools[i]!.length - 1) places[i--] = 0;
    if (i < 0) return;
    places[i]!++;
  }
}

/** In lexicographic order of positions: `order` holds the chosen ones first. */
function* permutations(pool: readonly W_Root[], r: number): Iterator<W_Root> {
  const n = pool.length;
  if (r > n) return;
  const order = pool.map((_, i) => i);
  const cycles = Array.from({ length: r }, (_, i) => n - i);
  const chosen = (): W_Root => new W_TupleObject(order.slice(0, r).map((i) => pool[i]!));
  yield chosen();
  for (let i = r - 1; i >= 0; ) {
    cycles[i]!--;
    if (cycles[i] === 0) {
      order.push(...order.splice(i, 1));
      cycles[i] = n - i;
      i--;
      continue;
    }
    const j = n - cycles[i]!;
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
    yield chosen();
    i = r - 1;
  }
}

/** Positions rise by at least `gap`: 1 for plain combinations, 0 with replacement. */
function* combinations(pool: readonly W_Root[], r: number, gap: number): Iterator<W_Root> {
  const n = pool.length;
  if (gap === 1 ? r > n : n === 0 && r > 0) return;
  const places = Array.from({ length: r }, (_, i) => i * gap);
  for (;;) {
    yield new W_TupleObject(places.map((place) => pool[place]!));
    let i = r - 1;
    while (i >= 0 && places[i] === n - 1 - gap * (r - 1 - i)) i--;
    if (i < 0) return;
    places[i]!++;
    for (let j = i + 1; j < r; j++) places[j] = places[j - 1]! + gap;
  }
}
