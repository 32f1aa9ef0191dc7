/**
 * The rules of guards that belong to no pass: how a guard is emitted.
 */
export const GUARDS_RULES = {
  guard_shares_resume_data:
    "guard_x() after guard_y() without an effect between → its resume data is guard_y's",
  guard_takes_an_earlier_place:
    "guard_x() that implies guard_y() of the same box before → stands there, with its resume data",
  guard_value_of_truth_value: "guard_value(x, 1), 0 ≤ x ≤ 1 → guard_true(x)",
  guard_exception_has_its_own_state:
    "guard_no_exception() behind a guard that is no guard_not_forced → its own resume data",
  guard_resumes_at_the_header: "guard_x() made by a jump → the state at guard_future_condition",
  bridge_knows_class: "a bridge's input argument → the class that its guard knew",
  bridge_knows_field: "a field of a bridge's input argument → the value that its guard knew",
  bridge_knows_item: "an item of a bridge's input argument → the value that its guard knew",
  bridge_knows_loop_invariant: "call_loopinvariant(f) in a bridge → the result its guard knew",
} as const satisfies Readonly<Record<string, string>>;
