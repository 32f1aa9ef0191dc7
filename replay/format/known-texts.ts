/**
 * Texts that every reader knows, so that no reel has to hold them: what nearly every trace of a Python
 * program names, then the rest of PyPy's operations and of its instructions of Python 3.9. The k-th
 * one stands as -1 - k; the most frequent come first, because small numbers are short.
 *
 * The order is part of the format: it stays as it is, and a later minor version adds at the end.
 */

const FREQUENT = `
  pypyjit LOAD_FAST 0 getfield_gc_r setfield_gc getfield_gc_i LOAD_CONST STORE_FAST guard_false
  label guard_no_overflow JUMP_ABSOLUTE LOAD_GLOBAL guard_value jump guard_class FOR_ITER
  LOAD_ATTR guard_not_invalidated ConstClass(W_IntObject) CALL_FUNCTION BINARY_ADD guard_true
  INPLACE_ADD POP_JUMP_IF_FALSE guard_isnull guard_nonnull new_with_vtable`;

const DESCRS = [
  "<ArrayP 8>",
  "<FieldS python.objects.int_object.W_IntObject.inst_intval 8 pure>",
  "<FieldS python.objects.iterators.W_IntRangeIterator.inst_current 8>",
  "<FieldS python.interp.pyframe.PyFrame.inst_valuestackdepth 32>",
  "<FieldS python.interp.pyframe.PyFrame.inst_last_instr 40>",
  "<FieldP python.interp.pyframe.PyFrame.inst_pycode 8>",
  "<FieldP python.interp.pyframe.PyFrame.inst_debugdata 16>",
  "<FieldP python.interp.pyframe.PyFrame.inst_lastblock 24>",
  "<FieldP python.interp.pyframe.PyFrame.inst_locals_cells_stack_w 48>",
  "<FieldS pypysig_long_struct.c_value 0>",
  "<FieldS python.objects.iterators.W_IntRangeOneArgIterator.inst_stop 24 pure>",
  "<SizeDescr 16>",
  "<FieldP python.objects.execution_context.ExecutionContext.inst_topframeref 8>",
  "<FieldS python.objects.list_storage.ListStorage.inst_length 8>",
  "<Callr 8 r EF=1>",
  "<FieldS python.objects.iterators.W_ListIterator.inst_index 16>",
  "<FieldP python.objects.execution_context.ExecutionContext.inst_w_tracefunc 16>",
  "<ArrayS 8>",
  "<FieldP python.interp.pyframe.PyFrame.vable_token 80>",
  "<FieldS python.objects.execution_context.ExecutionContext.inst_profilefunc 32>",
  "<FieldP python.interp.pyframe.PyFrame.inst_f_backref 72>",
  "<FieldP python.objects.list_object.W_ListObject.inst_strategy 16>",
  "<FieldP python.objects.list_object.W_ListObject.inst_lstorage 8>",
  "<FieldU python.interp.pyframe.PyFrame.inst_frame_finished_execution 56>",
  "<FieldP python.objects.iterators.W_ListIterator.inst_w_list 8>",
  "<FieldF python.objects.float_object.W_FloatObject.inst_floatval 8 pure>",
  "<FieldP python.objects.unicode_object.W_UnicodeObject.inst_value 8 pure>",
  "<FieldP python.objects.list_storage.ObjectListStorage.inst_items 16>",
  "<SizeDescr 24>",
  "<Callr 8 rirr EF=6>",
  "<Callv 0 rii EF=5>",
  "<FieldP python.objects.instance_object.W_ObjectObject.inst_map 8>",
  "<FieldP python.objects.execution_context.ExecutionContext.inst_sys_exc_operror 64>",
  "<FieldP python.objects.instance_object.W_ObjectObject.inst_storage 16>",
  "<FieldP python.objects.dict_object.HashDictStorage.inst_table 8>",
  "<FieldP python.objects.tuple_object.W_TupleObject.inst_items 8 pure>",
  "<FieldP JitVirtualRef.virtual_token 8>",
  "<FieldP JitVirtualRef.forced 16>",
  "<FieldP python.objects.ordered_table.TableEntry.inst_w_value 16>",
  "<SizeDescr 88>",
  "<FieldU python.interp.pyframe.PyFrame.inst_is_counted 64>",
  "<FieldP python.objects.dict_views.W_AbstractDictIterator.inst_cursor 24>",
  "<FieldP python.objects.dict_views.W_AbstractDictIterator.inst_storage 8 pure>",
  "<FieldS python.objects.dict_views.W_AbstractDictIterator.inst_size 16>",
  "<FieldP python.objects.list_storage.IntegerListStorage.inst_items 16>",
  "<FieldS python.objects.unicode_object.W_UnicodeObject.inst_length 16 pure>",
  "<Calli 8 r EF=2>",
  "<Callr 8 r EF=2>",
  "<SizeDescr 32>",
  "<Calli 8 ii EF=0 OS=14>",
  "<FieldP python.objects.dict_object.W_DictObject.inst_storage 8>",
  "<FieldU python.objects.ordered_table.OrderedTable.inst_isSimple 8>",
  "<FieldP python.objects.ordered_table.TableEntry.inst_w_key 8 pure>",
  "<Calli 1 rr EF=0>",
];

