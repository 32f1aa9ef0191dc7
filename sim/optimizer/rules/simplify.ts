/**
 * The rules of simplify: each name with what it does, in the text form of traces.
 */
export const SIMPLIFY_RULES = {
  simplify_call_pure: "call_pure(f, x) → call(f, x)",
  simplify_call_loopinvariant: "call_loopinvariant(f) → call(f)",
  simplify_virtual_ref: "virtual_ref(p, i) → same_as(p)",
  simplify_virtual_ref_finish: "virtual_ref_finish(p, v) → nothing",
  simplify_quasiimmut_field: "quasiimmut_field(p) → nothing; of a constant, the code depends on it",
  simplify_hint: "assert_not_none(p), record_exact_x(p, c), record_known_result(r, f, x) → nothing",
} as const satisfies Readonly<Record<string, string>>;
