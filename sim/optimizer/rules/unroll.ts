/**
 * The rules of unroll: each name with what it does, in the text form of traces.
 */
export const UNROLL_RULES = {
  jump_to_label:
    "jump() whose values fit a label's virtual state → its short preamble, jump(label)",
  jump_to_preamble: "jump() whose values fit no label → jump(first label)",
  jump_whose_guard_must_fail:
    "jump() where a guard of the short preamble cannot hold → jump(first)",
  jump_guards_nonnull: "jump() to a label that wants an object, one was seen → guard_nonnull first",
  jump_guards_class: "… that wants a class, not null, one was seen → guard_class first",
  jump_guards_nonnull_class: "… that wants a class, one was seen → guard_nonnull_class first",
  jump_guards_value: "… that wants a constant, it was seen → guard_value first",
  jump_guards_bounds:
    "… that wants bounds, they held → int_ge, guard_true, int_le, guard_true first",
  jump_forces_virtual: "jump() with a virtual where the label has an object → the object is made",
  bridge_from_the_header: "a bridge from a guard that such a jump made → jump(first label)",
  bridge_becomes_a_preamble: "a bridge that fits no label, within retrace_limit → a further loop",
  loop_with_many_guards: "more guards than max_retrace_guards → no bridge is retraced from there",
  label_leaves_out_constants: "a jump's argument that is a constant → no argument of the label",
  label_takes_contents_of_virtuals: "a jump's argument that is virtual → its contents instead",
  virtual_is_made_for_the_label: "a virtual where the label has an object → made before the jump",
  class_known_from_preamble: "an object whose class the preamble knew → known in the peeled loop",
  bounds_known_from_preamble: "an integer whose bounds the preamble knew → known, if not too far",
  constant_known_from_preamble: "a result that the preamble knew to be constant → constant",
  short_preamble_checks_value: "a value of the preamble, used → guards for what is known of it",
  short_preamble_checks_overflow: "int_add_ovf() of the preamble, used → guard_no_overflow, too",
  value_of_preamble_used: "op in the peeled loop that the preamble did already → its result",
  label_passes_value_of_preamble: "… needed by an emitted operation → an argument of the label",
  same_as_before_label: "… that the label passes already, by another way → same_as before it",
} as const satisfies Readonly<Record<string, string>>;
