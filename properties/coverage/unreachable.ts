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

const USES = ["blackhole", "bridge", "forced"] as const;
const EXECUTORS = ["oracle", "host", "machine"] as const;

/** The same thing in each of several groups or uses. */
function forEach(groups: readonly string[], names: string): string[] {
  return groups.flatMap((group) => names.split(" ").map((name) => `${group} ${name}`));
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
  {
    why: "no guest uses that hint, so no jitcode of theirs holds the instruction",
    behaviours: ["traced assert_not_none", "blackholed assert_not_none"],
  },
  {
    why: "the type of every field says whether it holds a struct, an array or an object",
    behaviours: [
      ...forEach(["exit", "bridge"], "guard_gc_type guard_is_object"),
      ...forEach(EXECUTORS, "guard_gc_type guard_is_object"),
    ],
  },
  {
    why: "it repeats what the types of the guest's fields say, so it holds always",
    behaviours: ["exit guard_subclass", "bridge guard_subclass"],
  },
  {
    why: "it marks a place for the optimizer, which takes it away",
    behaviours: [
      ...forEach(["exit", "bridge"], "guard_future_condition"),
      ...forEach(EXECUTORS, "guard_future_condition"),
    ],
  },
  {
    why: "it stands before a finish and tells what to do when the frame is forced; it never fails",
    behaviours: ["exit guard_not_forced_2", "bridge guard_not_forced_2"],
  },
  {
    why: "no bridge leaves from there, as in PyPy: forcing has used up the state",
    behaviours: ["bridge guard_not_forced"],
  },
  {
    why: "the assembler reserves exactly what it needs, after it has made the code",
    behaviours: ["heap abort", "heap reuse of aborted", "heap trim", "event heap_abort"],
  },
  {
    why: "random draws follow from the seed, and are no input",
    behaviours: ["event input random"],
  },
  {
    why: "it comes from outside of a run: the host's clock, Ctrl-C, the memory of the thread",
    behaviours: [
      "event input clock",
      "event input signal",
      "event end interrupted",
      "event end memory",
    ],
  },
  {
    why: "the guests' strings are host strings behind calls, and they have no raw memory or structs",
    behaviours: USES.flatMap((use) =>
      ["structs", "raw buffer", "raw slice", "string", "slice", "concat"].map(
        (kind) => `resume ${use}: virtual ${kind}`,
      ),
    ),
  },
  {
    why: "what may force a frame is a call before which every delayed store is made",
    behaviours: ["resume forced: pending field", "resume forced: pending item"],
  },
  {
    why: "the optimizer makes something else of it before there is code",
    behaviours: forEach(
      EXECUTORS,
      "quasiimmut_field assert_not_none record_exact_class record_exact_value_r " +
        "record_exact_value_i record_known_result call_pure_r call_pure_f call_pure_i call_pure_n " +
        "call_loopinvariant_r call_loopinvariant_f call_loopinvariant_i call_loopinvariant_n",
    ),
  },
  {
    why: "the guests' strings are host strings behind calls",
    behaviours: forEach(
      EXECUTORS,
      "strlen strgetitem unicodelen unicodegetitem newstr newunicode strhash unicodehash " +
        "strsetitem unicodesetitem copystrcontent copyunicodecontent",
    ),
  },
  {
    why: "the guests have no raw memory but the interpreter's flags, and no structs",
    behaviours: forEach(
      EXECUTORS,
      "getarrayitem_raw_f getarrayitem_raw_i raw_load_f raw_load_i getfield_raw_r getfield_raw_f " +
        "setarrayitem_raw raw_store setfield_raw getinteriorfield_gc_r getinteriorfield_gc_f " +
        "getinteriorfield_gc_i setinteriorfield_gc new",
    ),
  },
  {
    why: "no jitcode of the guests holds it, and no rule makes it of what they hold",
    behaviours: forEach(
      EXECUTORS,
      "int_signext int_force_ge_zero uint_le uint_gt cast_float_to_singlefloat " +
        "cast_singlefloat_to_float convert_float_bytes_to_longlong " +
        "convert_longlong_bytes_to_float cast_ptr_to_int cast_int_to_ptr getarrayitem_gc_pure_f " +
        "new_array jit_debug save_exception save_exc_class restore_exception cond_call_value_r " +
        "cond_call_value_i check_memory_error call_assembler_f call_assembler_n call_may_force_f",
    ),
  },
];
