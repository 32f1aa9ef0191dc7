/**
 * Where the code of optimized operations begins, in a log that has offsets for assembled operations
 * only. Between both stands PyPy's rewriter for the garbage collector, which turns field accesses
 * into loads and stores and allocations into increments; boxes are numbered anew.
 *
 * Guards, labels and jumps have descrs of their own and are the same on both sides. Between two of
 * them operations keep their order: each is matched with the first one that it can have become, the
 * boxes that are known so far being the same. What has no match has no code of its own, or is not
 * known: its offset is -1.
 *
 * Counterpart: rpython/jit/backend/llsupport/rewrite.py.
 */

/** An operation of either side. */
export interface MatchedOperation {
  readonly name: string;
  readonly result: string;
  readonly args: readonly string[];
  readonly descr: string;
  /** Number of its descr, null for none. */
  readonly descrId: number | null;
}

/** An assembled one. */
export interface PlacedOperation extends MatchedOperation {
  readonly offset: number;
}

/** What operations become; `$` is the kind of the result. */
const BECOMES: Readonly<Record<string, readonly string[]>> = {
  getfield_gc: ["gc_load_$"],
  getfield_raw: ["gc_load_$"],
  getarrayitem_gc: ["gc_load_indexed_$", "gc_load_$"],
  getarrayitem_raw: ["gc_load_indexed_$", "gc_load_$"],
  getinteriorfield_gc: ["gc_load_indexed_$", "gc_load_$"],
  raw_load: ["gc_load_indexed_$", "gc_load_$"],
  setfield_gc: ["gc_store"],
  setfield_raw: ["gc_store"],
  setarrayitem_gc: ["gc_store", "gc_store_indexed"],
  setarrayitem_raw: ["gc_store", "gc_store_indexed"],
  setinteriorfield_gc: ["gc_store", "gc_store_indexed"],
  setinteriorfield_raw: ["gc_store", "gc_store_indexed"],
  raw_store: ["gc_store", "gc_store_indexed"],
  arraylen_gc: ["gc_load_i"],
  strlen: ["gc_load_i"],
  unicodelen: ["gc_load_i"],
  strgetitem: ["gc_load_indexed_i", "gc_load_i"],
  unicodegetitem: ["gc_load_indexed_i", "gc_load_i"],
  strsetitem: ["gc_store_indexed", "gc_store"],
  unicodesetitem: ["gc_store_indexed", "gc_store"],
  new: ["call_malloc_nursery", "nursery_ptr_increment", "call_r"],
  new_with_vtable: ["call_malloc_nursery", "nursery_ptr_increment", "call_r"],
  new_array: [
    "call_malloc_nursery_varsize",
    "call_malloc_nursery",
    "nursery_ptr_increment",
    "call_r",
  ],
  new_array_clear: [
    "call_malloc_nursery_varsize",
    "call_malloc_nursery",
    "nursery_ptr_increment",
    "call_r",
  ],
  newstr: ["call_malloc_nursery_varsize", "call_malloc_nursery", "nursery_ptr_increment", "call_r"],
  newunicode: [
    "call_malloc_nursery_varsize",
    "call_malloc_nursery",
    "nursery_ptr_increment",
    "call_r",
  ],
  copystrcontent: ["call_n"],
  copyunicodecontent: ["call_n"],
};

/** `getfield_gc_r` is `getfield_gc` of kind r. */
const KINDS = /_([irfn])$/;

/** Names come from logs: they may be those of methods of objects. */
function lookupOwn(name: string): readonly string[] | undefined {
  return Object.hasOwn(BECOMES, name) ? BECOMES[name] : undefined;
}

/** What an operation may be called on the other side, its own name first. */
function namesOf(name: string): readonly string[] {
  const kind = KINDS.exec(name)?.[1] ?? "";
  const base = (kind === "" ? name : name.slice(0, -2)).replace(/_pure$/, "");
  const others = lookupOwn(base) ?? lookupOwn(name) ?? [];
  const own = name.replace(/^call_(?:pure|loopinvariant)_/, "call_");
  return [name, own, ...others.map((one) => one.replace("$", kind))];
}

