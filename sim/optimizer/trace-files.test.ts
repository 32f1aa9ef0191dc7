import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoopToken } from "../trace/descr.ts";
import { verifyTrace } from "../trace/verify.ts";
import { InvalidLoop } from "./context.ts";
import { optimizeFinishTrace, optimizeSimpleLoop } from "./optimize.ts";
import type { OptimizedTrace } from "./optimize.ts";
import type { TraceFile } from "./trace-file.ts";
import {
  makeTestContext,
  normalizeExpected,
  numberTargets,
  parseTraceFile,
  printForFile,
} from "./trace-file.ts";

const ROOT = new URL("../../fixtures/traces", import.meta.url).pathname;

function optimize(file: TraceFile): OptimizedTrace {
  const ctx = makeTestContext(file);
  const token = new LoopToken();
  const trace = file.inputs.at(-1);
  if (trace === undefined) throw new TypeError("a trace file has a trace");
  const run = () => {
    switch (file.settings.get("mode")) {
      case "simple":
        return optimizeSimpleLoop(trace, token, ctx);
      case "finish":
        return optimizeFinishTrace(trace, ctx);
      default:
        throw new TypeError(`unknown mode ${file.settings.get("mode")}`);
    }
  };
  const optimized = run();
  numberTargets(token);
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
  const optimized = optimize(file);
  verifyTrace(optimized, { optimized: true });
  assert.fixture(printForFile(optimized, file.context), normalizeExpected(file));
}

for (const folder of readdirSync(ROOT).sort()) {
  for (const name of readdirSync(join(ROOT, folder)).sort()) {
    if (!name.endsWith(".trace")) continue;
    test(`${folder}: ${name.replace(".trace", "").replaceAll("-", " ")}`, () => {
      check(join(ROOT, folder, name));
    });
  }
}

test.run();
