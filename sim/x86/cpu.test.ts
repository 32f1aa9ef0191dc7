/** Tests of the processor as a whole: loops, calls, faults, limits, observers, code that changes. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { Prng } from "../base/prng.ts";
import { READ_ONLY } from "../memory/protection.ts";
import { Label } from "./code-buffer.ts";
import { CpuFault } from "./cpu/fault.ts";
import { HANDLERS } from "./cpu/handlers.ts";
import { listForms } from "./instruction-table.ts";
import { imm, mem, memIndexed, RAX, RBX, RCX, RDI, RDX, RSP, reg8, reg32 } from "./operand.ts";
import { CODE, CpuBench, DATA, DATA_SIZE, GATE, randomCode } from "./test-cpu.ts";

/** rax = sum of 1 … rcx. */
function writeSum(bench: CpuBench): void {
  bench.write((code) => {
    const start = new Label("start");
    code.emit("xor", reg32(0), reg32(0));
    code.bind(start);
    code.emit("add", RAX, RCX);
    code.emit("sub", RCX, imm(1));
    code.emit("jne", start);
    code.emit("ret");
  });
}

function faultOf(action: () => void): CpuFault {
  try {
    action();
  } catch (error) {
    if (error instanceof CpuFault) return error;
    throw error;
  }
  throw new Error("no fault");
}

test("every form of the table has a handler", () => {
  for (const { mnemonic } of listForms()) assert.ok(HANDLERS.has(mnemonic), mnemonic);
});

test("a loop runs to its end and everything executed is counted", () => {
  const bench = new CpuBench();
  writeSum(bench);
  bench.cpu.setRegister(1, 1000n);
  assert.is(bench.cpu.run(), "gate");
  assert.is(bench.cpu.getRegister(0), 500500n);
  assert.is(bench.cpu.rip, GATE);
  assert.is(bench.cpu.instructions, 1 + 3 * 1000 + 1);
});

test("a limit stops exactly there, and the run can go on", () => {
  const whole = new CpuBench();
  writeSum(whole);
  whole.cpu.setRegister(1, 20n);
  whole.cpu.run();
  for (let limit = 0; limit < 70; limit++) {
    const bench = new CpuBench();
    writeSum(bench);
    bench.cpu.setRegister(1, 20n);
    const stop = bench.cpu.run({ instructions: limit });
    assert.is(bench.cpu.instructions, Math.min(limit, 62));
    assert.is(stop, limit < 62 ? "limit" : "gate");
    assert.is(bench.cpu.run(), "gate");
    assert.is(bench.describe(), whole.describe());
  }
});

test("an endless loop ends at its limit", () => {
  const bench = new CpuBench();
  bench.write((code) => {
    const start = new Label("start");
    code.bind(start);
    code.emit("jmp", start);
  });
  assert.is(bench.cpu.run({ instructions: 1_000_000 }), "limit");
  assert.is(bench.cpu.instructions, 1_000_000);
  assert.is(bench.cpu.rip, CODE);
});

test("random code gives the same, run as blocks and step by step", () => {
  const prng = new Prng(5);
  for (let round = 0; round < 60; round++) {
    const code = randomCode(prng, 40);
    const seed = prng.nextWord();
    const benches = [new CpuBench(), new CpuBench()];
    for (const bench of benches) {
      const values = new Prng(seed);
      bench.patch(CODE, [...code, 0xeb, 0xfe]);
      for (let n = 0; n < 16; n++) {
        bench.cpu.setRegister(n, values.nextWord() >> BigInt(values.nextBelow(64)));
        bench.cpu.setXmm(n, (values.nextWord() << 64n) | values.nextWord());
      }
      bench.cpu.setRegister(4, BigInt(DATA + 0x800));
      bench.cpu.flags = values.nextBelow(0x1000);
    }
    const [whole, single] = benches as [CpuBench, CpuBench];
    const left = [0, 0];
    for (const [k, run] of [
      () => whole.cpu.run({ instructions: 40 }),
      () => {
        for (let i = 0; i < 40; i++) single.cpu.step();
      },
    ].entries()) {
      // rsp may have been changed: a fault of both at the same place is fine.
      try {
        run();
      } catch (error) {
        assert.ok(error instanceof CpuFault);
        left[k] = 1;
      }
    }
    assert.equal(left[0], left[1]);
    assert.is(whole.describe(), single.describe());
  }
});

test("a fault tells address, instruction and what ran before, and changes nothing", () => {
  const bench = new CpuBench();
  bench.writeLines([
    ["mov", RAX, imm(5)],
    ["sub", RAX, imm(6)],
    ["mov", mem(8, RBX, 8), RAX],
    ["ret"],
  ]);
  const fault = faultOf(() => bench.cpu.run());
  assert.is(fault.kind, "page");
  assert.is(fault.address, 8);
  assert.is(fault.rip, CODE + 11);
  assert.is(fault.instruction, "mov    QWORD PTR [rbx+0x8],rax");
  assert.equal(fault.before, ["0x7f3200000000: mov    rax,0x5", "0x7f3200000007: sub    rax,0x6"]);
  assert.is(bench.cpu.instructions, 2);
  assert.is(bench.cpu.rip, fault.rip);
  assert.is(bench.cpu.flags, 1 | 4 | 0x10 | 0x80);
  bench.cpu.setRegister(3, BigInt(DATA));
  assert.is(bench.cpu.run(), "gate");
  assert.is(bench.space.readUint64(DATA + 8), 2n ** 64n - 1n);
});

