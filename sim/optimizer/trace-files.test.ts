import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CounterName, Counters } from "../hooks/counters.ts";
import { verifyTrace } from "../trace/verify.ts";
import type { OptimizerContext } from "./context.ts";
import { InvalidLoop } from "./context.ts";
import {
  optimizeLoop,
  optimizeBridge,
  optimizeFinishTrace,
  optimizeRetrace,
  optimizeSimpleLoop,
  RetraceNeeded,
} from "./optimize.ts";
import type { OptimizedUnit } from "./optimize.ts";
import { allRules } from "./rules/rules.ts";
import type { TraceFile } from "./trace-file.ts";
import {
  makeTestContext,
  normalizeExpected,
  numberTargets,
  parseTraceFile,
  printForFile,
} from "./trace-file.ts";

/** Rules that fired in some trace file. */
const fired = new Set<string>();

const ROOT = new URL("../../fixtures/traces", import.meta.url).pathname;

/**
 * Compiles the file's loop, then the bridges: `guard 2 0` says that the first leaves from guard 2
 * of the loop, the next from guard 0 of the first. The section behind a bridge that needs one more
 * iteration is that iteration.
 */
function optimizeBridges(file: TraceFile, ctx: OptimizerContext): OptimizedUnit {
  const [loop, ...others] = file.inputs;
  const token = file.context.loop;
  if (loop === undefined || others.length === 0) throw new TypeError("a bridge needs its loop");
  let unit = optimizeLoop(loop, token, ctx);
  let needed: RetraceNeeded | null = null;
  const numbers = (file.settings.get("guard") ?? "").split(" ");
  for (const trace of others) {
    if (needed !== null) {
      unit = optimizeRetrace(trace, needed, ctx);
      needed = null;
      continue;
    }
    const guard = unit.ops.filter((op) => op.info.isGuard)[Number(numbers.shift())]?.descr;
    if (guard?.descrKind !== "guard") throw new TypeError("`guard N` names no guard");
    const made = optimizeBridge(trace, token, ctx, guard);
    if (made instanceof RetraceNeeded) needed = made;
    else unit = made;
  }
  if (needed !== null) throw new TypeError("the bridge needs one more iteration");
  return unit;
}

/** `counters OPT_OPS=79 OPT_GUARDS=17`: what a file expects of them. */
function checkCounters(file: TraceFile, counters: Counters): void {
  const wanted = file.settings.get("counters");
  if (wanted === undefined) return;
  const names = wanted.split(" ").map((word) => word.split("=")[0] as CounterName);
  assert.is(names.map((name) => `${name}=${counters.get(name)}`).join(" "), wanted);
}

function optimize(file: TraceFile): OptimizedUnit {
  const ctx = makeTestContext(file, (rule) => fired.add(rule));
  const token = file.context.loop;
  const trace = file.inputs.at(-1);
  if (trace === undefined) throw new TypeError("a trace file has a trace");
  const run = () => {
    switch (file.settings.get("mode")) {
      case "loop":
        return optimizeLoop(trace, token, ctx);
      case "simple":
        return optimizeSimpleLoop(trace, token, ctx);
      case "finish":
        return optimizeFinishTrace(trace, ctx);
      case "bridge":
        return optimizeBridges(file, ctx);
      default:
        throw new TypeError(`unknown mode ${file.settings.get("mode")}`);
    }
  };
  const optimized = run();
  numberTargets(token);
  checkCounters(file, ctx.counters);
  return optimized;
}

function check(path: string): void {
  const file = parseTraceFile(readFileSync(path, "utf8"), path);
  if (file.expected.startsWith("InvalidLoop")) {
    assert.throws(
      () => optimize(file),
      (error: unknown) => error instanceof InvalidLoop && file.expected.includes(error.reason),
    );
    return;
  }
  if (process.env.BLESS === "1") {
    bless(path, outputOf(file));
    return;
  }
  const optimized = optimize(file);
  verifyTrace(optimized, { optimized: true });
  assert.fixture(printForFile(optimized, file.context), normalizeExpected(file));
}

/** What comes out: the optimized trace, or why there is none. */
function outputOf(file: TraceFile): string {
  try {
    return printForFile(optimize(file), file.context);
  } catch (signal) {
    if (signal instanceof InvalidLoop) return `InvalidLoop: ${signal.reason}`;
    throw signal;
  }
}

/** Writes what came out as what is expected; to be reviewed as a difference. */
function bless(path: string, output: string): void {
  const text = readFileSync(path, "utf8");
  const head = text.slice(0, text.indexOf("\n==>\n"));
  writeFileSync(path, `${head}\n==>\n${output}\n`);
}

for (const folder of readdirSync(ROOT).sort()) {
  for (const name of readdirSync(join(ROOT, folder)).sort()) {
    if (!name.endsWith(".trace")) continue;
    test(`${folder}: ${name.replace(".trace", "").replaceAll("-", " ")}`, () => {
      check(join(ROOT, folder, name));
    });
  }
}

test("every rule fires in a trace file", () => {
  assert.equal(
    allRules()
      .map((rule) => rule.name)
      .filter((name) => !fired.has(name)),
    [],
  );
});

test.run();