/** Whether the operation has a descr that no other has. */
function isAnchor({ name, descrId }: MatchedOperation): boolean {
  return descrId !== null && (name.startsWith("guard_") || name === "label");
}

/** Offset of each optimized operation, -1 where it is not known. */
export function matchOffsets(
  optimized: readonly MatchedOperation[],
  assembled: readonly PlacedOperation[],
  inputs: readonly (readonly [string, string])[],
): number[] {
  const boxes = new Map(inputs);
  const anchors = new Map<number, number>();
  assembled.forEach((operation, index) => {
    if (isAnchor(operation)) anchors.set(operation.descrId!, index);
  });
  const ends = segmentEnds(optimized, anchors, assembled.length);
  let next = 0;
  return optimized.map((operation, i) => {
    const anchor = isAnchor(operation) ? anchors.get(operation.descrId!) : undefined;
    const found = anchor ?? findMatch(operation, assembled, next, ends[i]!, boxes);
    if (found === undefined) return -1;
    const match = assembled[found]!;
    if (operation.result !== "") boxes.set(operation.result, match.result);
    next = Math.max(next, found + 1);
    return match.offset;
  });
}

/** For each optimized operation the index of the next anchor among the assembled ones. */
function segmentEnds(
  optimized: readonly MatchedOperation[],
  anchors: ReadonlyMap<number, number>,
  length: number,
): number[] {
  const ends: number[] = [];
  let end = length;
  for (const operation of [...optimized].reverse()) {
    ends.push(end);
    if (isAnchor(operation)) end = anchors.get(operation.descrId!) ?? end;
  }
  return ends.reverse();
}

/** How far a match is looked for: rewriting adds few operations in a row. */
const DISTANCE_MAX = 200;

function findMatch(
  operation: MatchedOperation,
  assembled: readonly PlacedOperation[],
  from: number,
  end: number,
  boxes: ReadonlyMap<string, string>,
): number | undefined {
  const names = namesOf(operation.name);
  for (let k = from; k < Math.min(end, from + DISTANCE_MAX); k++) {
    if (canBecome(operation, names, assembled[k]!, boxes)) return k;
  }
  return undefined;
}

function canBecome(
  operation: MatchedOperation,
  names: readonly string[],
  other: PlacedOperation,
  boxes: ReadonlyMap<string, string>,
): boolean {
  if (!names.includes(other.name) || (operation.result === "") !== (other.result === "")) {
    return false;
  }
  if (operation.name === other.name) return sameArgs(operation, other, boxes);
  if (/^(?:new|copy)/.test(operation.name)) return true;
  if (!isSame(operation.args[0], other.args[0], boxes)) return false;
  const isStore = operation.name.startsWith("set");
  if (isStore && !isSame(operation.args.at(-1), other.args[2], boxes)) return false;
  const offset = FIELD_OFFSET.exec(operation.descr)?.[1];
  return offset === undefined || other.args[1] === offset;
}

/** `<FieldS pypy.objspace.std.intobject.W_IntObject.inst_intval 8 pure>`. */
const FIELD_OFFSET = /^<Field\w \S+ (\d+)(?: pure)?>$/;

/** Calls may have got other arguments. */
function sameArgs(
  operation: MatchedOperation,
  other: PlacedOperation,
  boxes: ReadonlyMap<string, string>,
): boolean {
  if (/^(?:call|cond_call)/.test(operation.name)) return true;
  return (
    operation.args.length !== other.args.length ||
    operation.args.every((arg, i) => isSame(arg, other.args[i], boxes))
  );
}

/** Boxes whose partner is not known, and constants from the table of objects, may be anything. */
function isSame(
  arg: string | undefined,
  other: string | undefined,
  boxes: ReadonlyMap<string, string>,
): boolean {
  if (arg === undefined || other === undefined) return true;
  if (arg.startsWith("ConstPtr(")) return /^(?:p\d|ConstPtr\()/.test(other);
  if (!/^[ipf]\d+$/.test(arg)) return arg === other;
  const partner = boxes.get(arg);
  return partner === undefined || partner === other;
}
