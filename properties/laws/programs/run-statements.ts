/**
 * Statements that hold for every run: each gives what is wrong, or null.
 *
 * Counters: see the invariants that PyPy's own counters obey (rpython/jit/metainterp/jitprof.py).
 */

import type { CompileEvent, CounterName, JitEvent, StatsSnapshot } from "../../../sim/index.ts";
import { ABORT_REASONS } from "../../../sim/index.ts";
import type { Statement } from "../law.ts";
import type { Outcome, ProgramRun } from "./program-run.ts";

export type Problem = string | null;

/** A statement about one run. */
export interface RunStatement extends Statement {
  problem(run: ProgramRun): Problem;
}

/** Not about one run: the reels of all backends are compared. */
export const ONE_REEL: Statement = {
  name: "one-reel",
  says: "Backends host, oracle and machine record the same bytes.",
  planted: {
    file: "sim/backend/host/host.ts",
    find: "if (exit.stub !== null) exit.stub.account.add(exit.stub.cost);",
    replace: "",
  },
};

/** All that is checked of each run. */
export const RUN_STATEMENTS: readonly RunStatement[] = [
  {
    name: "counters-agree",
    says: "The counters agree with the events and with each other.",
    problem: ({ recording, events }) => countersAreConsistent(recording.result.stats, events),
    planted: {
      file: "sim/metainterp/compile.ts",
      find: 'counted = this.runtime.debugEnabled;\n    this.runtime.counters.increment("BACKEND");',
      replace: "counted = this.runtime.debugEnabled;",
    },
  },
  {
    name: "units-complete",
    says:
      "A compiled unit ends in a jump or finish, lies inside of its block, and a bridge leaves from " +
      "a guard that was compiled before.",
    problem: ({ events }) => unitsAreComplete(events),
    planted: {
      file: "sim/metainterp/compile.ts",
      find: "asmlen: code.asmlen,",
      replace: "asmlen: code.asmlen + code.blockSize,",
    },
  },
  {
    name: "events-ordered",
    says: "Virtual time never goes back; statistics, costs and one end are the last events.",
    problem: ({ events }) => eventsAreOrdered(events),
    planted: {
      file: "sim/metainterp/event-sink.ts",
      find: "ticks: this.services.clock.ticks } as",
      replace: 'ticks: event.kind === "compile" ? 0 : this.services.clock.ticks } as',
    },
  },
  {
    name: "heap-told",
    says: "By the events code blocks never overlap, and each reservation is committed or given up.",
    problem: ({ events }) => heapIsConsistent(events),
    planted: {
      file: "sim/memory/code-heap.ts",
      find: 'this.tell({ kind: "commit", ...block, bytes:',
      replace: 'this.tell({ kind: "commit", ...block, address: address + 16, bytes:',
    },
  },
  {
    name: "costs-add-up",
    says: "Each compiled unit has one cost event, in order, and their sum is the run's.",
    problem: ({ events }) => costsAddUp(events),
    planted: {
      file: "sim/backend/cost-ledger.ts",
      find: "...accounts.reduce",
      replace: "...accounts.slice(1).reduce",
    },
  },
];

/** Both runs printed the same and ended the same. */
export function sameOutcome(expected: Outcome, found: Outcome): Problem {
  return (
    sameLines("stdout", expected.stdout, found.stdout) ??
    sameLines("stderr", expected.stderr, found.stderr) ??
    sameText("exception", expected.exception, found.exception) ??
    sameText("status", String(expected.status), String(found.status))
  );
}

function sameText(what: string, expected: string, found: string): Problem {
  return expected === found ? null : `${what}: '${expected}' is expected, '${found}' found`;
}

/** The first line in which two texts differ. */
export function sameLines(what: string, expected: string, found: string): Problem {
  if (expected === found) return null;
  const [a, b] = [expected.split("\n"), found.split("\n")];
  let at = 0;
  while (a[at] === b[at]) at++;
  return sameText(`${what} line ${at + 1}`, a[at] ?? "(end)", b[at] ?? "(end)");
}

type CounterOf = (name: CounterName) => number;

function countersOf(stats: StatsSnapshot): CounterOf {
  const values = new Map<string, number>(stats.counters);
  return (name) => values.get(name) ?? Number.NaN;
}

