/**
 * Liveness on small pieces of code, written as instructions with their registers.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { FlowInstr } from "./liveness.ts";
import { computeLiveness } from "./liveness.ts";

const PLAIN = { dst: -1, args: [], target: -1, handler: -1, tableTargets: [] };

function show(...code: (Partial<FlowInstr> & Pick<FlowInstr, "op">)[]): string[] {
  const sets = computeLiveness(code.map((instr) => ({ ...PLAIN, ...instr })));
  return sets.map(({ live, liveAfter }) => `${live.join(" ")} | ${liveAfter.join(" ")}`);
}

test("an argument is live before, the result is not live after its own instruction", () => {
  const sets = show({ op: "execute", dst: 2, args: [0, 1] }, { op: "return", args: [2] });
  assert.equal(sets, ["0 1 | ", "2 | "]);
});

test("what a loop reads is live all around it", () => {
  const sets = show(
    { op: "goto_if_not", args: [0], target: 3 },
    { op: "execute", dst: 0, args: [0, 1] },
    { op: "goto", target: 0 },
    { op: "return", args: [2] },
  );
  assert.equal(sets, ["0 1 2 | 0 1 2", "0 1 2 | 1 2", "0 1 2 | 0 1 2", "2 | "]);
});

test("what the handler reads stays live over a call, even the register of its result", () => {
  const sets = show(
    { op: "residual_call", dst: 0, args: [1], handler: 2 },
    { op: "return", args: [0] },
    { op: "catch", dst: 2 },
    { op: "return", args: [0] },
  );
  assert.equal(sets, ["0 1 | 0", "0 | ", "0 | 0", "0 | "]);
});

test("every case of a switch counts, constants do not", () => {
  const sets = show(
    { op: "switch", args: [0], target: 3, tableTargets: [1, 2] },
    { op: "return", args: [1] },
    { op: "return", args: [~7] },
    { op: "raise", args: [2] },
  );
  assert.equal(sets, ["0 1 2 | 1 2", "1 | ", " | ", "2 | "]);
});

test.run();
