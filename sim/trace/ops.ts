/**
 * THE operation table: every operation a trace may hold, under PyPy's name, in PyPy's order, with
 * the suffix of its result kind. Everything else about operations (arity, kinds, groups) is derived
 * from here; handlers elsewhere are exhaustive records over {@link OpName}.
 *
 * A row is [arguments, result, properties]. Arguments: one letter each (i, r, f; ? any kind), or
 * `*` for any number. Result: i, r, f, or v for none. Properties:
 *   final       ends a trace                   guard       may leave the trace
 *   foldable    a guard that follows from its arguments alone
 *   descr       takes a descr                  bool        the result is 0 or 1
 *   pure        same arguments, same result    noeffect    no visible effect (pure ones too)
 *   malloc      allocates                      load/store  primitive memory access
 *   debug       no code                        call        a call        canraise
 *   ovf         sets the overflow flag         vec         reserved: vectorization is off
 *   backend     emitted only by the rewriting stage of the backend
 *
 * Counterpart: rpython/jit/metainterp/resoperation.py (_oplist).
 */

type Row = readonly [args: string, result: "i" | "r" | "f" | "v", properties: string];

const TABLE = {
  jump: ["*", "v", "final descr"],
  finish: ["*", "v", "final descr"],
  label: ["*", "v", "descr"],

  guard_true: ["i", "v", "guard foldable descr"],
  guard_false: ["i", "v", "guard foldable descr"],
  vec_guard_true: ["i", "v", "guard foldable descr vec"],
  vec_guard_false: ["i", "v", "guard foldable descr vec"],
  guard_value: ["??", "v", "guard foldable descr"],
  guard_class: ["ri", "v", "guard foldable descr"],
  guard_nonnull: ["r", "v", "guard foldable descr"],
  guard_isnull: ["r", "v", "guard foldable descr"],
  guard_nonnull_class: ["ri", "v", "guard foldable descr"],
  guard_gc_type: ["ri", "v", "guard foldable descr"],
  guard_is_object: ["r", "v", "guard foldable descr"],
  guard_subclass: ["ri", "v", "guard foldable descr"],
  guard_no_exception: ["", "v", "guard descr"],
  guard_exception: ["i", "r", "guard descr"],
  guard_no_overflow: ["", "v", "guard descr"],
  guard_overflow: ["", "v", "guard descr"],
  guard_not_forced: ["", "v", "guard descr"],
  guard_not_forced_2: ["", "v", "guard descr"],
  guard_not_invalidated: ["", "v", "guard descr"],
  guard_future_condition: ["", "v", "guard descr"],
  guard_always_fails: ["", "v", "guard descr"],

  int_add: ["ii", "i", "pure noeffect"],
  int_sub: ["ii", "i", "pure noeffect"],
  int_mul: ["ii", "i", "pure noeffect"],
  uint_mul_high: ["ii", "i", "pure noeffect"],
  int_and: ["ii", "i", "pure noeffect"],
  int_or: ["ii", "i", "pure noeffect"],
  int_xor: ["ii", "i", "pure noeffect"],
  int_rshift: ["ii", "i", "pure noeffect"],
  int_lshift: ["ii", "i", "pure noeffect"],
  uint_rshift: ["ii", "i", "pure noeffect"],
  int_signext: ["ii", "i", "pure noeffect"],
  float_add: ["ff", "f", "pure noeffect"],
  float_sub: ["ff", "f", "pure noeffect"],
  float_mul: ["ff", "f", "pure noeffect"],
  float_truediv: ["ff", "f", "pure noeffect"],
  float_neg: ["f", "f", "pure noeffect"],
  float_abs: ["f", "f", "pure noeffect"],
  cast_float_to_int: ["f", "i", "pure noeffect"],
  cast_int_to_float: ["i", "f", "pure noeffect"],
  cast_float_to_singlefloat: ["f", "i", "pure noeffect"],
  cast_singlefloat_to_float: ["i", "f", "pure noeffect"],
  convert_float_bytes_to_longlong: ["f", "i", "pure noeffect"],
  convert_longlong_bytes_to_float: ["i", "f", "pure noeffect"],

  vec_int_add: ["ii", "i", "pure noeffect vec"],
  vec_int_sub: ["ii", "i", "pure noeffect vec"],
  vec_int_mul: ["ii", "i", "pure noeffect vec"],
  vec_int_and: ["ii", "i", "pure noeffect vec"],
  vec_int_or: ["ii", "i", "pure noeffect vec"],
  vec_int_xor: ["ii", "i", "pure noeffect vec"],
  vec_float_add: ["ff", "f", "pure noeffect vec"],
  vec_float_sub: ["ff", "f", "pure noeffect vec"],
  vec_float_mul: ["ff", "f", "pure noeffect vec"],
  vec_float_truediv: ["ff", "f", "pure noeffect vec"],
  vec_float_neg: ["f", "f", "pure noeffect vec"],
  vec_float_abs: ["f", "f", "pure noeffect vec"],
  vec_float_eq: ["ff", "i", "pure noeffect bool vec"],
  vec_float_ne: ["ff", "i", "pure noeffect bool vec"],
  vec_float_xor: ["ff", "f", "pure noeffect vec"],
  vec_int_is_true: ["i", "i", "pure noeffect bool vec"],
  vec_int_ne: ["ii", "i", "pure noeffect bool vec"],
  vec_int_eq: ["ii", "i", "pure noeffect bool vec"],
  vec_int_signext: ["ii", "i", "pure noeffect vec"],
  vec_cast_float_to_singlefloat: ["f", "i", "pure noeffect vec"],
  vec_cast_singlefloat_to_float: ["i", "f", "pure noeffect vec"],
  vec_cast_float_to_int: ["f", "i", "pure noeffect vec"],
  vec_cast_int_to_float: ["i", "f", "pure noeffect vec"],
  vec_i: ["", "i", "pure noeffect vec"],
  vec_f: ["", "f", "pure noeffect vec"],
  vec_unpack_i: ["?ii", "i", "pure noeffect vec"],
  vec_unpack_f: ["?ii", "f", "pure noeffect vec"],
  vec_pack_i: ["??ii", "i", "pure noeffect vec"],
  vec_pack_f: ["??ii", "f", "pure noeffect vec"],
  vec_expand_i: ["?", "i", "pure noeffect vec"],
  vec_expand_f: ["?", "f", "pure noeffect vec"],

  int_lt: ["ii", "i", "pure noeffect bool"],
  int_le: ["ii", "i", "pure noeffect bool"],
  int_eq: ["ii", "i", "pure noeffect bool"],
  int_ne: ["ii", "i", "pure noeffect bool"],
  int_gt: ["ii", "i", "pure noeffect bool"],
  int_ge: ["ii", "i", "pure noeffect bool"],
  uint_lt: ["ii", "i", "pure noeffect bool"],
  uint_le: ["ii", "i", "pure noeffect bool"],
  uint_gt: ["ii", "i", "pure noeffect bool"],
  uint_ge: ["ii", "i", "pure noeffect bool"],
  float_lt: ["ff", "i", "pure noeffect bool"],
  float_le: ["ff", "i", "pure noeffect bool"],
  float_eq: ["ff", "i", "pure noeffect bool"],
  float_ne: ["ff", "i", "pure noeffect bool"],
  float_gt: ["ff", "i", "pure noeffect bool"],
  float_ge: ["ff", "i", "pure noeffect bool"],
  int_is_zero: ["i", "i", "pure noeffect bool"],
  int_is_true: ["i", "i", "pure noeffect bool"],
  int_neg: ["i", "i", "pure noeffect"],
  int_invert: ["i", "i", "pure noeffect"],
  int_force_ge_zero: ["i", "i", "pure noeffect"],
  same_as_i: ["i", "i", "pure noeffect"],
  same_as_f: ["f", "f", "pure noeffect"],
  same_as_r: ["r", "r", "pure noeffect"],
  cast_ptr_to_int: ["r", "i", "pure noeffect"],
  cast_int_to_ptr: ["i", "r", "pure noeffect"],
  ptr_eq: ["rr", "i", "pure noeffect bool"],
  ptr_ne: ["rr", "i", "pure noeffect bool"],
  instance_ptr_eq: ["rr", "i", "pure noeffect bool"],
  instance_ptr_ne: ["rr", "i", "pure noeffect bool"],
  nursery_ptr_increment: ["ri", "r", "pure noeffect backend"],
  arraylen_gc: ["r", "i", "pure noeffect descr"],
  strlen: ["r", "i", "pure noeffect"],
  strgetitem: ["ri", "i", "pure noeffect"],
  getarrayitem_gc_pure_r: ["ri", "r", "pure noeffect descr"],
  getarrayitem_gc_pure_f: ["ri", "f", "pure noeffect descr"],
  getarrayitem_gc_pure_i: ["ri", "i", "pure noeffect descr"],
  unicodelen: ["r", "i", "pure noeffect"],
  unicodegetitem: ["ri", "i", "pure noeffect"],
  load_from_gc_table: ["i", "r", "pure noeffect backend"],
  load_effective_address: ["iiii", "i", "pure noeffect backend"],

  gc_load_r: ["rii", "r", "noeffect backend"],
  gc_load_f: ["rii", "f", "noeffect backend"],
  gc_load_i: ["rii", "i", "noeffect backend"],
  gc_load_indexed_r: ["riiii", "r", "noeffect backend"],
  gc_load_indexed_f: ["riiii", "f", "noeffect backend"],
  gc_load_indexed_i: ["riiii", "i", "noeffect backend"],

  getarrayitem_gc_r: ["ri", "r", "noeffect descr load"],
  getarrayitem_gc_f: ["ri", "f", "noeffect descr load"],
  getarrayitem_gc_i: ["ri", "i", "noeffect descr load"],
  getarrayitem_raw_f: ["?i", "f", "noeffect descr load"],
  getarrayitem_raw_i: ["?i", "i", "noeffect descr load"],
  raw_load_f: ["?i", "f", "noeffect descr load"],
  raw_load_i: ["?i", "i", "noeffect descr load"],
  vec_load_f: ["?iii", "f", "noeffect descr load vec"],
  vec_load_i: ["?iii", "i", "noeffect descr load vec"],
  getinteriorfield_gc_r: ["ri", "r", "noeffect descr"],
  getinteriorfield_gc_f: ["ri", "f", "noeffect descr"],
  getinteriorfield_gc_i: ["ri", "i", "noeffect descr"],
  getfield_gc_r: ["r", "r", "noeffect descr"],
  getfield_gc_f: ["r", "f", "noeffect descr"],
  getfield_gc_i: ["r", "i", "noeffect descr"],
  getfield_raw_r: ["?", "r", "noeffect descr"],
  getfield_raw_f: ["?", "f", "noeffect descr"],
  getfield_raw_i: ["?", "i", "noeffect descr"],
  new: ["", "r", "noeffect descr malloc"],
  new_with_vtable: ["", "r", "noeffect descr malloc"],
  new_array: ["i", "r", "noeffect descr malloc"],
  new_array_clear: ["i", "r", "noeffect descr malloc"],
  newstr: ["i", "r", "noeffect malloc"],
  newunicode: ["i", "r", "noeffect malloc"],
  force_token: ["", "r", "noeffect"],
  virtual_ref: ["ri", "r", "noeffect"],
  strhash: ["r", "i", "noeffect"],
  unicodehash: ["r", "i", "noeffect"],

  gc_store: ["riii", "v", "descr backend"],
  gc_store_indexed: ["riiiii", "v", "descr backend"],
  increment_debug_counter: ["i", "v", "backend"],
  setarrayitem_gc: ["ri?", "v", "descr store"],
  setarrayitem_raw: ["?i?", "v", "descr store"],
  raw_store: ["?i?", "v", "descr store"],
  vec_store: ["?i?ii", "v", "descr store vec"],
  setinteriorfield_gc: ["ri?", "v", "descr"],
  setinteriorfield_raw: ["?i?", "v", "descr"],
  setfield_gc: ["r?", "v", "descr"],
  zero_array: ["riiii", "v", "descr backend"],
  setfield_raw: ["??", "v", "descr"],
  strsetitem: ["rii", "v", ""],
  unicodesetitem: ["rii", "v", ""],
  cond_call_gc_wb: ["r", "v", "descr backend"],
  cond_call_gc_wb_array: ["ri", "v", "descr backend"],
  debug_merge_point: ["*", "v", "debug"],
  enter_portal_frame: ["ii", "v", "debug"],
  leave_portal_frame: ["i", "v", "debug"],
  jit_debug: ["*", "v", "debug"],
  escape_r: ["*", "r", ""],
  escape_f: ["*", "f", ""],
  escape_i: ["*", "i", ""],
  escape_n: ["*", "v", ""],
  force_spill: ["?", "v", ""],
  virtual_ref_finish: ["rr", "v", ""],
  copystrcontent: ["rriii", "v", ""],
  copyunicodecontent: ["rriii", "v", ""],
  quasiimmut_field: ["r", "v", "descr"],
  assert_not_none: ["r", "v", ""],
  record_exact_class: ["ri", "v", ""],
  record_exact_value_r: ["rr", "v", ""],
  record_exact_value_i: ["ii", "v", ""],
  record_known_result: ["*", "v", "descr"],
  keepalive: ["r", "v", ""],
  save_exception: ["", "r", ""],
  save_exc_class: ["", "i", ""],
  restore_exception: ["ir", "v", ""],

  call_r: ["*", "r", "descr call canraise"],
  call_f: ["*", "f", "descr call canraise"],
  call_i: ["*", "i", "descr call canraise"],
  call_n: ["*", "v", "descr call canraise"],
  cond_call: ["*", "v", "descr call canraise"],
  cond_call_value_r: ["*", "r", "descr call canraise"],
  cond_call_value_i: ["*", "i", "descr call canraise"],
  call_assembler_r: ["*", "r", "descr call canraise"],
  call_assembler_f: ["*", "f", "descr call canraise"],
  call_assembler_i: ["*", "i", "descr call canraise"],
  call_assembler_n: ["*", "v", "descr call canraise"],
  call_may_force_r: ["*", "r", "descr call canraise"],
  call_may_force_f: ["*", "f", "descr call canraise"],
  call_may_force_i: ["*", "i", "descr call canraise"],
  call_may_force_n: ["*", "v", "descr call canraise"],
  call_loopinvariant_r: ["*", "r", "descr call canraise"],
  call_loopinvariant_f: ["*", "f", "descr call canraise"],
  call_loopinvariant_i: ["*", "i", "descr call canraise"],
  call_loopinvariant_n: ["*", "v", "descr call canraise"],
  call_release_gil_f: ["*", "f", "descr call canraise"],
  call_release_gil_i: ["*", "i", "descr call canraise"],
  call_release_gil_n: ["*", "v", "descr call canraise"],
  call_pure_r: ["*", "r", "descr call canraise"],
  call_pure_f: ["*", "f", "descr call canraise"],
  call_pure_i: ["*", "i", "descr call canraise"],
  call_pure_n: ["*", "v", "descr call canraise"],
  check_memory_error: ["?", "v", "call canraise"],
  call_malloc_nursery: ["i", "r", "call canraise backend"],
  call_malloc_nursery_varsize: ["iii", "r", "descr call canraise backend"],
  call_malloc_nursery_varsize_frame: ["i", "r", "call canraise backend"],

  int_add_ovf: ["ii", "i", "ovf"],
  int_sub_ovf: ["ii", "i", "ovf"],
  int_mul_ovf: ["ii", "i", "ovf"],
} as const satisfies Record<string, Row>;

