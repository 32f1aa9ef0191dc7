/**
 * For tests only: the same random sequences on the processor of this machine and on another, what
 * differs, and the fewest steps that still show a difference.
 */

import { Prng } from "../../base/prng.ts";
import type { InstructionForm } from "../instruction-form.ts";
import { disassemble } from "../print.ts";
import { runNative } from "./native-sequences.ts";
import { StepSource } from "./random-steps.ts";
import type { MemoryMap, ProcessorState, Sequence, SequenceOutcome } from "./sequence.ts";
import { CODE_ADDRESS, makeMaps } from "./sequence.ts";
import type { Step } from "./step.ts";
import { kindsOf } from "./step.ts";
import type { WrittenSteps } from "./write-steps.ts";
import { definedFlags, writeSteps } from "./write-steps.ts";

/** Runs sequences, each from the same memory. */
export type Processor = (
  maps: readonly MemoryMap[],
  sequences: readonly Sequence[],
) => SequenceOutcome[];

/** What a campaign has seen. */
export interface SequenceReport {
  readonly count: number;
  readonly instructions: number;
  /** How often each way to end occurred. */
  readonly endings: ReadonlyMap<string, number>;
  /** How often each form was written. */
  readonly forms: ReadonlyMap<string, number>;
  /** The first difference as a text; undefined when there is none. */
  readonly problem: string | undefined;
}

/** A sequence as steps, with the state it starts in. */
export interface StepCase {
  readonly steps: readonly Step[];
  readonly start: ProcessorState;
}

const BATCH = 1000;
const STEPS_MAX = 16;

/** Compares `count` sequences made from the seed; stops at the first difference. */
export function compareSequences(
  simulated: Processor,
  options: { readonly count: number; readonly seed: number },
): SequenceReport {
  const endings = new Map<string, number>();
  const forms = new Map<string, number>();
  let [done, instructions] = [0, 0];
  let problem: string | undefined;
  while (done < options.count && problem === undefined) {
    const cases = Array.from({ length: Math.min(BATCH, options.count - done) }, (_, k) => {
      return makeCase(options.seed, done + k);
    });
    const written = cases.map(({ steps, start }) => writeSteps(steps, start.rip));
    for (const { forms: used } of written) {
      instructions += used.length;
      for (const form of used) increment(forms, nameOf(form));
    }
    const { native, differences } = differ(simulated, cases, written);
    for (const { ending } of native) increment(endings, ending);
    const failed = differences.findIndex((text) => text !== "");
    if (failed >= 0) {
      const title = `sequence ${done + failed} of seed ${options.seed}`;
      problem = `${title}\n${describe(simulated, shrink(simulated, cases[failed]!))}`;
    }
    done += cases.length;
  }
  return { count: done, instructions, endings, forms, problem };
}

/** What differs first; undefined when nothing does. `simulated` and the processor run all cases. */
export function compareCases(
  simulated: Processor,
  cases: readonly StepCase[],
): { readonly problem: string | undefined; readonly endings: readonly string[] } {
  const written = cases.map(({ steps, start }) => writeSteps(steps, start.rip));
  const { native, differences } = differ(simulated, cases, written);
  const failed = differences.findIndex((text) => text !== "");
  const problem = failed < 0 ? undefined : describe(simulated, cases[failed]!);
  return { problem, endings: native.map(({ ending }) => ending) };
}

