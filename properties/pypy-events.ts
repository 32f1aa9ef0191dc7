/**
 * The same programs under pypy3 and here: what their compile hooks get, and how far the optimized
 * operations are apart.
 *
 * Each program of fixtures/pypy-events prints its events itself; an epilogue adds the operations'
 * names, one line for each unit. What pypy3 prints is stored beside the program.
 *
 *     npx tsx properties/pypy-events.ts            records what pypy3 prints
 *     npx tsx properties/pypy-events.ts NAME…      prints the operations of both, aligned
 */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { makeRunSpec, Simulator } from "../sim/index.ts";

const FOLDER = "fixtures/pypy-events";

const EPILOGUE = `
for event in events:
    names = []
    for op in event.operations:
        if op.name != "debug_merge_point":
            names.append(op.name)
    print("operations", *names)
`;

/** What one run printed. */
export interface Printed {
  /** Everything but the operations. */
  readonly lines: readonly string[];
  /** Names of the operations of each unit, without debug_merge_point. */
  readonly units: ReadonlyArray<readonly string[]>;
}

/** The names of all programs. */
export function listPrograms(): string[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".py"));
  return files.map((file) => file.slice(0, -3)).sort();
}

function sourceOf(name: string): string {
  return readFileSync(`${FOLDER}/${name}.py`, "utf8") + EPILOGUE;
}

function parsePrinted(text: string): Printed {
  const all = text.trimEnd().split("\n");
  const isUnit = (line: string) => line.startsWith("operations ");
  return {
    lines: all.filter((line) => !isUnit(line)),
    units: all.filter(isUnit).map((line) => line.split(" ").slice(1)),
  };
}

/** What pypy3 printed when it was recorded. */
export function readRecorded(name: string): Printed {
  return parsePrinted(readFileSync(`${FOLDER}/${name}.txt`, "utf8"));
}

/** The text that pypy3 prints now: hashes and addresses are kept from changing. */
function printOnPypy(name: string): string {
  const environment = { ...process.env, PYTHONHASHSEED: "0" };
  const run = spawnSync("setarch", ["-R", "pypy3", "-"], {
    input: sourceOf(name),
    encoding: "utf8",
    env: environment,
  });
  if (run.status !== 0) throw new Error(`${name}: pypy3 ended with ${run.status}\n${run.stderr}`);
  return run.stdout;
}

export function runOnPypy(name: string): Printed {
  return parsePrinted(printOnPypy(name));
}

/** What the program prints here, on the host backend. */
export async function runHere(name: string): Promise<Printed> {
  let text = "";
  const spec = makeRunSpec({
    guest: "python",
    programName: `${name}.py`,
    source: new TextEncoder().encode(sourceOf(name)),
    backend: "host",
  });
  const onOutput = (_stream: string, bytes: Uint8Array) => {
    text += new TextDecoder().decode(bytes);
  };
  const result = await new Simulator(spec, { onOutput }).run();
  if (result.status !== 0) throw new Error(`${name} ended with ${result.status}\n${text}`);
  return parsePrinted(text);
}

/** An event's line without its number of guards. */
export function withoutGuards(line: string): string {
  return line.replace(/ guards=\d+$/, "");
}

/** One step of an alignment: in both, only on the left, only on the right. */
type Step = readonly [mark: " " | "-" | "+", name: string];

/** The longest common subsequence, and what is only in one of the two. */
export function align(left: readonly string[], right: readonly string[]): Step[] {
  const width = right.length + 1;
  const common = new Uint16Array((left.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const best = Math.max(at(i + 1, j), at(i, j + 1));
      common[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : best;
    }
  }
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && left[i] === right[j]) {
      steps.push([" ", left[i++] as string]);
      j++;
    } else if (j === right.length || (i < left.length && at(i + 1, j) >= at(i, j + 1))) {
      steps.push(["-", left[i++] as string]);
    } else {
      steps.push(["+", right[j++] as string]);
    }
  }
  return steps;
}

/** Operations that are in one of the two only, in all units. */
export function distance(pypy: Printed, here: Printed): number {
  let sum = 0;
  for (let i = 0; i < Math.max(pypy.units.length, here.units.length); i++) {
    const steps = align(pypy.units[i] ?? [], here.units[i] ?? []);
    sum += steps.filter(([mark]) => mark !== " ").length;
  }
  return sum;
}

async function printAligned(name: string): Promise<void> {
  const pypy = readRecorded(name);
  const here = await runHere(name);
  console.log(`${name}: ${distance(pypy, here)} of ${pypy.units.flat().length} operations`);
  console.log(here.lines.join("\n"));
  for (let i = 0; i < Math.max(pypy.units.length, here.units.length); i++) {
    console.log(`unit ${i}`);
    const steps = align(pypy.units[i] ?? [], here.units[i] ?? []);
    console.log(steps.map(([mark, op]) => `  ${mark} ${op}`).join("\n"));
  }
}

if (process.argv[1]?.includes("pypy-events")) {
  const names = process.argv.slice(2);
  for (const name of names) await printAligned(name);
  if (names.length === 0) {
    for (const name of listPrograms()) writeFileSync(`${FOLDER}/${name}.txt`, printOnPypy(name));
  }
}