test("faults have their kinds", () => {
  const bench = new CpuBench();
  const kindOf = (...lines: Parameters<CpuBench["writeLines"]>[0]) => {
    bench.writeLines(lines);
    bench.restart();
    return faultOf(() => bench.cpu.run()).kind;
  };
  bench.cpu.setRegister(7, BigInt(CODE));
  assert.is(kindOf(["mov", mem(1, RDI), reg8(0)]), "protection");
  assert.is(kindOf(["xor", reg32(1), reg32(1)], ["div", RCX]), "divide");
  assert.is(kindOf(["ud2"]), "invalid-opcode");
  assert.is(kindOf(["int3"]), "breakpoint");
  assert.is(kindOf(["jmp", RCX]), "page");
  bench.cpu.setRegister(7, BigInt(DATA));
  assert.is(kindOf(["jmp", RDI]), "protection");
  bench.patch(CODE, [0x06]);
  bench.restart();
  const fault = faultOf(() => bench.cpu.run());
  assert.is(fault.kind, "invalid-opcode");
  assert.match(fault.message, /invalid-opcode fault at 0x7f3200000000: .*\n {2}no instruction: 06/);
  bench.cpu.setRegister(7, -8n);
  assert.is(kindOf(["mov", RAX, mem(8, RDI)]), "page");
});

test("a read-modify-write that may not write leaves register, flags and memory", () => {
  const bench = new CpuBench();
  bench.space.protect(DATA, 0x1000, READ_ONLY);
  bench.cpu.setRegister(7, BigInt(DATA + 8));
  bench.cpu.flags = 0x41;
  bench.writeLines([["add", mem(8, RDI), imm(1)]]);
  assert.is(faultOf(() => bench.cpu.run()).kind, "protection");
  assert.is(bench.cpu.flags, 0x41);
  assert.is(bench.space.readUint64(DATA + 8), 0n);
});

test("a running loop whose jump is patched leaves it", () => {
  let count = 0;
  const observed = CODE + 2;
  const bench: CpuBench = new CpuBench((address) => {
    if (address !== observed) return undefined;
    const before = () => {
      // The jne becomes two one-byte nops.
      if (++count === 10) bench.patch(CODE + 9, [0x90, 0x90]);
    };
    return { weight: 2, before };
  });
  writeSum(bench);
  assert.equal([...bench.space.readBytes(CODE + 9, 2)], [0x75, 0xf7]);
  bench.cpu.setRegister(1, 1000n);
  assert.is(bench.cpu.run(), "gate");
  // The block that was running ends its turn; the next one has the new code.
  assert.is(count, 11);
  assert.is(bench.cpu.getRegister(1), 989n);
  assert.is(bench.cpu.weight, 22);
});

test("patching one loop keeps the blocks of others; patched code counts anew", () => {
  const bench = new CpuBench();
  bench.writeLines([["mov", reg32(0), imm(1)], ["ret"]]);
  bench.cpu.run();
  assert.is(bench.cpu.getRegister(0), 1n);
  bench.writeLines([["mov", reg32(0), imm(2)], ["ret"]]);
  bench.restart();
  bench.cpu.run();
  assert.is(bench.cpu.getRegister(0), 2n);
  bench.space.protect(CODE, 0x1000, READ_ONLY);
  bench.restart();
  assert.is(faultOf(() => bench.cpu.run()).kind, "protection");
});

test("an observer that throws leaves the processor in front of the instruction", () => {
  const bench = new CpuBench((address) => {
    const stop = () => {
      throw new RangeError("stop");
    };
    return address === CODE + 6 ? { weight: 5, before: stop } : { weight: 1 };
  });
  writeSum(bench);
  bench.cpu.setRegister(1, 3n);
  bench.patch(CODE + 2, [0x48, 0x01, 0xc8, 0x90]);
  assert.throws(
    () => bench.cpu.run(),
    (error: unknown) => error instanceof RangeError,
  );
  assert.is(bench.cpu.rip, CODE + 6);
  assert.is(bench.cpu.instructions, 3);
  assert.is(bench.cpu.weight, 3);
});

test("calls push their return address, also through memory and registers", () => {
  const bench = new CpuBench();
  bench.write((code) => {
    const inner = new Label("inner");
    code.emit("call", inner);
    code.emit("push", RBX);
    code.emit("pop", mem(8, RSP, -64));
    code.emit("mov", RDX, mem(8, RSP, -64));
    code.emit("call", RDI);
    code.emit("ret");
    code.bind(inner);
    code.emit("lea", RBX, memIndexed(0, RAX, RCX, 4, 7));
    code.emit("ret");
  });
  bench.cpu.setRegister(0, 100n);
  bench.cpu.setRegister(1, -3n);
  bench.cpu.setRegister(7, BigInt(GATE + 16));
  assert.is(bench.cpu.run(), "gate");
  assert.is(bench.cpu.rip, GATE + 16);
  assert.is(bench.cpu.getRegister(3), 95n);
  assert.is(bench.cpu.getRegister(2), 95n);
  const back = bench.space.readUint64(Number(bench.cpu.getRegister(4)));
  bench.cpu.rip = Number(back);
  bench.cpu.setRegister(4, bench.cpu.getRegister(4) + 8n);
  assert.is(bench.cpu.run(), "gate");
  assert.is(bench.cpu.rip, GATE);
  assert.is(bench.cpu.getRegister(4), BigInt(DATA + DATA_SIZE - 256 + 8));
});

test.run();
