/**
 * Random loops with bridges: the real and the simulated processor leave them by the same guard or
 * finish, with the same values, run counts and costs as the oracle that interprets them.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { Prng } from "../../base/prng.ts";
import { parseDeclarations } from "../../trace/declarations.ts";
import type { Kind, RtValue } from "../../trace/values.ts";
import { hasTool, runObjdump } from "../../x86/objdump.ts";
import { RAX, RSP } from "../../x86/operand.ts";
import { disassemble } from "../../x86/print.ts";
import { OracleExecutor } from "../oracle/oracle.ts";
import type { CodeCost, Exit } from "../backend.ts";
import { addCost, NO_COST, subtractCost } from "../code-cost.ts";
import { RigServices } from "../test-rig.ts";
import {
  ARGUMENT_REGISTERS,
  FLOAT_ARGUMENT_COUNT,
  FRAME_SLOT_COUNT,
} from "./calling-convention.ts";
import type { RandomProgram } from "./random-units.ts";
import { makeRandomProgram, RANDOM_CALLS, randomValue } from "./random-units.ts";
import type { ProcessorResult } from "./real-processor.ts";
import { ProcessorBench } from "./real-processor.ts";
import type { DoGate } from "./simulated-runs.ts";
import { fromWord, toWord } from "./test-units.ts";

const PROGRAMS = 80;
const RUNS_EACH = 5;

/** Room for the counters of all units. */
const COUNTER_WORDS = 1 << 16;

interface Case {
  readonly seed: number;
  readonly program: RandomProgram;
  readonly exit: Exit;
  readonly run: number;
  /** What the oracle says that the run costs. */
  readonly cost: CodeCost;
}

function assembleProgram(bench: ProcessorBench, oracle: OracleExecutor, program: RandomProgram) {
  for (const unit of program.units) {
    const code = bench.assembler.assemble(unit);
    assert.ok(code !== null, "code memory suffices");
    oracle.install(unit, code!);
  }
}

function totalCost({ ledger }: RigServices): CodeCost {
  return ledger.read().reduce<CodeCost>(addCost, NO_COST);
}

function makeCases(bench: ProcessorBench, services: RigServices): Case[] {
  const oracle = new OracleExecutor(services);
  const cases: Case[] = [];
  for (let seed = 0; seed < PROGRAMS; seed++) {
    const prng = new Prng(1000 + seed);
    const program = makeRandomProgram(prng);
    assembleProgram(bench, oracle, program);
    for (let k = 0; k < RUNS_EACH; k++) {
      const args = program.inputKinds.map((kind, at): RtValue => {
        return at === 0 ? 1 + prng.nextBelow(40) : randomValue(kind, prng);
      });
      const before = totalCost(services);
      const exit = oracle.execute(program.token, args);
      const cost = subtractCost(totalCost(services), before);
      const slots = args.map((value, at) => toWord(program.inputKinds[at]!, value));
      const entry = bench.assembler.getEntry(program.token);
      const run = bench.addRun({ entry, slots, slotsOut: FRAME_SLOT_COUNT });
      cases.push({ seed, program, exit, run, cost });
    }
  }
  return cases;
}

/** Values that the processor left, by the kinds that the exit's operation has. */
function valuesOf(bench: ProcessorBench, { exit, program }: Case, result: ProcessorResult) {
  const { descr } = exit;
  if (descr.descrKind === "finish") {
    const kind: Kind = descr.outcome === "float" ? "f" : "i";
    return [fromWord(kind, result.slots[0]!)];
  }
  const ops = program.units.flatMap((unit) => unit.ops);
  const { failArgs } = ops.find((op) => op.descr === descr)!;
  return bench.assembler.getGuard(descr).failSlots.map((slot, k) => {
    return slot < 0 ? null : fromWord(failArgs![k]!.kind, result.slots[slot]!);
  });
}

/** The functions that random units call, on the simulated processor's registers and stack. */
function gateOf(bench: ProcessorBench): DoGate {
  return (cpu, space) => {
    const calls = Object.values(RANDOM_CALLS);
    const called = calls.find(({ fn }) => bench.addresses.addressOf("function", fn) === cpu.rip);
    if (called === undefined) return false;
    const { fn, descr } = called;
    const kinds = [...descr.argKinds] as Kind[];
    let [generals, floats] = [0, 0];
    let stack = Number(cpu.getRegister(RSP.number)) + 8;
    const args = kinds.map((kind): RtValue => {
      if (kind === "f" && floats < FLOAT_ARGUMENT_COUNT) {
        return fromWord("f", BigInt.asUintN(64, cpu.getXmm(floats++)));
      }
      const register = kind === "i" ? ARGUMENT_REGISTERS[generals++] : undefined;
      if (register !== undefined) return fromWord("i", cpu.getRegister(register.number));
      stack += 8;
      return fromWord(kind, space.readUint64(stack - 8));
    });
    const result = toWord(descr.resultKind as Kind, fn.fn(...(args as never[])) as RtValue);
    if (descr.resultKind === "f") cpu.setXmm(0, result);
    else cpu.setRegister(RAX.number, result);
    return true;
  };
}

test("the real and the simulated processor and the oracle leave random loops alike", () => {
  if (!hasTool("gcc")) return;
  const bench = new ProcessorBench();
  const services = new RigServices(parseDeclarations(""));
  const cases = makeCases(bench, services);
  for (const name of ["weigh_ints", "weigh_mixed"] as const) {
    const address = bench.addresses.addressOf("function", RANDOM_CALLS[name].fn);
    bench.addFunction(address, name);
  }
  bench.addDataAt(bench.layout.counter.base, new Array(COUNTER_WORDS).fill(0n));
  const simulated = bench.simulate(gateOf(bench));
  const { results, data } = bench.run();
  assert.is(simulated.results.length, results.length);
  assert.equal(simulated.data, data);
  const exits = new Set<object>();
  for (const one of cases) {
    const result = results[one.run]!;
    const { descr } = one.exit;
    const kind = descr.descrKind === "guard" ? "guard" : "descr";
    const text = `seed ${one.seed}, run ${one.run % RUNS_EACH}`;
    assert.is(result.descr, bench.addresses.lookupAddress(kind, descr), text);
    assert.equal(valuesOf(bench, one, result), one.exit.values, text);
    const again = simulated.results[one.run]!;
    assert.is(again.descr, result.descr, `simulated ${text}`);
    assert.equal(valuesOf(bench, one, again), one.exit.values, `simulated ${text}`);
    assert.equal(again.cost, one.cost, `cost of ${text}`);
    exits.add(descr);
  }
  assert.ok(exits.size > PROGRAMS, `${exits.size} different exits`);
  const counted = data[0]!.reduce((sum, count) => sum + count, 0n);
  const expected = [...services.runs.values()].reduce((sum, count) => sum + count, 0);
  assert.is(counted, BigInt(expected));
});

test("the code of random units is what objdump sees", () => {
  if (!hasTool("objdump")) return;
  const bench = new ProcessorBench();
  for (let seed = 0; seed < 4; seed++) {
    for (const unit of makeRandomProgram(new Prng(seed)).units) {
      const { asmaddr, asmlen } = bench.assembler.assemble(unit)!;
      const code = bench.space.fetchBytes(asmaddr, asmlen);
      const ours = disassemble(code, asmaddr).map(({ address, text }) => [address, text]);
      const theirs = runObjdump(code, asmaddr).map(({ address, text }) => [address, text]);
      assert.equal(ours, theirs);
    }
  }
});

test.run();