/** For a person: what was compared, how sequences ended, and the difference. */
export function printReport(report: SequenceReport): string {
  const { count, instructions, endings, forms, problem } = report;
  const ends = [...endings].sort().map(([name, times]) => `${name} ${times}`);
  const least = Math.min(...forms.values());
  return [
    `${count} sequences, ${instructions} instructions, ${forms.size} forms (each ${least} times or more)`,
    `  ${ends.join(", ")}`,
    problem ?? "  no difference",
  ].join("\n");
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** `add rm64 simm8` */
export function nameOf(form: InstructionForm): string {
  return `${form.mnemonic} ${kindsOf(form)}`.trimEnd();
}

function makeCase(seed: number, number: number): StepCase {
  return caseOf(new StepSource(new Prng((BigInt(seed) << 32n) + BigInt(number))));
}

/** A case of up to 16 steps. */
export function caseOf(source: StepSource): StepCase {
  const isAtBorder = source.below(8) === 0;
  const start = source.state(CODE_ADDRESS + (isAtBorder ? 0xfe0 + source.below(32) : 0));
  return { start, steps: source.steps(1 + source.below(STEPS_MAX)) };
}

function sequenceOf({ start }: StepCase, { code }: WrittenSteps): Sequence {
  return { address: start.rip, code, start };
}

function differ(
  simulated: Processor,
  cases: readonly StepCase[],
  written: readonly WrittenSteps[],
): { native: SequenceOutcome[]; ours: SequenceOutcome[]; differences: string[] } {
  const maps = makeMaps();
  const sequences = cases.map((one, k) => sequenceOf(one, written[k]!));
  const native = runNative(maps, sequences);
  const ours = simulated(maps, sequences);
  const differences = native.map((outcome, k) => difference(outcome, ours[k]!, written[k]!));
  return { native, ours, differences };
}

/** What differs between two outcomes; "" for nothing. */
function difference(
  expected: SequenceOutcome,
  found: SequenceOutcome,
  written: WrittenSteps,
): string {
  const lines: string[] = [];
  const compare = (what: string, a: unknown, b: unknown): void => {
    if (a !== b) lines.push(`${what}: the processor has ${show(a)}, we have ${show(b)}`);
  };
  compare("ending", expected.ending, found.ending);
  if (expected.ending === "limit" && found.ending === "limit") return "";
  if (isJumpOutside(expected, found)) return lines.join("\n");
  if (expected.faultAddress !== undefined) {
    compare("fault address", expected.faultAddress, found.faultAddress);
  }
  const [a, b] = [expected.state, found.state];
  compare("rip", a.rip, b.rip);
  const defined = definedFlags(written, a.rip);
  compare("flags", a.flags & defined, b.flags & defined);
  for (const [k, word] of a.registers.entries()) compare(`register ${k}`, word, b.registers[k]);
  for (const [k, word] of a.vectors.entries()) {
    compare(`xmm${k >> 1} ${k % 2 === 0 ? "low" : "high"}`, word, b.vectors[k]);
  }
  for (const address of new Set([...expected.changes.keys(), ...found.changes.keys()])) {
    const [x, y] = [expected.changes.get(address), found.changes.get(address)];
    compare(`memory at ${show(address)}`, x, y);
  }
  return lines.join("\n");
}

/** Addresses from here on up are not canonical, or the kernel's. */
const OUTSIDE = 2 ** 47;

/**
 * The processor checks where a jump leads before it jumps; ours faults when it gets there. Only
 * addresses outside of what any program has show that.
 */
function isJumpOutside(expected: SequenceOutcome, found: SequenceOutcome): boolean {
  const isAtJump = expected.faultAddress === undefined && expected.ending === "page fault";
  return isAtJump && found.state.rip >= OUTSIDE;
}

function show(value: unknown): string {
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return isNumber ? `0x${value.toString(16)}` : String(value ?? "what it was");
}

function isDifferent(simulated: Processor, one: StepCase): boolean {
  return differ(simulated, [one], [writeSteps(one.steps, one.start.rip)]).differences[0] !== "";
}

/** Leaves out steps, and steps of bodies, while the difference stays. */
function shrink(simulated: Processor, failing: StepCase): StepCase {
  let best = failing;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const steps of smallerSteps(best.steps)) {
      const candidate = { steps, start: best.start };
      if (!isDifferent(simulated, candidate)) continue;
      best = candidate;
      isSmaller = true;
      break;
    }
  }
  return best;
}

function smallerSteps(steps: readonly Step[]): Step[][] {
  return steps.flatMap((step, k) => {
    const [before, after] = [steps.slice(0, k), steps.slice(k + 1)];
    const without = [[...before, ...after]];
    if (step.kind !== "call") return without;
    const smaller = smallerSteps(step.body).map((body) => [...before, { ...step, body }, ...after]);
    return [...without, ...smaller];
  });
}

function describe(simulated: Processor, one: StepCase): string {
  const written = writeSteps(one.steps, one.start.rip);
  const { native, ours, differences } = differ(simulated, [one], [written]);
  const { start } = one;
  const words = (list: readonly bigint[]): string => list.map(show).join(" ");
  return [
    ...disassemble(written.code, start.rip).map(
      ({ address, text }) => `  ${show(address)} ${text}`,
    ),
    `registers before: ${words(start.registers)}`,
    `vectors before: ${words(start.vectors)}`,
    `flags before: ${show(start.flags)}`,
    `registers after: ${words(native[0]!.state.registers)}`,
    `ours: ${words(ours[0]!.state.registers)}`,
    differences[0],
  ].join("\n");
}