/** Equations and bounds of the counters at the end of a run that was recorded from its start. */
function countersAreConsistent(stats: StatsSnapshot, events: readonly JitEvent[]): Problem {
  const of = countersOf(stats);
  const count = (kind: JitEvent["kind"]): number => events.filter((e) => e.kind === kind).length;
  const compiled = events.filter((event) => event.kind === "compile");
  const bridges = compiled.filter((event) => event.type === "bridge").length;
  const loops = compiled.length - bridges + count("tmp_callback");
  const reasons = Object.keys(ABORT_REASONS) as (keyof typeof ABORT_REASONS)[];
  const aborts = reasons.reduce((sum, name) => sum + of(name), 0);
  const sessions = compiled.length + aborts - of("ABORT_SEGMENTED_TRACE");
  return firstProblem([
    equal("TRACING = compile events + aborts - segmented", of("TRACING"), sessions),
    // Code for which there is no memory is given up in the backend.
    atMost("compile events <= BACKEND", compiled.length, of("BACKEND")),
    atMost(
      "BACKEND <= compile events + aborts",
      of("BACKEND"),
      compiled.length + of("ABORT_BRIDGE"),
    ),
    equal("aborts = abort events", aborts, count("abort")),
    equal("TOTAL_COMPILED_BRIDGES = bridges", of("TOTAL_COMPILED_BRIDGES"), bridges),
    equal(
      "TOTAL_COMPILED_LOOPS = loops and temporary callbacks",
      of("TOTAL_COMPILED_LOOPS"),
      loops,
    ),
    equal("TOTAL_FREED_LOOPS = events", of("TOTAL_FREED_LOOPS"), count("free_loop")),
    atMost("too long events <= ABORT_TOO_LONG", count("too_long"), of("ABORT_TOO_LONG")),
    ...bounds(of),
    ...stats.counters.map(([name, value]) => atMost(`${name} >= 0`, 0, value)),
  ]);
}

function bounds(of: CounterOf): Problem[] {
  return [
    atMost("TOTAL_FREED_LOOPS", of("TOTAL_FREED_LOOPS"), of("TOTAL_COMPILED_LOOPS")),
    atMost("TOTAL_FREED_BRIDGES", of("TOTAL_FREED_BRIDGES"), of("TOTAL_COMPILED_BRIDGES")),
    atMost("OPT_GUARDS <= OPT_OPS", of("OPT_GUARDS"), of("OPT_OPS")),
    atMost("OPT_GUARDS_SHARED <= OPT_GUARDS", of("OPT_GUARDS_SHARED"), of("OPT_GUARDS")),
    atMost("RECORDED_OPS <= OPS", of("RECORDED_OPS"), of("OPS")),
    atMost("holes + reused <= virtuals", of("NVHOLES") + of("NVREUSED"), of("NVIRTUALS")),
    equal("OPT_FORCINGS", of("OPT_FORCINGS"), 0),
    equal("OPT_VECTORIZE_TRY", of("OPT_VECTORIZE_TRY"), 0),
    equal("OPT_VECTORIZED", of("OPT_VECTORIZED"), 0),
  ];
}

function equal(what: string, a: number, b: number): Problem {
  return a === b ? null : `${what}: ${a} is not ${b}`;
}

function atMost(what: string, a: number, b: number): Problem {
  return a <= b ? null : `${what}: ${a} is more than ${b}`;
}

/** The first law that is broken. */
export function firstProblem(problems: readonly Problem[]): Problem {
  return problems.find((problem) => problem !== null) ?? null;
}

/** Every compiled unit is complete, and bridges leave from what was compiled before. */
function unitsAreComplete(events: readonly JitEvent[]): Problem {
  const seen = new Set<number>();
  const guards = new Set<string>();
  for (const event of events) {
    if (event.kind !== "compile") continue;
    const problem = unitProblem(event, seen, guards);
    if (problem !== null) return `${event.type} ${event.loopNo}: ${problem}`;
    seen.add(event.loopNo);
    for (const operation of event.operations) {
      if (operation.name.startsWith("guard_")) guards.add(operation.descr);
    }
  }
  return null;
}