const OTHERS = `
  LOAD_METHOD CALL_METHOD RETURN_VALUE 2 BINARY_SUBSCR 3 COMPARE_OP 1 BINARY_MULTIPLY int_lt
  getarrayitem_gc_r 4 int_add guard_nonnull_class ConstClass(W_IntRangeOneArgIterator)
  getfield_raw_i call_r int_add_ovf 5 quasiimmut_field ConstPtr(null) BINARY_MODULO None POP_TOP
  6 int_eq 7 force_token guard_no_exception arraylen_gc setarrayitem_gc 8 main
  same_as_i BINARY_SUBTRACT STORE_ATTR guard_not_forced int_mul_ovf leave_portal_frame
  ConstClass(current_context) int_sub call_may_force_r call_i enter_portal_frame int_ge 10
  -9223372036854775808 9 BUILD_TUPLE call_assembler_r new_array_clear int_rshift int_xor DUP_TOP
  12 uint_ge ConstClass(W_UnicodeObject) 63 uint_mul_high uint_rshift int_mul
  -9223372036854775807 int_sub_ovf finish ConstClass(W_ListIterator) JUMP_FORWARD STORE_SUBSCR
  UNPACK_SEQUENCE ConstClass(ObjectListStrategy) cond_call GET_ITER <listcomp> int_and
  ConstClass(W_ListObject) -1 20 POP_BLOCK int_is_true getarrayitem_gc_pure_r
  ConstClass(W_FloatObject) getfield_gc_f instance_ptr_eq int_ne 16 int_gt float_add
  ConstClass(binary_builtin) SETUP_EXCEPT keepalive ConstClass(W_ObjectObject) cast_int_to_float
  ConstClass(IntegerListStrategy) guard_not_forced_2 threshold LIST_APPEND
  ConstClass(ObjectListStorage.resize_hint) 14 ConstClass(OrderedTable.get_size)
  ConstClass(TableCursor.next_entry) BINARY_AND 11 INPLACE_SUBTRACT int_le getarrayitem_gc_i
  ptr_eq ConstClass(compare_builtin) function_threshold ConstClass(int_py_mod) 18
  BINARY_TRUE_DIVIDE float_mul ConstClass(IntegerListStorage.resize_hint)
  ConstClass(W_DictObject) ConstClass(HashDictStorage) guard_subclass same_as_r
  <builtin>/__builtin__/app_functional.py int_is_zero 17 ConstClass(W_LongObject)
  ConstClass(W_DictKeyIterator) ConstClass(starts_with) 30 22 26`;

