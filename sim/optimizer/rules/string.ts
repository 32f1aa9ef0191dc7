/**
 * The rules of string: each name with what it does, in the text form of traces. What is said of
 * strings of bytes holds for unicode strings, too.
 */
export const STRING_RULES = {
  newstr_of_constant_length_is_virtual: "p = newstr(3) → p exists in the optimizer only",
  newstr_teaches_its_length: "p = newstr(i); strlen(p) → i",
  strsetitem_of_virtual_is_remembered: "strsetitem(virtual, 1, i) → nothing",
  strgetitem_of_known_character: "strsetitem(p, 1, i); j = strgetitem(p, 1) → j = i",
  strgetitem_of_constant: 'strgetitem(s"abc", 1) → 98',
  strgetitem_of_slice_reads_its_source: "strgetitem(p[i:j], k) → strgetitem(p, i + k)",
  strgetitem_of_concat_reads_a_half: "strgetitem(p + q, 3), len(p) = 2 → strgetitem(q, 1)",
  strlen_of_known_string: "strlen(virtual or constant) → its length; strlen(p + q) → a sum",
  strhash_of_constant: 'strhash(s"abc") → its hash',
  copystrcontent_of_nothing_vanishes: "copystrcontent(p, q, i, j, 0) → nothing",
  copystrcontent_into_virtual_is_remembered:
    "copystrcontent(known, virtual, 1, 2, 3) → the virtual has its characters",
  copystrcontent_of_known_is_stores: "copystrcontent(known, p, 1, 2, 3) → strsetitem(p, …)",
  copystrcontent_of_few_is_loads_and_stores:
    "copystrcontent(p, q, i, j, 2) → strgetitem(p, …), strsetitem(q, …)",
  str_concat_is_virtual: "call(str.concat, p, q) → a virtual concatenation",
  str_slice_is_virtual: "call(str.slice, p, i, j) → a virtual slice of length j - i",
  str_slice_of_slice_is_of_its_source: "p[i:j][k:l] → p[i + k:i + l]",
  virtual_string_is_constant: 'escape(virtual of constant characters) → escape(s"abc")',
  virtual_string_is_allocated: "escape(virtual) → newstr; strsetitem for each character",
  virtual_slice_is_copied: "escape(p[i:j]) → newstr; copystrcontent of p",
  virtual_concat_is_copied: "escape(p + q) → newstr; copystrcontent of p and of q",
  string_at_a_label_is_forced: "jump(virtual string) → it is made before",
  str_equal_of_other_length_is_false: "p == q, known lengths, not the same → 0",
  str_equal_of_empty_is_int_eq: 'p == s"", p not null → int_eq(strlen(p), 0)',
  str_equal_of_characters_is_int_eq: "one character == one character → int_eq of them",
  str_equal_of_slice_and_character: "p[i:j] == one character → call(streq.slice_char)",
  str_equal_of_null_and_nonnull_is_false: "p == null, p not null → 0",
  str_equal_of_nulls_is_true: "null == null → 1",
  str_equal_of_null_is_ptr_eq: "p == null → ptr_eq(p, null)",
  str_equal_of_nonnull_and_character: "p == one character, p not null → call(streq.nonnull_char)",
  str_equal_of_unknown_and_character: "p == one character → call(streq.checknull_char)",
  str_equal_of_slice_and_nonnull: "p[i:j] == q, q not null → call(streq.slice_nonnull)",
  str_equal_of_slice_and_unknown: "p[i:j] == q → call(streq.slice_checknull)",
  str_equal_of_same_length: "p == q, the same length → call(streq.lengthok)",
  str_equal_of_nonnulls: "p == q, neither null → call(streq.nonnull)",
  str_cmp_of_characters_is_int_sub: "call(str.cmp, one character, one character) → int_sub",
  str2unicode_of_constant: 'call(str.str2unicode, s"abc") → u"abc"',
  shrink_array_of_virtual_string: "call(rgc.ll_shrink_array, virtual, 2) → the virtual, shorter",
  guard_no_exception_behind_virtual_string_vanishes:
    "call(str.concat, p, q); guard_no_exception() → no guard",
} as const satisfies Readonly<Record<string, string>>;
