/**
 * For tests of executors: runs a random program under the oracle, the host (with bridges inline, in
 * functions of their own, and both), and the machine, and compares all that can be seen of it.
 */

import type { ExecutedOperations } from "../hooks/probe.ts";
import type { HostFunctions } from "../trace/declarations.ts";
import type { RtValue } from "../trace/values.ts";
import type { BackendServices, Executor } from "./backend.ts";
import type { HostLimits } from "./host/host.ts";
import { HOST_LIMITS, HostExecutor } from "./host/host.ts";
import { RigMachine } from "./machine/rig-machine.ts";
import { OracleExecutor } from "./oracle/oracle.ts";
import { EDGE_INTS } from "./random-choices.ts";
import type { RandomProgram } from "./random-program.ts";
import { PROGRAM_DECLARATIONS } from "./random-program.ts";
import { printValue, Rig } from "./test-rig.ts";

/** Bridges inline; in functions of their own; compiled at once, some here and some there. */
const LIMITS: readonly HostLimits[] = [
  HOST_LIMITS,
  { inlineOpMax: 0, bridgeCrossings: 3 },
  { inlineOpMax: 40, bridgeCrossings: 1 },
];

/** A loop for call_assembler: returns, fails a guard, or raises, depending on its argument. */
const CALLEE = `
  [i0]
  label(i0, descr=TargetToken(99))
  i1 = int_and(i0, 31)
  i2 = int_lt(i1, 24)
  guard_true(i2, descr=<Guard0x90>) [i0, i1]
  i3 = call_i(ConstClass(risky), i0, i1, descr=risky)
  guard_no_exception(descr=<Guard0x91>) [i0]
  i4 = int_sub(i3, i0)
  finish(i4, descr=int)
`;

class ProgramRig {
  readonly rig: Rig;
  readonly log: string[] = [];

  constructor(
    make: (services: BackendServices) => Executor,
    program: RandomProgram,
    executed: ExecutedOperations | undefined,
  ) {
    const functions: HostFunctions = {
      risky: (a: RtValue, b: RtValue) => {
        if (typeof a === "number" && a % 5 === 3) throw rig.make("Error", b);
        return a === b ? a : b;
      },
      clock: () => rig.services.clock.ticks,
      spend: (n: RtValue) => {
        if (n === 1000) throw rig.make("Error", n);
        rig.services.clock.ticks += typeof n === "number" && n > 0 && n < 100 ? n : 0;
      },
      flip: (flag: boolean) => !flag,
      half: (value: number) => value / 2,
      link: (node: { next: unknown; value: RtValue }, next: unknown) => {
        if (node.value === 8) throw rig.make("Error", node.value);
        node.next = next;
        return node.next;
      },
      mod: (a: RtValue, b: RtValue) => pythonDivision(a, b).mod,
      div: (a: RtValue, b: RtValue) => pythonDivision(a, b).div,
    };
    const rig: Rig = new Rig(make, PROGRAM_DECLARATIONS, functions, executed);
    this.rig = rig;
    this.addObjects();
    rig.services.tickLimit = 500;
    rig.services.onTickLimit = () => {
      this.log.push(`limit at ${rig.services.clock.ticks}`);
      rig.services.tickLimit = rig.services.clock.ticks + 777;
    };
    rig.services.finish = (exit) => {
      this.log.push(`callee left by ${rig.printExit(exit)}`);
      if (exit.exception !== null) throw exit.exception;
      return exit.values[1] as RtValue;
    };
    rig.loop(9, CALLEE);
    for (const { guard, loop, text, counted } of program.units) {
      if (guard === null) rig.loop(loop, text, { counted });
      else rig.bridge(guard, loop, text, { counted });
    }
  }

