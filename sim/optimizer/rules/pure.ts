/**
 * The rules of pure: each name with what it does, in the text form of traces.
 */
export const PURE_RULES = {
  pure_op_of_constants: "int_x(constants) → the constant result",
  pure_op_known: "int_x(a, b) again, among the remembered ones of its name → its result",
  ovf_op_of_constants: "int_x_ovf(constants), guard_no_overflow() → the constant result, no guard",
  ovf_op_known: "int_x_ovf(a, b), guard_no_overflow() again → the first's result, no guard",
  pure_op_after_ovf: "int_x(a, b) after int_x_ovf(a, b), guard_no_overflow() → the first's result",
  ovf_op_after_pure_op_stays: "int_x_ovf(a, b) after int_x(a, b), which may overflow → both stay",
  call_pure_of_constants: "call_pure(f, constants) whose result tracing has seen → the result",
  call_pure_known: "call_pure(f, x) again → the first's result",
  call_pure_to_call: "call_pure(f, x) → call(f, x)",
  call_pure_of_recorded_result: "call_pure(f, x) after record_known_result(r, f, x) → r",
  cond_call_value_known: "cond_call_value(v, f, x) after call_pure(f, x) → the first's result",
  guard_no_exception_after_removed_call: "guard_no_exception() after a pure call removed → nothing",
} as const satisfies Readonly<Record<string, string>>;
