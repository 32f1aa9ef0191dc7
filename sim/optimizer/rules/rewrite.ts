/**
 * The rules of rewrite: each name with what it does, in the text form of traces.
 */
export const REWRITE_RULES = {
  arraycopy_of_nothing_vanishes: "call_n(ll_arraycopy, p, q, i, j, 0) → nothing",
  arraycopy_is_loads_and_stores:
    "call_n(ll_arraycopy, p, q, 0, 1, 2) → q[1] = p[0]; q[2] = p[1], at most 8 or virtual",
  arraymove_is_loads_and_stores:
    "call_n(ll_arraymove, p, 0, 1, 2) → p[2] = p[1]; p[1] = p[0], at most 8 or virtual",
} as const satisfies Readonly<Record<string, string>>;