const OPERATIONS = `
  vec_guard_true vec_guard_false guard_gc_type guard_is_object guard_exception guard_overflow
  guard_future_condition guard_always_fails int_or int_lshift int_signext float_sub
  float_truediv float_neg float_abs cast_float_to_int cast_float_to_singlefloat
  cast_singlefloat_to_float convert_float_bytes_to_longlong convert_longlong_bytes_to_float
  vec_int_add vec_int_sub vec_int_mul vec_int_and vec_int_or vec_int_xor vec_float_add
  vec_float_sub vec_float_mul vec_float_truediv vec_float_neg vec_float_abs vec_float_eq
  vec_float_ne vec_float_xor vec_int_is_true vec_int_ne vec_int_eq vec_int_signext
  vec_cast_float_to_singlefloat vec_cast_singlefloat_to_float vec_cast_float_to_int
  vec_cast_int_to_float vec_i vec_f vec_unpack_i vec_unpack_f vec_pack_i vec_pack_f vec_expand_i
  vec_expand_f uint_lt uint_le uint_gt float_lt float_le float_eq float_ne float_gt float_ge
  int_neg int_invert int_force_ge_zero same_as_f cast_ptr_to_int cast_int_to_ptr ptr_ne
  instance_ptr_ne nursery_ptr_increment strlen strgetitem getarrayitem_gc_pure_f
  getarrayitem_gc_pure_i unicodelen unicodegetitem load_from_gc_table load_effective_address
  gc_load_r gc_load_f gc_load_i gc_load_indexed_r gc_load_indexed_f gc_load_indexed_i
  getarrayitem_gc_f getarrayitem_raw_f getarrayitem_raw_i raw_load_f raw_load_i vec_load_f
  vec_load_i getinteriorfield_gc_r getinteriorfield_gc_f getinteriorfield_gc_i getfield_raw_r
  getfield_raw_f new new_array newstr newunicode virtual_ref strhash unicodehash gc_store
  gc_store_indexed increment_debug_counter setarrayitem_raw raw_store vec_store
  setinteriorfield_gc setinteriorfield_raw zero_array setfield_raw strsetitem unicodesetitem
  cond_call_gc_wb cond_call_gc_wb_array debug_merge_point jit_debug escape_r escape_f escape_i
  escape_n force_spill virtual_ref_finish copystrcontent copyunicodecontent assert_not_none
  record_exact_class record_exact_value_r record_exact_value_i record_known_result
  save_exception save_exc_class restore_exception call_f call_n cond_call_value_r
  cond_call_value_i call_assembler_f call_assembler_i call_assembler_n call_may_force_f
  call_may_force_i call_may_force_n call_loopinvariant_r call_loopinvariant_f
  call_loopinvariant_i call_loopinvariant_n call_release_gil_f call_release_gil_i
  call_release_gil_n call_pure_r call_pure_f call_pure_i call_pure_n check_memory_error
  call_malloc_nursery call_malloc_nursery_varsize call_malloc_nursery_varsize_frame`;

const INSTRUCTIONS = `
  ROT_TWO ROT_THREE DUP_TOP_TWO ROT_FOUR NOP UNARY_POSITIVE UNARY_NEGATIVE UNARY_NOT
  UNARY_INVERT BINARY_MATRIX_MULTIPLY INPLACE_MATRIX_MULTIPLY BINARY_POWER BINARY_FLOOR_DIVIDE
  INPLACE_FLOOR_DIVIDE INPLACE_TRUE_DIVIDE RERAISE WITH_EXCEPT_START GET_AITER GET_ANEXT
  BEFORE_ASYNC_WITH END_ASYNC_FOR INPLACE_MULTIPLY INPLACE_MODULO DELETE_SUBSCR BINARY_LSHIFT
  BINARY_RSHIFT BINARY_XOR BINARY_OR INPLACE_POWER GET_YIELD_FROM_ITER PRINT_EXPR
  LOAD_BUILD_CLASS YIELD_FROM GET_AWAITABLE LOAD_ASSERTION_ERROR INPLACE_LSHIFT INPLACE_RSHIFT
  INPLACE_AND INPLACE_XOR INPLACE_OR LIST_TO_TUPLE IMPORT_STAR SETUP_ANNOTATIONS YIELD_VALUE
  POP_EXCEPT STORE_NAME DELETE_NAME UNPACK_EX DELETE_ATTR STORE_GLOBAL DELETE_GLOBAL LOAD_NAME
  BUILD_LIST BUILD_SET BUILD_MAP IMPORT_NAME IMPORT_FROM JUMP_IF_FALSE_OR_POP
  JUMP_IF_TRUE_OR_POP POP_JUMP_IF_TRUE IS_OP CONTAINS_OP JUMP_IF_NOT_EXC_MATCH SETUP_FINALLY
  DELETE_FAST RAISE_VARARGS MAKE_FUNCTION BUILD_SLICE LOAD_CLOSURE LOAD_DEREF STORE_DEREF
  DELETE_DEREF CALL_FUNCTION_KW CALL_FUNCTION_EX SETUP_WITH EXTENDED_ARG SET_ADD MAP_ADD
  LOAD_CLASSDEREF SETUP_ASYNC_WITH FORMAT_VALUE BUILD_CONST_KEY_MAP BUILD_STRING LIST_EXTEND
  SET_UPDATE DICT_MERGE DICT_UPDATE BUILD_LIST_FROM_ARG CALL_METHOD_KW LOAD_REVDB_VAR`;

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** The known texts in the order of their numbers; the first is empty. */
export const KNOWN_TEXTS: readonly string[] = [
  "",
  ...words(FREQUENT),
  ...DESCRS,
  ...words(OTHERS),
  ...words(OPERATIONS),
  ...words(INSTRUCTIONS),
];