  private addObjects(): void {
    const { rig } = this;
    const node = rig.make("Node", 1, null, false, 0.5);
    const leaf = rig.make("Leaf", 2 ** 31, node, true, -1, 7);
    rig.context.addObject("nodeA", node);
    rig.context.addObject("leafB", leaf);
    rig.context.addObject("ints", [0, 5, 2 ** 40, -(2n ** 60n)]);
    rig.context.addObject("nodes", [node, leaf, leaf, node]);
    rig.context.addObject("floats", [0.5, 1, -3, 1e300]);
    rig.context.addObject("bools", [true, false, true, false]);
  }

  /** Runs one of the loops and logs everything that can be seen afterwards. */
  run(loop: number, args: readonly RtValue[]): void {
    const { rig } = this;
    this.log.push(rig.tell(rig.token(loop), ...args));
    this.log.push(printValue([...rig.context.objects.values()]));
    this.log.push(printValue([...rig.services.runs].map(([name, count]) => `${name}=${count}`)));
    this.log.push(rig.tellCosts());
  }
}

function pythonDivision(a: RtValue, b: RtValue): { div: RtValue; mod: RtValue } {
  const [x, y] = [BigInt(a as number), BigInt(b as number)];
  let [div, mod] = [x / y, x % y];
  if (mod !== 0n && mod < 0n !== y < 0n) {
    div -= 1n;
    mod += y;
  }
  return { div: canonical(div), mod: canonical(mod) };
}

function canonical(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** The arguments of run `index`; integers are small at first. */
function argsOf(rig: Rig, index: number, choice: number): RtValue[] {
  const edge = (at: number): RtValue => EDGE_INTS[(choice + at * 7) % EDGE_INTS.length] as RtValue;
  const small = index < 3 ? index : edge(index);
  const { objects } = rig.context;
  const node = objects.get(index % 2 === 0 ? "nodeA" : "leafB") as object;
  return [30 + index, small, edge(index + 1), index / 4, node, objects.get("ints") as object];
}

/** What can be seen of eight runs of a program; `edge` chooses their arguments. */
function logOf(
  make: (services: BackendServices) => Executor,
  program: RandomProgram,
  edge: number,
  executed: ExecutedOperations | undefined,
): string[] {
  const rig = new ProgramRig(make, program, executed);
  for (let index = 0; index < 8; index++) {
    rig.run(1 + (index % 2), argsOf(rig.rig, index, edge));
    if (index === 5) rig.rig.token(1).invalidated = true;
  }
  return rig.log;
}

/** The machine's code is real, the others' a double, whose costs are the ticks. */
function withoutCosts(log: readonly string[]): string[] {
  return log.filter((line) => !/^\d+\/\d+( |$)/.test(line));
}

/** How runs of a program went. */
export interface ExecutorComparison {
  /** What differs first; null when nothing does. */
  readonly problem: string | null;
  readonly ticks: number;
}

/**
 * Compares the executors on one program; `edge` chooses the arguments, 0 … 23. `executed` counts
 * operations.
 */
export function compareExecutors(
  program: RandomProgram,
  edge: number,
  executed?: ExecutedOperations,
): ExecutorComparison {
  const expected = logOf((services) => new OracleExecutor(services), program, edge, executed);
  const ticks = Number((expected.at(-4) as string).split(" ").at(-1));
  for (const [k, limits] of LIMITS.entries()) {
    const host = logOf((services) => new HostExecutor(services, limits), program, edge, executed);
    const problem = firstDifference(expected, host, `host ${k}`);
    if (problem !== null) return { problem, ticks };
  }
  const machine = logOf((services) => new RigMachine(services), program, edge, executed);
  const problem = firstDifference(withoutCosts(expected), withoutCosts(machine), "machine");
  return { problem, ticks };
}

function firstDifference(
  expected: readonly string[],
  actual: readonly string[],
  name: string,
): string | null {
  const at = expected.findIndex((line, k) => line !== actual[k]);
  if (at < 0 && expected.length === actual.length) return null;
  const k = at < 0 ? expected.length : at;
  return `${name}, line ${k}\n  oracle: ${expected[k]}\n  ${name}: ${actual[k]}`;
}
