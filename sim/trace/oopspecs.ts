/**
 * THE table of special meanings that a call's descr may have: what the optimizer and the backends
 * know of a function by its name. Names are PyPy's, numbers are those that logs print as OS=.
 *
 * Counterpart: rpython/jit/codewriter/effectinfo.py (EffectInfo.OS_*).
 * DIFFERS: operations on 64-bit integers of 32-bit machines (OS_LLONG_*) do not exist here.
 */

/** A meaning → [its number, PyPy's constant without OS_]. */
const TABLE = {
  "list.ll_arraycopy": [1, "ARRAYCOPY"],
  "str.str2unicode": [2, "STR2UNICODE"],
  "rgc.ll_shrink_array": [3, "SHRINK_ARRAY"],
  "dict.lookup": [4, "DICT_LOOKUP"],
  threadlocalref_get: [5, "THREADLOCALREF_GET"],
  not_in_trace: [8, "NOT_IN_TRACE"],
  "list.ll_arraymove": [9, "ARRAYMOVE"],
  "int.py_div": [12, "INT_PY_DIV"],
  "int.udiv": [13, "INT_UDIV"],
  "int.py_mod": [14, "INT_PY_MOD"],
  "int.umod": [15, "INT_UMOD"],
  "str.concat": [22, "STR_CONCAT"],
  "str.slice": [23, "STR_SLICE"],
  "str.equal": [24, "STR_EQUAL"],
  "streq.slice_checknull": [25, "STREQ_SLICE_CHECKNULL"],
  "streq.slice_nonnull": [26, "STREQ_SLICE_NONNULL"],
  "streq.slice_char": [27, "STREQ_SLICE_CHAR"],
  "streq.nonnull": [28, "STREQ_NONNULL"],
  "streq.nonnull_char": [29, "STREQ_NONNULL_CHAR"],
  "streq.checknull_char": [30, "STREQ_CHECKNULL_CHAR"],
  "streq.lengthok": [31, "STREQ_LENGTHOK"],
  "str.cmp": [32, "STR_CMP"],
  "unicode.concat": [42, "UNI_CONCAT"],
  "unicode.slice": [43, "UNI_SLICE"],
  "unicode.equal": [44, "UNI_EQUAL"],
  "unieq.slice_checknull": [45, "UNIEQ_SLICE_CHECKNULL"],
  "unieq.slice_nonnull": [46, "UNIEQ_SLICE_NONNULL"],
  "unieq.slice_char": [47, "UNIEQ_SLICE_CHAR"],
  "unieq.nonnull": [48, "UNIEQ_NONNULL"],
  "unieq.nonnull_char": [49, "UNIEQ_NONNULL_CHAR"],
  "unieq.checknull_char": [50, "UNIEQ_CHECKNULL_CHAR"],
  "unieq.lengthok": [51, "UNIEQ_LENGTHOK"],
  "unicode.cmp": [52, "UNI_CMP"],
  libffi_call: [62, "LIBFFI_CALL"],
  "math.sqrt": [100, "MATH_SQRT"],
  "math.read_timestamp": [101, "MATH_READ_TIMESTAMP"],
  raw_malloc_varsize_char: [110, "RAW_MALLOC_VARSIZE_CHAR"],
  raw_free: [111, "RAW_FREE"],
  "str.copy_to_raw": [112, "STR_COPY_TO_RAW"],
  "unicode.copy_to_raw": [113, "UNI_COPY_TO_RAW"],
  "jit.force_virtual": [120, "JIT_FORCE_VIRTUAL"],
  "jit.force_virtualizable": [121, "JIT_FORCE_VIRTUALIZABLE"],
} as const satisfies Record<string, readonly [number, string]>;

/** The name of a special meaning. */
export type Oopspec = keyof typeof TABLE;

/** All meanings, in the order of their numbers. */
export const OOPSPECS = Object.keys(TABLE) as readonly Oopspec[];

/** The number that logs print as OS=. */
export function oopspecIndex(name: Oopspec): number {
  return TABLE[name][0];
}

/** A meaning by its name, by its number, or by PyPy's constant (`OS_STR_CONCAT`, `STR_CONCAT`). */
export function lookupOopspec(text: string): Oopspec | undefined {
  if (Object.hasOwn(TABLE, text)) return text as Oopspec;
  const constant = text.replace(/^OS_/, "");
  return OOPSPECS.find((name) => {
    const [index, known] = TABLE[name];
    return String(index) === text || known === constant;
  });
}
