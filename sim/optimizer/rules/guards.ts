/**
 * The rules of guards that belong to no pass: how a guard is emitted.
 */
export const GUARDS_RULES = {
  guard_shares_resume_data:
    "guard_x() after guard_y() without an effect between → its resume data is guard_y's",
  bridge_knows_class: "a bridge's input argument → the class that its guard knew",
  bridge_knows_field: "a field of a bridge's input argument → the value that its guard knew",
  bridge_knows_item: "an item of a bridge's input argument → the value that its guard knew",
  bridge_knows_loop_invariant: "call_loopinvariant(f) in a bridge → the result its guard knew",
} as const satisfies Readonly<Record<string, string>>;
