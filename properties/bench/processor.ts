/**
 * How fast the simulated processor is: `npm run bench -- --processor`. The loop of int-loop.py and a
 * float loop, as the optimizer leaves them, are assembled, and their machine code is run. Time is
 * processor time of the best of three runs, after one that does not count.
 */

import {
  FRAME_SIZE_BYTES,
  FRAME,
  inputSlot,
  slotOffset,
} from "../../sim/backend/assembler/calling-convention.ts";
import { TestProgram } from "../../sim/backend/assembler/test-units.ts";
import { floatToBits } from "../../sim/base/float.ts";
import { READ_WRITE } from "../../sim/memory/protection.ts";
import { Cpu } from "../../sim/x86/cpu.ts";

const ITERATIONS = 5_000_000;

const PAGE_BYTES = 4096;

interface Loop {
  readonly name: string;
  /** Inputs: iterations left out, the address of the signal word comes last. */
  readonly inputs: readonly bigint[];
  readonly trace: string;
}

const LOOPS: readonly Loop[] = [
  {
    name: "int loop",
    inputs: [0n, 0n, BigInt(ITERATIONS)],
    trace: `
      [i0, i1, i2, i3]
      label(i0, i1, i2, i3, descr=TargetToken(1))
      i4 = int_lt(i0, i2)
      guard_true(i4, descr=<Guard0x10>) [i0, i1]
      i5 = int_mul_ovf(i0, 3)
      guard_no_overflow(descr=<Guard0x20>) [i0, i1]
      i6 = int_add_ovf(i1, i5)
      guard_no_overflow(descr=<Guard0x30>) [i0, i1]
      i7 = int_and(i6, 16777215)
      i8 = int_add(i0, 1)
      i9 = getfield_raw_i(i3, descr=signals.value)
      i10 = int_lt(i9, 0)
      guard_false(i10, descr=<Guard0x40>) [i8, i7]
      jump(i8, i7, i2, i3, descr=TargetToken(1))
    `,
  },
  {
    name: "float loop",
    inputs: [0n, floatToBits(0.5), BigInt(ITERATIONS)],
    trace: `
      [i0, f1, i2, i3]
      label(i0, f1, i2, i3, descr=TargetToken(1))
      i4 = int_lt(i0, i2)
      guard_true(i4, descr=<Guard0x10>) [i0, f1]
      f5 = cast_int_to_float(i0)
      f6 = float_mul(f1, 0.75)
      f7 = float_add(f6, f5)
      i8 = int_add(i0, 1)
      i9 = getfield_raw_i(i3, descr=signals.value)
      i10 = int_lt(i9, 0)
      guard_false(i10, descr=<Guard0x40>) [i8, f7]
      jump(i8, f7, i2, i3, descr=TargetToken(1))
    `,
  },
];

/** Instructions executed and seconds of processor time. */
interface Measured {
  readonly instructions: number;
  readonly cycles: number;
  readonly seconds: number;
}

/** A loop in the memory of a processor, ready to run. */
class LoopBench {
  private readonly program = new TestProgram("raw signals value:i");
  private readonly cpu: Cpu;
  private readonly inputs: readonly bigint[];

  constructor({ trace, inputs }: Loop) {
    this.program.loop(1, trace);
    const { space, layout } = this.program.bench;
    space.map(layout.stack.base, 16 * PAGE_BYTES, READ_WRITE);
    space.map(layout.state.base, PAGE_BYTES, READ_WRITE);
    this.inputs = [...inputs, BigInt(layout.state.base + 256)];
    const { base, size } = layout.helper;
    const isGate = (address: number) => address >= base && address < base + size;
    this.cpu = new Cpu({ space, isGate });
  }

  run(): Measured {
    const { cpu } = this;
    const { space, layout, assembler } = this.program.bench;
    const frame = layout.stack.base;
    const stackTop = layout.stack.base + 16 * PAGE_BYTES - 64 - 8;
    if (FRAME_SIZE_BYTES > 8 * PAGE_BYTES) throw new Error("the frame reaches into the stack");
    space.writeUint64(stackTop, BigInt(layout.helper.base));
    for (const [k, word] of this.inputs.entries()) {
      space.writeUint64(frame + slotOffset(inputSlot(k)), word);
    }
    cpu.setRegister(4, BigInt(stackTop));
    cpu.setRegister(7, BigInt(frame));
    cpu.rip = assembler.getEntry(this.program.token(1));
    const [instructions, cycles] = [cpu.instructions, cpu.cycles];
    const start = process.cpuUsage();
    cpu.run();
    const { user, system } = process.cpuUsage(start);
    if (space.readUint64(frame + FRAME.descr) === 0n) throw new Error("no guard failed");
    return {
      instructions: cpu.instructions - instructions,
      cycles: cpu.cycles - cycles,
      seconds: (user + system) / 1e6,
    };
  }
}

/** Prints millions of simulated instructions per second for each loop. */
export function measureProcessor(): void {
  console.log("the simulated processor on machine code of ours:");
  for (const loop of LOOPS) {
    const bench = new LoopBench(loop);
    const runs = Array.from({ length: 4 }, () => bench.run()).slice(1);
    const best = runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
    const rate = best.instructions / best.seconds / 1e6;
    const perIteration = (total: number) => (total / ITERATIONS).toFixed(1);
    console.log(
      `${loop.name.padEnd(12)}${rate.toFixed(0).padStart(8)} million instructions/s` +
        `   ${perIteration(best.instructions)} instructions, ` +
        `${perIteration(best.cycles)} cycles an iteration`,
    );
  }
}
