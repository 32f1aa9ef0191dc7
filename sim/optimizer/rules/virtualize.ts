/**
 * The rules of virtualize: each name with what it does, in the text form of traces.
 */
export const VIRTUALIZE_RULES = {
  new_with_vtable_is_virtual: "p = new_with_vtable() → p exists in the optimizer only",
  new_array_of_constant_length_is_virtual:
    "p = new_array(3), new_array_clear(3) → p exists in the optimizer only",
  getfield_of_virtual_is_its_content: "setfield_gc(virtual, x); y = getfield_gc(virtual) → y = x",
  getfield_of_unset_field_is_zero: "y = getfield_gc(virtual), never set → y = 0 or null",
  setfield_of_virtual_is_remembered: "setfield_gc(virtual, x) → nothing",
  arraylen_of_virtual_is_its_length: "new_array_clear(3); arraylen_gc(virtual) → 3",
  getarrayitem_of_virtual_is_its_item:
    "setarrayitem_gc(virtual, 1, x); y = getarrayitem_gc(virtual, 1) → y = x",
  setarrayitem_of_virtual_is_remembered: "setarrayitem_gc(virtual, 1, x) → nothing",
  setarrayitem_outside_of_virtual_vanishes:
    "new_array(3); setarrayitem_gc(virtual, 3, x) → nothing: it is never reached",
  new_is_virtual: "p = new(descr=struct) → p exists in the optimizer only",
  new_array_of_structs_is_virtual:
    "p = new_array_clear(3, descr=array of structs) → p exists in the optimizer only",
  getinteriorfield_of_virtual_is_its_field:
    "setinteriorfield_gc(virtual, 1, x); y = getinteriorfield_gc(virtual, 1) → y = x",
  setinteriorfield_of_virtual_is_remembered: "setinteriorfield_gc(virtual, 1, x) → nothing",
  setinteriorfield_outside_of_virtual_vanishes:
    "new_array_clear(3); setinteriorfield_gc(virtual, 3, x) → nothing: it is never reached",
  raw_malloc_of_constant_size_is_virtual:
    "i = call_i(raw_malloc_varsize_char, 16) → i exists in the optimizer only",
  raw_free_of_virtual_vanishes: "call_n(raw_free, virtual) → nothing",
  int_add_to_virtual_raw_buffer_is_a_slice:
    "j = int_add(virtual, 8) → j exists in the optimizer only",
  raw_load_of_virtual_is_what_was_stored:
    "raw_store(virtual, 8, x); y = raw_load(virtual, 8) → y = x, for the same size and sign",
  raw_store_of_virtual_is_remembered:
    "raw_store(virtual, 8, x) → nothing, unless it overlaps another value",
  virtual_array_of_structs_is_allocated:
    "escape(virtual) → p = new_array_clear(n); setinteriorfield_gc(p, …) struct after struct",
  virtual_raw_buffer_is_allocated:
    "escape(virtual) → i = call_i(…); check_memory_error(i); raw_store(i, …) by offsets",
  virtual_raw_slice_is_computed: "escape(virtual slice) → i = int_add(buffer, 8)",
  raw_memory_at_a_label_is_allocated:
    "i = call_i(raw_malloc_varsize_char, 16); jump(i) → i = call_i(…); …; label(i)",
  virtual_is_allocated:
    "escape(virtual) → p = new_with_vtable(); setfield_gc(p, …) in the order of fields",
  virtual_array_is_allocated:
    "escape(virtual) → p = new_array(n); setarrayitem_gc(p, …) in the order of items",
  virtual_array_needs_no_store_of_zero:
    "new_array_clear(n); setarrayitem_gc(virtual, 0, 0); escape(virtual) → no store of 0",
  virtual_immutable_is_a_constant:
    "escape(virtual of an immutable class, all fields constants) → escape(ConstPtr(…))",
  virtual_ref_is_virtual: "p = virtual_ref(q) → force_token(); p exists in the optimizer only",
  virtual_ref_finish_clears_the_token:
    "virtual_ref_finish(p, q) → setfield_gc(p, q, forced); setfield_gc(p, null, virtual_token)",
  force_of_ended_virtual_ref_is_its_object:
    "virtual_ref_finish(p, q); r = call_may_force(jit.force_virtual, p) → r = q",
  force_of_virtual_virtualizable_vanishes:
    "cond_call(i, jit.force_virtualizable, virtual), call_n(…) → nothing",
  guard_not_forced_2_stands_before_finish:
    "guard_not_forced_2(); finish(x) → what x needs; guard_not_forced_2(); finish(x)",
} as const satisfies Readonly<Record<string, string>>;
