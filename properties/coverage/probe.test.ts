/**
 * What a run counts is what it did: for a program whose numbers are known by hand, and by taking
 * each call of the probe out of the simulator.
 *
 * sum.tiny adds the numbers below 5000 in one loop of 12 instructions. Its 21st jump back fires at
 * threshold 20, the 22nd iteration is traced, so 4978 are left for compiled code: one in the
 * preamble, 4977 in the peeled loop, the last of which leaves by guard_true.
 */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { SourceEdit } from "../mutants/edited-build.ts";
import { buildEdited } from "../mutants/edited-build.ts";
import type { Totals } from "../totals.ts";
import { BEHAVIOURS } from "./behaviours.ts";

const ENTRY = "properties/coverage/count-sum.ts";
const PROGRAM = "fixtures/programs/tiny/sum.tiny";
const PASSES = 4978;

type Counted = Readonly<Record<"host" | "oracle" | "machine" | "full" | "all", Totals>>;

/** The compiled code of each backend, by hand. */
const EXECUTED: Totals = {
  getfield_gc_r: 2,
  getfield_gc_i: 3,
  getarrayitem_gc_r: 4,
  guard_value: 1,
  int_add_ovf: 2 + PASSES - 1,
  guard_no_overflow: 2 + PASSES - 1,
  int_add: PASSES - 1,
  int_lt: PASSES,
  guard_true: PASSES,
  jump: PASSES - 2,
};

/** All but operations, jitcode instructions and rules. */
const AROUND: Totals = {
  "exit guard_true": 1,
  "unit loop": 1,
  "unit peeled loop": 1,
  "unit from loop": 1,
  "event compile": 1,
  "event cost": 2,
  "event end": 1,
  "event end finished": 1,
  "event heap_commit": 5,
  "event heap_reserve": 5,
  "event output": 1,
  "event output stdout": 1,
  "event stats": 1,
  "heap reserve": 5,
  "heap commit": 5,
  "heap first chunk": 1,
  "heap split": 5,
  "heap whole block": 5,
  "heap shared page": 4,
  "parameter threshold": 1,
  "parameter function_threshold": 1,
  "parameter trace_eagerness": 1,
  "resume blackhole: constant": 1,
  "resume blackhole: fail argument": 1,
  "resume blackhole: several frames": 1,
  "resume blackhole: small integer": 1,
  "resume blackhole: virtual instance": 1,
  "resume blackhole: virtualizable": 1,
};

function ofGroup(totals: Totals, group: string): Totals {
  const found = Object.entries(totals).filter(([name]) => name.startsWith(`${group} `));
  return Object.fromEntries(found.map(([name, count]) => [name.slice(group.length + 1), count]));
}

function count(args: readonly string[]): Counted {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.is(status, 0, stderr);
  return JSON.parse(stdout) as Counted;
}

const counted = count(["--import", "tsx", ENTRY, PROGRAM]);

test("compiled code executes what it should, under each backend", () => {
  // The program's loop has twelve instructions, of which the last is not reached at the end.
  const points = 13 * PASSES - 2;
  const labels = { label: PASSES, debug_merge_point: points };
  for (const backend of ["host", "oracle"] as const) {
    assert.equal(ofGroup(counted[backend], backend), { ...EXECUTED, ...labels }, backend);
  }
  // Labels have no code: jumps arrive behind them. Merge points have no address.
  assert.equal(ofGroup(counted.machine, "machine"), { ...EXECUTED, label: 2 });
});

test("exits, units, events, heap, parameters and resume data are those of the run", () => {
  const apart = /^(host|oracle|machine|traced|blackholed|rule|counter) /;
  for (const backend of ["host", "oracle", "machine"] as const) {
    const around = Object.entries(counted[backend]).filter(([name]) => !apart.test(name));
    assert.equal(Object.fromEntries(around), AROUND, backend);
  }
});

test("each bytecode of the loop is dispatched once while it is traced", () => {
  const traced = ofGroup(counted.host, "traced");
  assert.is(traced.switch, 12);
  // The point where the loop closes comes on top.
  assert.is(traced.jit_merge_point, 13);
  assert.is(traced.loop_header, 1);
  assert.is(traced.ovf, 2);
  assert.is(traced.new, 5);
  // The comparison's result is false, the jump is not taken, the next merge point ends it.
  const blackholed = ofGroup(counted.host, "blackholed");
  assert.is(blackholed.jit_merge_point, 1);
  assert.is(blackholed.loop_header, undefined);
});

test("everything that is counted is in the list of behaviours", () => {
  const unknown = Object.keys(counted.all).filter((name) => !BEHAVIOURS.has(name));
  assert.equal(unknown, []);
});

/** Each call of the probe, taken out, and the totals that are gone then. */
const CALLS: readonly (SourceEdit & { readonly gone: RegExp })[] = [
  {
    file: "sim/metainterp/session.ts",
    find: "if (probe !== null) probe.traced(instr.op);",
    replace: "",
    gone: /^traced /,
  },
  {
    file: "sim/metainterp/blackhole.ts",
    find: "if (probe !== null) probe.blackholed(instr.op);",
    replace: "",
    gone: /^blackholed /,
  },
  {
    file: "sim/metainterp/compile.ts",
    find: "...(probe === null ? {} : { onRule: (rule) => probe.rule(rule) }),",
    replace: "",
    gone: /^rule /,
  },
  {
    file: "sim/metainterp/warmstate.ts",
    find: 'this.runtime.probe?.left(guard, "blackhole");',
    replace: "",
    gone: /^(exit|resume blackhole:) ?/,
  },
  {
    file: "sim/vm.ts",
    find: "heapFull: (size) => probe?.heapFull(size),",
    replace: "",
    gone: /^heap full$/,
  },
  {
    file: "sim/backend/oracle/interpreter.ts",
    find: "if (executed !== undefined) countOperation(executed.oracle, op.opname);",
    replace: "",
    gone: /^oracle /,
  },
  {
    file: "sim/backend/host/compile.ts",
    find: "if (executed !== null) out.emit(",
    replace: "if (executed === null) out.emit(",
    gone: /^host /,
  },
  {
    file: "sim/backend/machine/unit-observer.ts",
    find: "if (executes !== undefined) plan.actions.push(() => executes(op));",
    replace: "",
    gone: /^machine /,
  },
];

test("a call of the probe that is taken out is noticed", async () => {
  for (const { file, find } of CALLS) assert.ok(readFileSync(file, "utf8").includes(find), find);
  const build = await buildEdited(ENTRY, CALLS);
  const edited = count([build.entry, PROGRAM]);
  build.remove();
  for (const { file, gone } of CALLS) {
    const names = (totals: Totals) => Object.keys(totals).filter((name) => gone.test(name));
    assert.ok(names(counted.all).length > 0, file);
    assert.equal(names(edited.all), [], file);
  }
});

test.run();
