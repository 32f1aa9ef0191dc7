/**
 * Hooks of a program: whatever they do (run hot code, set hooks, release all code, change
 * parameters, raise), the program does what it does without, and they are told what the events say
 * that they were told, in that order, one at a time.
 */

import * as fc from "fast-check";
import { describeFirstDifference } from "../../../fixtures/recording.ts";
import type { JitEvent } from "../../../sim/index.ts";
import { pythonProgram } from "../../generators/python-program.ts";
import type { Totals } from "../../totals.ts";
import type { Law, Statement, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import type { ProgramRun } from "./program-run.ts";
import { BACKENDS, JIT_SETTINGS, makeSpec, runPlain, runSpec } from "./program-run.ts";
import type { ProgramSubject } from "./program-subject.ts";
import { describeProgram, PLAIN_SETUP } from "./program-subject.ts";
import { ONE_REEL, sameOutcome } from "./run-statements.ts";

const LAW_NAME = "hooks-change-nothing";

const TOLD: Statement = {
  name: "hooks-told-in-order",
  says: "A program's hooks are called for the events that are marked as delivered, in order.",
  planted: {
    file: "sim/metainterp/event-sink.ts",
    find: "this.emitCompile(unit, operations, printer, delivered);\n    if (!delivered) return;",
    replace:
      'this.emitCompile(unit, operations, printer, delivered);\n    if (!delivered || unit.type === "bridge") return;',
  },
};

const ONE_AT_A_TIME: Statement = {
  name: "hooks-never-nest",
  says: "While a hook runs that sets no hook, no hook is called, whatever is compiled.",
  planted: {
    file: "sim/metainterp/event-sink.ts",
    find: "hooks.inRecursion = true;",
    replace: "hooks.inRecursion = false;",
  },
};

const SET_HOOKS = "_jit.set_compile_hook(_on_compile); _jit.set_abort_hook(_on_abort)";

/** What a hook does beside noting what it is told. */
const ACTIONS = {
  "run hot code": "for _i in range(60): _n += _i % 3",
  "release all": "_jit.releaseall()",
  "ask for statistics": "_n += len(_jit.get_stats_snapshot().counters)",
  "change parameters": "_jit.set_param('trace_limit=2000')",
  collect: "_gc.collect()",
  "set hooks": `if _depth[0] < 3: ${SET_HOOKS}`,
  "clear the compile hook": "_jit.set_compile_hook(None)",
  raise: "raise ValueError('hook')",
} as const;

type Action = keyof typeof ACTIONS;

/** Ends the line of a hook that was called while one ran. */
const INSIDE = " inside";

interface HookedProgram {
  readonly source: string;
  readonly onCompile: readonly Action[];
  readonly onAbort: readonly Action[];
}

function hook(name: string, parameters: string, told: string, actions: readonly Action[]): string {
  return `
def ${name}(${parameters}):
    _depth[0] += 1
    _n = 0
    _told.append('told ' + ${told} + ('${INSIDE}' if _depth[0] > 1 else ''))
    try:
        pass
${actions.map((action) => `        ${ACTIONS[action]}\n`).join("")}    finally:
        _depth[0] -= 1
`;
}

function withHooks({ source, onCompile, onAbort }: HookedProgram): string {
  return `import atexit, gc as _gc, sys as _sys, pypyjit as _jit
_told = []
_depth = [0]
${hook("_on_compile", "info", "'%s %d' % (info.type, info.loop_no)", onCompile)}
${hook("_on_abort", "driver, key, reason, ops", "'abort ' + reason", onAbort)}
def _print_told():
    _jit.set_compile_hook(None)
    _jit.set_abort_hook(None)
    for _line in _told: _sys.stderr.write(_line + '\\n')
atexit.register(_print_told)
${SET_HOOKS}
${source}`;
}

function toldByEvents(events: readonly JitEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind === "compile" && event.delivered) return [`told ${event.type} ${event.loopNo}`];
    return event.kind === "abort" && event.delivered ? [`told abort ${event.reason}`] : [];
  });
}

/** What is wrong with one run, and whose statement that is. */
function findProblem(
  { outcome, events }: ProgramRun,
  plain: ProgramRun,
  mayNest: boolean,
): readonly [statement: string, problem: string] | null {
  // What hooks raise is reported on standard error, as is what they were told.
  const changed = sameOutcome({ ...plain.outcome, stderr: "" }, { ...outcome, stderr: "" });
  if (changed !== null) return [LAW_NAME, changed];
  const lines = outcome.stderr.split("\n").filter((line) => line.startsWith("told "));
  const nested = lines.find((line) => line.endsWith(INSIDE));
  if (nested !== undefined && !mayNest) return [ONE_AT_A_TIME.name, nested];
  const told = lines.map((line) => line.replace(INSIDE, ""));
  const expected = toldByEvents(events);
  const at = expected.findIndex((line, i) => line !== told[i]);
  if (at < 0 && told.length === expected.length) return null;
  const place = at < 0 ? expected.length : at;
  const sides = `events say '${expected[place] ?? "nothing"}', hooks '${told[place] ?? "nothing"}'`;
  return [TOLD.name, `call ${place}: ${sides}`];
}

async function check(hooked: HookedProgram): Promise<Verdict> {
  const subject: ProgramSubject = {
    guest: "python",
    source: withHooks(hooked),
    setup: PLAIN_SETUP,
  };
  const plain = await runPlain(subject);
  if (plain === null) return holds({ "too long": 1 });
  const totals: Totals = { programs: 1 };
  // As in PyPy, setting a hook ends the protection of the one that runs.
  const mayNest = [...hooked.onCompile, ...hooked.onAbort].includes("set hooks");
  for (const jit of JIT_SETTINGS) {
    const reels: Uint8Array[] = [];
    for (const backend of BACKENDS) {
      const run = await runSpec(makeSpec(subject, jit, { backend }), totals);
      const { reel } = run.recording;
      reels.push(reel);
      totals["hook calls"] = (totals["hook calls"] ?? 0) + toldByEvents(run.events).length;
      const [statement, difference] = findProblem(run, plain, mayNest) ?? [];
      if (statement === undefined || difference === undefined) continue;
      return broken(statement, `${jit}, ${backend}: ${difference}`, totals, { difference, reel });
    }
    for (const reel of reels.slice(1)) {
      const difference = describeFirstDifference(reels[0] as Uint8Array, reel);
      if (difference !== "") return broken(ONE_REEL.name, difference, totals, { reel });
    }
  }
  return holds(totals);
}

const actions = fc.subarray(Object.keys(ACTIONS) as Action[], { maxLength: 3 });

export const hooksChangeNothing: Law<HookedProgram> = {
  name: LAW_NAME,
  says: "With hooks that do anything a program prints, raises and ends as without the JIT.",
  subjects: "Python programs with hooks",
  arbitrary: fc.record({ source: pythonProgram, onCompile: actions, onAbort: actions }),
  statements: [TOLD, ONE_AT_A_TIME],
  check,
  describe: (hooked) =>
    describeProgram({ guest: "python", source: withHooks(hooked), setup: PLAIN_SETUP }),
  planted: {
    file: "sim/guests/python/modules/unraisable.ts",
    find: "ec.depth = depth;",
    replace: "ec.depth = depth + 400;",
  },
  secondsMax: 180,
};
