/** Tests of the harness for the real processor: it reports registers, memory, flags and faults. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { listForms } from "../instruction-table.ts";
import { hasTool } from "../objdump.ts";
import type { Operand } from "../operand.ts";
import { imm, mem, R13, RAX, RBX, RCX, RDX, xmm } from "../operand.ts";
import { compareSequences } from "./compare.ts";
import { runNative } from "./native-sequences.ts";
import type { SequenceOutcome } from "./sequence.ts";
import { CODE_ADDRESS, LOW_DATA, makeMaps, NAN_64, STACK, STACK_SIZE } from "./sequence.ts";
import { formOf } from "./step.ts";
import { writeSteps } from "./write-steps.ts";

type Row = readonly [mnemonic: string, kinds: string, ...operands: Operand[]];

function run(...rows: Row[]): SequenceOutcome {
  const items = rows.map(([name, kinds, ...operands]) => ({ form: formOf(name, kinds), operands }));
  const { code } = writeSteps([{ kind: "plain", items }], CODE_ADDRESS);
  const registers = Array.from({ length: 16 }, (_, k) => BigInt(100 + k));
  registers[3] = BigInt(LOW_DATA);
  registers[4] = BigInt(STACK + STACK_SIZE);
  registers[13] = BigInt(NAN_64);
  const vectors = Array.from({ length: 32 }, (_, k) => BigInt(k));
  const start = { registers, vectors, flags: 1, rip: CODE_ADDRESS };
  return runNative(makeMaps(), [{ address: CODE_ADDRESS, code, start }])[0]!;
}

test("a sequence that ends leaves registers, flags and memory", () => {
  if (!hasTool("gcc")) return;
  const found = run(
    ["adc", "rm64 r64", RAX, RCX],
    ["mov", "rm64 r64", mem(8, RBX, 16), RAX],
    ["push", "r64", RDX],
    ["movsd", "m64 x", mem(8, RBX, 24), xmm(5)],
    ["sub", "rm64 simm8", RDX, imm(102)],
  );
  assert.is(found.ending, "end");
  assert.is(found.state.registers[0], 202n);
  assert.is(found.state.registers[15], 115n);
  assert.is(found.state.registers[4], BigInt(STACK + STACK_SIZE - 8));
  assert.is(found.state.vectors[31], 31n);
  assert.is(found.state.flags, 0x44);
  assert.equal(
    [...found.changes],
    [
      [LOW_DATA + 16, 202n],
      [LOW_DATA + 24, 10n],
      [STACK + STACK_SIZE - 8, 102n],
    ],
  );
});

test("a fault is told with its address and the instruction", () => {
  if (!hasTool("gcc")) return;
  const readOnly = run(["nop", ""], ["mov", "rm64 r64", mem(8, R13), RAX]);
  assert.is(readOnly.ending, "protection fault");
  assert.is(readOnly.faultAddress, NAN_64);
  assert.is(readOnly.state.rip, CODE_ADDRESS + 1);
  const unmapped = run(["mov", "r64 rm64", RAX, mem(8, RBX, -4)]);
  assert.is(unmapped.ending, "page fault");
  assert.is(unmapped.faultAddress, LOW_DATA - 4);
  assert.is(run(["div", "rm64", RCX]).ending, "divide error");
  assert.is(run(["ud2", ""], ["nop", ""]).ending, "invalid opcode");
  assert.is(run(["int3", ""], ["nop", ""]).ending, "breakpoint");
});

test("random sequences have every form, mostly end well, and do the same twice", () => {
  if (!hasTool("gcc")) return;
  const { forms, endings, problem } = compareSequences(runNative, { count: 2000, seed: 5 });
  assert.is(problem, undefined);
  assert.is(forms.size, listForms().length);
  assert.ok(endings.get("end")! > 1500, String(endings.get("end")));
});

test.run();
