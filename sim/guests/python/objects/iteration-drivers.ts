/**
 * The drivers of built-in functions that are loops over what the program gives them. Each such loop
 * (iteration-loops.ts) is traced, compiled and told of by itself, as on PyPy; the greens say what is
 * iterated over, so that a trace is made for one kind of iterator.
 *
 * Counterpart: pypy/objspace/std/{listobject,tupleobject}.py, pypy/module/__builtin__/functional.py,
 * pypy/interpreter/{baseobjspace,generator}.py.
 */

import type { VirtualClock } from "../../../base/clock.ts";
import type { GreenKeyDescription } from "../../../hints/guest.ts";
import { JitDriver, type JitDriverSpec } from "../../../hints/jit-driver.ts";

/** What a driver's first green can say of the list that is filled or searched. */
export const LIST_STRATEGIES = [
  "EmptyListStrategy",
  "IntegerListStrategy",
  "FloatListStrategy",
  "ObjectListStrategy",
] as const;

/** `list(iterable)`, `list.extend`; the position is the list's strategy. */
export const LIST_EXTEND_DRIVER: JitDriverSpec = {
  name: "list__do_extend_from_iterable",
  greens: ["strategy", "greenkey"],
  reds: ["w_list", "w_iter", "space"],
  isRecursive: false,
};

/** A generator that is used up: `list(generator)`, `tuple(generator)`. */
export const UNPACK_INTO_DRIVER: JitDriverSpec = {
  name: "unpack_into",
  greens: ["zero", "greenkey"],
  reds: ["w_list", "w_iter", "space"],
  isRecursive: false,
};

/** Another iterable that is used up. */
export const UNPACK_DRIVER: JitDriverSpec = {
  name: "unpackiterable",
  greens: ["zero", "greenkey"],
  reds: ["w_list", "w_iter", "space"],
  isRecursive: false,
};

/** `min(iterable)`; the position says whether there is a key function (2) and a first item (1). */
export const MIN_DRIVER: JitDriverSpec = {
  name: "min",
  greens: ["state", "greenkey"],
  reds: ["w_iter", "w_key", "best", "space"],
  isRecursive: false,
};

export const MAX_DRIVER: JitDriverSpec = {
  name: "max",
  greens: ["state", "greenkey"],
  reds: ["w_iter", "w_key", "best", "space"],
  isRecursive: false,
};

/** The keys of `sorted` and `list.sort`; the position is the strategy of the list of items. */
export const SORT_KEYS_DRIVER: JitDriverSpec = {
  name: "_compute_keys_for_sorting",
  greens: ["strategy", "greenkey"],
  reds: ["index", "w_items", "w_keys", "w_key", "space"],
  isRecursive: false,
};

/** `in` for what is no container. */
export const CONTAINS_DRIVER: JitDriverSpec = {
  name: "contains",
  greens: ["zero", "greenkey"],
  reds: ["w_iter", "w_item", "space"],
  isRecursive: false,
};

/** `in` for a tuple, unless a trace of known length unrolls it; the green is the item's type. */
export const TUPLE_CONTAINS_DRIVER: JitDriverSpec = {
  name: "tuple.contains",
  greens: ["zero", "greenkey"],
  reds: ["index", "w_tuple", "w_item", "space"],
  isRecursive: false,
};

/**
 * `in`, `index` and `count` of a list of objects; the position says whether all are counted, the
 * green is the item's type.
 */
export const LIST_FIND_DRIVER: JitDriverSpec = {
  name: "list.find_or_count",
  greens: ["counts", "greenkey"],
  reds: ["index", "found", "w_list", "w_item", "space"],
  isRecursive: false,
};

/** `filter`; the position says whether it is itertools.filterfalse. */
export const FILTER_DRIVER: JitDriverSpec = {
  name: "filter",
  greens: ["reverse", "greenkey"],
  reds: ["w_iter", "w_func", "space"],
  isRecursive: false,
};

/** One run's drivers. */
export class IterationDrivers {
  readonly listExtend: JitDriver;
  readonly unpackInto: JitDriver;
  readonly unpack: JitDriver;
  readonly min: JitDriver;
  readonly max: JitDriver;
  readonly sortKeys: JitDriver;
  readonly contains: JitDriver;
  readonly filter: JitDriver;
  readonly tupleContains: JitDriver;
  readonly listFind: JitDriver;

  constructor(clock: VirtualClock) {
    this.listExtend = new JitDriver(LIST_EXTEND_DRIVER, clock);
    this.unpackInto = new JitDriver(UNPACK_INTO_DRIVER, clock);
    this.unpack = new JitDriver(UNPACK_DRIVER, clock);
    this.min = new JitDriver(MIN_DRIVER, clock);
    this.max = new JitDriver(MAX_DRIVER, clock);
    this.sortKeys = new JitDriver(SORT_KEYS_DRIVER, clock);
    this.contains = new JitDriver(CONTAINS_DRIVER, clock);
    this.filter = new JitDriver(FILTER_DRIVER, clock);
    this.tupleContains = new JitDriver(TUPLE_CONTAINS_DRIVER, clock);
    this.listFind = new JitDriver(LIST_FIND_DRIVER, clock);
  }

  all(): JitDriver[] {
    return [
      this.listExtend,
      this.unpackInto,
      this.unpack,
      this.min,
      this.max,
      this.sortKeys,
      this.contains,
      this.filter,
      this.tupleContains,
      this.listFind,
    ];
  }
}

/** What PyPy prints for a green key; `iterated` names what is iterated over. */
export function describeIterationKey(
  driver: string,
  position: number,
  iterated: string,
): GreenKeyDescription {
  return {
    text: textOf(driver, position, iterated),
    position,
    codeName: "",
    fileName: "",
    firstLine: 0,
    codeNumber: -1,
  };
}

function textOf(driver: string, position: number, iterated: string): string {
  switch (driver) {
    case LIST_EXTEND_DRIVER.name:
    case SORT_KEYS_DRIVER.name:
      return `${driver} [${LIST_STRATEGIES[position]}, ${iterated}]`;
    case UNPACK_INTO_DRIVER.name:
      return "(unpack_into: no get_printable_location)";
    // PyPy has one function for both, which names the first.
    case MIN_DRIVER.name:
    case MAX_DRIVER.name:
      return `min [has_key=${position >> 1}, has_item=${position & 1}, ${iterated}]`;
    case CONTAINS_DRIVER.name:
      return `DescrOperation.contains [${iterated}]`;
    case LIST_FIND_DRIVER.name:
      return `list.${position === 0 ? "find" : "count"} [ObjectListStrategy, ${iterated}]`;
    case FILTER_DRIVER.name:
      return `filter [reverse=${position}, ${iterated}]`;
    default:
      return `${driver} [${iterated}]`;
  }
}

/**
 * Drivers with greens of one shape: as on PyPy, where a hash is that of the greens alone, equal keys
 * of theirs tick the same counter.
 */
const SHAPES: Readonly<Record<string, string>> = {
  [MAX_DRIVER.name]: MIN_DRIVER.name,
  [UNPACK_INTO_DRIVER.name]: UNPACK_DRIVER.name,
  [CONTAINS_DRIVER.name]: UNPACK_DRIVER.name,
  [TUPLE_CONTAINS_DRIVER.name]: UNPACK_DRIVER.name,
};

/** A hash of a green key that is the same in all runs. */
export function hashIterationKey(driver: string, position: number, iterated: string): number {
  let hash = position ^ 0x2f0b4a27;
  for (const text of [SHAPES[driver] ?? driver, iterated]) {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
