/**
 * `npm run bench`: how fast programs run, beside other Pythons. Time is processor time. Per
 * iteration it is that of a long run without that of a short one: for engines with a JIT the short
 * one has no iterations, so warming up counts; for plain interpreters it has half of them, so it
 * does not (V8 compiles the interpreter itself while it runs). Figures of a busy machine are worth
 * little; ratios are worth more.
 *
 *     npm run bench -- [--rounds N] [--iterations N] [--optimizer] [--processor] [--reels] [PROGRAM…]
 *
 * Then come how fast the simulated processor is (processor.ts), what the optimizer costs
 * (optimizer.ts), and what recording costs and takes (reels.ts); with one of the options, only that. With --big, a reel of ten million events
 * is written and read instead (big-reel.ts).
 */

import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ReelReader } from "../../replay/format/reader.ts";
import { measureBigReel } from "./big-reel.ts";
import type { Engine } from "./engines.ts";
import { measureOptimizer } from "./optimizer.ts";
import { measureReels } from "./reels.ts";
import { measureProcessor } from "./processor.ts";
import { listEngines, PROGRAMS_FOLDER, REEL_PATH, reelSizeBytes, timeRun } from "./engines.ts";

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    iterations: { type: "string", default: "3000000" },
    optimizer: { type: "boolean", default: false },
    processor: { type: "boolean", default: false },
    big: { type: "boolean", default: false },
    reels: { type: "boolean", default: false },
    events: { type: "string", default: "10000000" },
  },
  allowPositionals: true,
});

const ROUNDS = Number(values.rounds);
const ITERATIONS = Number(values.iterations);
const NAME_WIDTH = 12;
const COLUMN_WIDTH = 12;

function best(measure: () => number): number {
  return Math.min(...Array.from({ length: ROUNDS }, measure));
}

/** Nanoseconds of one iteration. */
function timeIteration(engine: Engine, program: string): number {
  const count = Math.round(ITERATIONS * engine.share);
  const warmUp = engine.isPlain ? count : 0;
  const short = best(() => timeRun(engine, program, [String(warmUp)]));
  const long = best(() => timeRun(engine, program, [String(warmUp + count)]));
  return (Math.max(long - short, 0) * 1e9) / count;
}

function printRow(name: string, cells: readonly string[]): void {
  const columns = cells.map((cell) => cell.padStart(COLUMN_WIDTH));
  console.log(name.padEnd(NAME_WIDTH) + columns.join(""));
}

function measureStartUp(engines: readonly Engine[]): void {
  printRow(
    "start-up ms",
    engines.map((engine) => {
      const seconds = best(() => timeRun(engine, "empty.py", []));
      return (seconds * 1000).toFixed(0);
    }),
  );
}

/** Bytes of a reel per operation of the traces in it. */
function describeReel(): string {
  let operations = 0;
  for (const { event } of new ReelReader(readFileSync(REEL_PATH), REEL_PATH).events()) {
    if (event?.kind === "compile" || event?.kind === "abort") operations += event.operations.length;
  }
  if (operations === 0) return "nothing compiled";
  return `${(reelSizeBytes() / operations).toFixed(0)} B/op`;
}

function measureProgram(engines: readonly Engine[], program: string): void {
  const name = program.replace(/\.py$/, "");
  const times = engines.map((engine) => timeIteration(engine, program));
  const timeOf = (engine: string): number => {
    return times[engines.findIndex((one) => one.name === engine)] ?? Number.NaN;
  };
  printRow(
    name,
    times.map((time) => time.toFixed(time < 100 ? 1 : 0)),
  );
  const ratios: (readonly [string, number])[] = [
    ["plain/host", timeOf("plain") / timeOf("host")],
    ["host/pypy3", timeOf("host") / timeOf("pypy3")],
    ["plain/pypy3 off", timeOf("plain") / timeOf("pypy3 off")],
    ["counting/host", timeOf("counting") / timeOf("host")],
    ["recording/host", timeOf("recording") / timeOf("host")],
  ];
  const shown = ratios.map(([what, ratio]) => `${what} ${ratio.toFixed(2)}`);
  console.log(`${" ".repeat(NAME_WIDTH + 4)}${shown.join("   ")}   reel ${describeReel()}`);
}

/** Those that are asked for by the beginnings of their names, or all. */
function listPrograms(): string[] {
  const all = readdirSync(PROGRAMS_FOLDER).filter((name) => name !== "empty.py");
  const chosen = all.filter((name) => {
    return positionals.length === 0 || positionals.some((word) => name.startsWith(word));
  });
  return chosen.sort();
}

function measurePrograms(): void {
  const engines = listEngines();
  console.log(`compiled JavaScript of dist/, node ${process.version}; ns per iteration:`);
  printRow(
    "",
    engines.map((engine) => engine.name),
  );
  measureStartUp(engines);
  for (const program of listPrograms()) measureProgram(engines, program);
}

const isWhole = !values.optimizer && !values.processor && !values.big && !values.reels;
if (isWhole) measurePrograms();
if (values.processor || (isWhole && positionals.length === 0)) measureProcessor();
if (values.optimizer || (isWhole && positionals.length === 0)) await measureOptimizer();
if (values.reels || isWhole) await measureReels(listPrograms(), ITERATIONS, ROUNDS);
if (values.big) measureBigReel(Number(values.events));
