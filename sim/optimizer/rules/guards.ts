/**
 * The rules of guards that belong to no pass: how a guard is emitted.
 */
export const GUARDS_RULES = {
  guard_shares_resume_data:
    "guard_x() after guard_y() without an effect between → its resume data is guard_y's",
} as const satisfies Readonly<Record<string, string>>;
