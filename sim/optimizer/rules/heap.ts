/**
 * The rules of heap: each name with what it does, in the text form of traces.
 */
export const HEAP_RULES = {
  getfield_known: "getfield_gc(p) of a field whose value is known → the value",
  getfield_immutable_of_constant: "getfield_gc(ConstPtr) of an immutable field → a constant",
  getfield_quasi_immutable_of_constant:
    "getfield_gc(ConstPtr) of a quasi-immutable field that is relied upon → a constant",
  getarrayitem_known: "getarrayitem_gc(p, constant) of an item that is known → the value",
  store_delayed: "setfield_gc, setarrayitem_gc(p, constant, x) → wait until something may look",
  store_overwritten: "a store over a delayed store to the same place → only the last is made",
  store_of_known_value: "a store of the value that is there already → nothing",
  store_cancelled_by_old_value:
    "a store of the value that was there before a delayed store → neither of them",
  store_forced_by_alias: "an access to another object, which may be the same → the store first",
  store_forced_by_index: "an access at a variable index that may be the item's → the store first",
  store_forced_by_guard: "a guard → the delayed stores first, before what it checks",
  store_forced_by_read: "a call that reads the place → the store first",
  store_forced_by_write: "a call that writes the place → the store first",
  store_forced_by_effect: "an operation that may do anything → all delayed stores first",
  store_forced_by_end: "the end of the trace → all delayed stores first",
  store_pending_at_guard: "a delayed store of a virtual at a guard → part of its resume data",
  item_out_of_reach_of_index:
    "an access at a variable index whose bounds exclude an item → the item stays as it is",
  item_forgotten_by_index: "a store at a variable index → the items it may overwrite are not known",
  values_forgotten_by_effect: "an operation that may write a place → its values are not known",
  contents_kept_by_constant:
    "a box that turns out to be a constant → what was known of its contents is of the constant's",
  call_dict_lookup_known:
    "call(dict.lookup, dict, key) again, nothing written between → its result",
  guard_no_exception_after_known_lookup: "guard_no_exception() after a lookup removed → nothing",
  quasiimmut_field_relied_upon: "quasiimmut_field(ConstPtr) → the code depends on the field",
  quasiimmut_field_of_variable: "quasiimmut_field(p) of an object that is not constant → nothing",
  guard_not_invalidated_seen:
    "guard_not_invalidated() again, no call between that can invalidate → nothing",
} as const satisfies Readonly<Record<string, string>>;
