/**
 * Behaviours that no program can reach, with the reason. They stay in the list of all behaviours,
 * and laws over parts or trace files may reach them; when a program does, the reason is wrong, and
 * the report fails until the line is removed.
 */

interface Unreachable {
  /** One line: why no program of a guest does that. */
  readonly why: string;
  readonly behaviours: readonly string[];
}

export const UNREACHABLE: readonly Unreachable[] = [
  {
    why: "the counter exists for PyPy's hooks; vectorization is off, and nothing counts forcings",
    behaviours: ["counter OPT_FORCINGS", "counter OPT_VECTORIZE_TRY", "counter OPT_VECTORIZED"],
  },
  {
    why: "reserved in format 1: states to seek to are frames of a reel, not events",
    behaviours: ["event checkpoint"],
  },
  {
    why: "reaching it is a bug: the code writer puts it where control cannot come",
    behaviours: ["traced unreachable", "blackholed unreachable"],
  },
];
