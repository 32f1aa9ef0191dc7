/**
 * The list of all behaviours: what the simulator can do, by name, in groups. Each group is made of
 * the table that the simulator itself works by, so that a new row is listed by itself. A behaviour
 * is named `GROUP NAME`, and stands under that name in the totals of a law.
 */

import { isAssembled } from "../../sim/backend/assembler/op-handlers.ts";
import { ABORT_REASONS, COUNTER_NAMES } from "../../sim/hooks/counters.ts";
import type { EndEvent, FreeLoopEvent, InputEvent, JitEvent } from "../../sim/hooks/events.ts";
import type {
  CauseRecord,
  CompileEvent,
  OutputEvent,
  SetHookEvent,
} from "../../sim/hooks/events.ts";
import { EVENT_KINDS } from "../../sim/hooks/events.ts";
import type { ExitUse } from "../../sim/hooks/probe.ts";
import { JIT_OPS } from "../../sim/jitcode/instructions.ts";
import { PARAM_TABLE } from "../../sim/metainterp/params.ts";
import { allRules } from "../../sim/optimizer/rules/rules.ts";
import type { OpName } from "../../sim/trace/ops.ts";
import { OP_NAMES, OPS } from "../../sim/trace/ops.ts";
import { HEAP_STATES } from "./heap-observer.ts";
import { RESUME_FEATURES } from "./resume-features.ts";

/** A group of behaviours. */
export interface BehaviourGroup {
  readonly name: string;
  /** What it means that one of the group was reached. */
  readonly says: string;
  readonly behaviours: readonly string[];
}

const GUARDS = OP_NAMES.filter((name) => OPS[name].isGuard && !OPS[name].isReserved);

/** Operations that compiled code may hold. */
const COMPILED: readonly OpName[] = OP_NAMES.filter(isAssembled);

/** Those that the processor comes to: the others have no address. */
const ON_PROCESSOR = COMPILED.filter((name) => name !== "debug_merge_point");

/** Events whose kind alone says too little: all values of the fields that tell them apart. */
const EVENT_VARIANTS = {
  end: keysOf<EndEvent["outcome"]>({
    finished: 0,
    exception: 0,
    steps: 0,
    memory: 0,
    interrupted: 0,
  }),
  input: keysOf<InputEvent["source"]>({
    clock: 0,
    random: 0,
    stdin: 0,
    file: 0,
    module: 0,
    signal: 0,
  }),
  output: keysOf<OutputEvent["stream"]>({ stdout: 0, stderr: 0 }),
  free_loop: keysOf<FreeLoopEvent["reason"]>({ collect: 0, age: 0 }),
  set_hook: keysOf<SetHookEvent["hook"]>({ compile: 0, abort: 0, too_long: 0 }),
} as const satisfies Partial<Record<JitEvent["kind"], readonly string[]>>;

/** Types of compiled units, as events name them. */
const UNIT_TYPES = keysOf<CompileEvent["type"]>({ loop: 0, "entry bridge": 0, bridge: 0 });

const CAUSES = keysOf<CauseRecord["kind"]>({ loop: 0, function: 0, guard: 0 });

/** Shapes of units beyond their type. */
export const UNIT_SHAPES = {
  tmp_callback: "a temporary callback",
  "peeled loop": "a loop with a preamble",
  "plain loop": "a loop without one",
  "labelled bridge": "a bridge with a label of its own",
  finishing: "a unit that returns",
  raising: "a unit that leaves with an exception",
  calling: "a unit that calls compiled code",
  counted: "a unit that counts its runs",
} as const;

const EXIT_USES = keysOf<ExitUse>({ blackhole: 0, bridge: 0, forced: 0 });

/** All keys of a record that must have each of a union's members. */
function keysOf<K extends string>(record: Readonly<Record<K, 0>>): readonly K[] {
  return Object.keys(record) as K[];
}

/** THE groups, in the order of a report. */
export const BEHAVIOUR_GROUPS: readonly BehaviourGroup[] = [
  group("exit", "a guard failed and the blackhole went on", GUARDS),
  group("bridge", "a guard failed until it got a bridge", GUARDS),
  group("abort", "a trace was given up for this reason", Object.keys(ABORT_REASONS)),
  group(
    "rule",
    "the optimizer applied this rule",
    allRules().map(({ name }) => name),
  ),
  group("traced", "the tracer executed this jitcode instruction", Object.keys(JIT_OPS)),
  group("blackholed", "the blackhole executed this jitcode instruction", Object.keys(JIT_OPS)),
  group("heap", "the code heap was in this state", Object.keys(HEAP_STATES)),
  group("counter", "this counter moved", COUNTER_NAMES),
  group("event", "an event of this kind was told", [
    ...EVENT_KINDS,
    ...Object.entries(EVENT_VARIANTS).flatMap(([kind, names]) =>
      names.map((name) => `${kind} ${name}`),
    ),
  ]),
  group("unit", "code of this sort was compiled", [
    ...UNIT_TYPES,
    ...Object.keys(UNIT_SHAPES),
    ...CAUSES.map((cause) => `from ${cause}`),
  ]),
  group("oracle", "the oracle executed this operation", COMPILED),
  group("host", "generated host code executed this operation", COMPILED),
  group("machine", "machine code of this operation was executed", ON_PROCESSOR),
  group(
    "resume",
    "an exit rebuilt this, in the blackhole, for a bridge, or for who forced the frame",
    EXIT_USES.flatMap((use) => Object.keys(RESUME_FEATURES).map((name) => `${use}: ${name}`)),
  ),
  group("parameter", "a run had another value of it than the default", Object.keys(PARAM_TABLE)),
];

function group(name: string, says: string, names: readonly string[]): BehaviourGroup {
  return { name, says, behaviours: names.map((behaviour) => `${name} ${behaviour}`) };
}

/** All names, to tell behaviours from other totals. */
export const BEHAVIOURS: ReadonlySet<string> = new Set(
  BEHAVIOUR_GROUPS.flatMap(({ behaviours }) => behaviours),
);