function unitProblem(
  event: CompileEvent,
  loops: ReadonlySet<number>,
  guards: ReadonlySet<string>,
): Problem {
  const { operations, type } = event;
  const last = operations.at(-1)?.name;
  if (last !== "jump" && last !== "finish") return `it ends in ${last}`;
  if (event.asmlen <= 0) return `asmlen is ${event.asmlen}`;
  const inBlock = event.asmaddr >= event.blockAddress;
  if (!inBlock || event.asmaddr + event.asmlen > event.blockAddress + event.blockSize) {
    return "its code is not inside of its block";
  }
  const guard = `<Guard0x${event.bridgeNo.toString(16)}>`;
  if (type === "bridge" && !loops.has(event.loopNo)) return "its loop is not known";
  if (type === "bridge" && !guards.has(guard)) return `no compiled code has ${guard}`;
  if (type !== "bridge" && event.bridgeNo !== -1) return "a loop with a guard";
  return firstProblem(operations.map(operationProblem));
}

function operationProblem(operation: CompileEvent["operations"][number]): Problem {
  const { name, failArgs, descr, offset } = operation;
  const isGuard = name.startsWith("guard_");
  if (isGuard !== (failArgs !== null)) return `${name} has the wrong fail arguments`;
  if (isGuard && !/^<Guard0x[0-9a-f]+>$/.test(descr)) return `${name} has descr ${descr}`;
  const isPoint = name === "debug_merge_point";
  if (isPoint !== offset < 0) return `${name} has offset ${offset}`;
  return isPoint === (operation.mergePoint !== null) ? null : `${name} has the wrong merge point`;
}

/** Virtual time never goes back, and the run's last words are its statistics and its end. */
function eventsAreOrdered(events: readonly JitEvent[]): Problem {
  for (let i = 1; i < events.length; i++) {
    const [a, b] = [events[i - 1] as JitEvent, events[i] as JitEvent];
    if (b.ticks < a.ticks) return `event ${i}: ticks go from ${a.ticks} to ${b.ticks}`;
  }
  const ends = events.filter((event) => event.kind === "end").length;
  if (ends !== 1 || events.at(-1)?.kind !== "end") return "the run has no end, or more than one";
  const last = events.filter(({ kind }) => kind !== "cost").at(-2);
  return last?.kind === "stats" && last.atEnd ? null : "no statistics before the end";
}

/** Each compiled unit has its costs, in order, right before the end, and they add up. */
function costsAddUp(events: readonly JitEvent[]): Problem {
  const owners = events.flatMap((event) => {
    if (event.kind === "tmp_callback") return ["loop"];
    if (event.kind !== "compile") return [];
    return [event.type === "bridge" ? `bridge ${event.bridgeNo}` : `loop ${event.loopNo}`];
  });
  const costs = events.slice(-2 - owners.length, -1).filter((event) => event.kind === "cost");
  const total = costs.at(-1);
  if (costs.length !== owners.length + 1 || total?.unit !== null) return "costs are missing";
  for (const [index, owner] of owners.entries()) {
    const unit = costs[index]?.unit ?? null;
    const text = unit === null ? "none" : `${unit.kind} ${unit.number}`;
    if (!text.startsWith(owner)) return `cost ${index} is that of ${text}, not of ${owner}`;
  }
  const units = costs.slice(0, -1);
  return firstProblem(
    (["instructions", "cycles"] as const).map((field) =>
      equal(
        `sum of ${field}`,
        units.reduce((sum, unit) => sum + unit[field], 0),
        total[field],
      ),
    ),
  );
}

/** The code heap: blocks lie apart, and what is written was reserved. */
function heapIsConsistent(events: readonly JitEvent[]): Problem {
  const blocks = new Map<number, number>();
  let open = 0;
  for (const [number, event] of events.entries()) {
    if (event.kind === "heap_reserve") {
      const end = event.address + event.size;
      for (const [address, size] of blocks) {
        if (event.address < address + size && address < end) return `event ${number}: overlap`;
      }
      blocks.set(event.address, event.size);
      open++;
    } else if (event.kind === "heap_free" || event.kind === "heap_abort") {
      if (!blocks.delete(event.address)) return `event ${number}: no such block`;
      if (event.kind === "heap_abort") open--;
    } else if (event.kind === "heap_commit") {
      if (!blocks.has(event.address)) return `event ${number}: committed without being reserved`;
      blocks.set(event.address, event.size);
      open--;
    }
  }
  return open === 0 ? null : `${open} reservations are neither committed nor given back`;
}