/** The name of a trace operation, as PyPy spells it in hooks and logs. */
export type OpName = keyof typeof TABLE;

/** What the table says of one operation, spelled out. */
export interface OpInfo {
  readonly name: OpName;
  /** Its number: the place in {@link OP_NAMES}. */
  readonly index: number;
  /** One letter an argument (i, r, f, ?), or "*". */
  readonly args: string;
  /** Number of arguments, -1 for any. */
  readonly arity: number;
  readonly result: "i" | "r" | "f" | "v";
  readonly hasDescr: boolean;
  readonly isFinal: boolean;
  readonly isGuard: boolean;
  readonly isFoldableGuard: boolean;
  readonly isBool: boolean;
  readonly isPure: boolean;
  readonly hasNoSideEffect: boolean;
  readonly isMalloc: boolean;
  readonly isDebug: boolean;
  readonly isCall: boolean;
  readonly canRaise: boolean;
  readonly isOvf: boolean;
  readonly isReserved: boolean;
}

function describe(name: OpName, index: number, [args, result, properties]: Row): OpInfo {
  const has = new Set(properties.split(" "));
  return {
    name,
    index,
    args,
    arity: args === "*" ? -1 : args.length,
    result,
    hasDescr: has.has("descr"),
    isFinal: has.has("final"),
    isGuard: has.has("guard"),
    isFoldableGuard: has.has("foldable"),
    isBool: has.has("bool"),
    isPure: has.has("pure"),
    hasNoSideEffect: has.has("noeffect"),
    isMalloc: has.has("malloc"),
    isDebug: has.has("debug"),
    isCall: has.has("call"),
    canRaise: has.has("canraise"),
    isOvf: has.has("ovf"),
    isReserved: has.has("vec") || has.has("backend"),
  };
}

/** All operation names, in PyPy's order: the index is the operation's number in a reel. */
export const OP_NAMES: readonly OpName[] = Object.keys(TABLE) as OpName[];

/** What is known of each operation. */
export const OPS: Readonly<Record<OpName, OpInfo>> = Object.freeze(
  Object.fromEntries(OP_NAMES.map((name, index) => [name, describe(name, index, TABLE[name])])),
) as Readonly<Record<OpName, OpInfo>>;

/** Whether `name` is the name of an operation. */
export function isOpName(name: string): name is OpName {
  return Object.hasOwn(TABLE, name);
}

/** Operations that come in one form per result kind, e.g. `getfield_gc` + `r`. */
export function opForKind(prefix: string, kind: "i" | "r" | "f" | "v"): OpName {
  const name = `${prefix}_${kind === "v" ? "n" : kind}`;
  if (!isOpName(name)) throw new RangeError(`no operation ${name}`);
  return name;
}
