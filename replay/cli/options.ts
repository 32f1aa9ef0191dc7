/**
 * The options of all sub-commands: one table, and the checks that make values of their texts.
 */

import { UserError } from "../../sim/base/errors.ts";
import type { RunSpec } from "../../sim/index.ts";
import { checkFaults } from "../../sim/memory/code-faults.ts";
import { BACKEND_NAMES, GUEST_NAMES } from "../../sim/run-spec.ts";

/** Flags as they are written, and what they do. A name in capitals takes a value. */
export const OPTION_TABLE = {
  jit: ["--jit <PARAMS>", "JIT parameters: name=value,…, off, default, or help for the table"],
  backend: ["--backend <NAME>", "host (default), machine or oracle: what executes compiled code"],
  seed: ["--seed <N>", "seed of addresses and random numbers (default 0)"],
  engine: ["--engine <NAME>", "jitreel (default) or pypy3: what runs the program"],
  guest: ["--guest <NAME>", "python (default) or tiny (default for .tiny): the language"],
  maxSteps: ["--max-steps <N>", "end the run after N ticks of virtual time"],
  memory: ["--memory <BYTES>", "limit of the program's memory; K, M and G are understood"],
  heap: ["--heap <BYTES>", "limit of the memory for machine code"],
  fault: ["--fault <FAULT>", "let reservations of code memory fail: alloc-fail@N or heap-full@N"],
  realTime: ["--real-time", "use the host's clock instead of virtual time"],
  countRuns: ["--count-runs", "count how often loops, labels and bridges are entered"],
  path: ["--path <DIR>", "let the program import from this folder, too; may be repeated"],
  stats: ["--stats", "print counters, loops, bridges, aborts and costs to stderr at the end"],
  output: ["-o, --output <FILE>", "where to write (record: PROG.reel here; export: stdout)"],
  source: ["--source <PROG>", "the program whose log it is; its files are named relative to it"],
  json: ["--json", "output for machines"],
  from: ["--from <N>", "first event, counted from 0"],
  to: ["--to <N>", "last event"],
  where: ["--where <QUERY>", "only events that are as this query says (see `jitreel query`)"],
  count: ["--count", "print only how many there are"],
  redact: ["--redact <WHAT>", "remove paths, source, output, input (with commas), or all"],
  home: ["--home <DIR>", "with paths: this is a home folder, too; may be repeated"],
  compress: ["--compress", "write a compressed reel: smaller, and read as any other"],
  dryRun: ["--dry-run", "write nothing, only say what would be removed"],
  follow: ["--follow", "list the events of a recording while it goes on, until it is complete"],
  idle: ["--idle <SECONDS>", "with --follow: end when nothing was written for so long"],
  type: ["--type <TYPES>", "only these: loop,bridge,entry,abort,heap,io or kinds of events"],
  loop: ["--loop <N>", "the loop with this number"],
  bridge: ["--bridge <N>", "the N-th bridge, or the one from the guard at this address"],
  asm: ["--asm", "source, bytecodes, operations and machine code beside each other"],
  at: ["--at <EVENT>", "as it was after the event with this number (default: the last one)"],
  address: ["--address <A>", "the block of code that holds this address"],
  hex: ["--hex <BYTES>", "disassemble these bytes instead of a reel: 48 89 e5"],
  base: ["--base <A>", "with --hex: where the bytes stand (default 0)"],
  format: ["--format <NAME>", "the format; help lists all of them"],
  frames: ["--frames", "list all frames"],
  svg: ["--svg <FILE>", "write an SVG picture to FILE (- is standard output)"],
  unit: ["--unit <N>", "print only the N-th unit, with its operations side by side"],
  ops: ["--ops", "compare: operations of all units side by side; query: those found"],
  real: ["--real <FILE>", "take this recorded real side instead of running pypy3"],
  include: ["--include <NAME>", "read these declarations first, e.g. pypy-tests; may be repeated"],
  passes: ["--passes <A:B:…>", "run only these passes: intbounds:rewrite:virtualize:…"],
  mode: ["--mode <MODE>", "loop, simple, finish or bridge: how the trace is compiled"],
  unroll: ["--unroll", "the same as --mode loop: preamble and peeled loop"],
  simple: ["--simple", "the same as --mode simple: one label, no unrolling"],
  show: ["--show <PARTS>", "whole, preamble, loop, short, state, counters, rules; with commas"],
  values: ["--values <TEXT>", "what boxes were while tracing: i0=5 p1=nodeA"],
  set: ["--set <LINE>", "any setting of a trace file: pure f 1 2 = 3; may be repeated"],
  guard: ["--guard <N>", "the guard of the optimized loop that the bridge leaves from"],
  verify: ["--verify", "check the result, and that after each pass"],
  tracePasses: ["--trace-passes", "print the result with the first pass, the first two, …"],
  check: ["--check", "compare with what the files expect behind ==>; folders may be given"],
  rules: ["--rules", "print the table of rewrite rules"],
  unfired: ["--unfired", "with --rules: those that no trace file fires"],
  against: ["--against <REEL>", "compare with the costs of this recorded run"],
  failAbove: ["--fail-above <PERCENT>", "with --against: growth that is still fine (default 0)"],
  state: ["--state", "what is alive after the event: code, heap, counters, cells, hooks"],
  why: ["--why", "why the trace that the event belongs to was started, and what came of it"],
  program: ["--program <FILE>", "run this program instead of the recorded one"],
  report: ["--report <FILE>", "write the result as Markdown to FILE (- is standard output)"],
  script: ["--script <FILE>", "run this Python program and call the hooks it sets, from the reel"],
  failOn: ["--fail-on <CLASSES>", "exit with 1 only for these classes; commas between them"],
  only: ["--only <CLASSES>", "only these classes; commas between them"],
  diff: ["--diff", "the change of this fixture that waits for review, by meaning"],
  reason: ["--reason <TEXT>", "why it is right that this has changed; is kept with the fixture"],
  full: ["--full", "show whole listings, and every event that differs"],
  apply: ["--apply <DIFF>", "make the second reel: REEL and what diff --json has written"],
  law: ["--law <NAMES>", "only these laws; commas between them, * for any letters"],
  kind: ["--kind <WORDS>", "only laws whose subjects are called so: programs, heap scripts, …"],
  laws: ["--laws <MODULE>", "laws of your own: a JavaScript module that exports a list LAWS"],
  cases: ["--cases <N>", "cases of each law (default 100), or LAW=N,LAW=N,…"],
  eachExit: ["--each-exit", "compare the state at each exit of compiled code with a plain run's"],
  bench: ["--bench", "cases per second of each law"],
  seconds: ["--seconds <N>", "with --bench: how long each law is measured (default 10)"],
  planted: ["--planted <NAME>", "plant the bug of this statement, or of all: is it caught?"],
  minutes: ["--minutes <N>", "as many cases as there is time for"],
  shard: ["--shard <I/N>", "only the I-th of N parts of the cases; see prop merge"],
  resume: ["--resume <REPORT>", "go on with the campaign that was to write this report"],
  failures: ["--failures <DIR>", "where failures are kept (default fixtures/failures)"],
  reel: ["--reel <FILE>", "write the recordings that show the problem to FILE, FILE.golden.reel"],
  shrinkSteps: ["--shrink-steps <N>", "tries to make a failing case smaller (default 400)"],
  group: ["--group <NAME>", "only this group of behaviours, with what reached each"],
  updateFloor: ["--update-floor", "raise the floor to what was reached; it is never lowered"],
  totals: ["--totals", "also what the cases have exercised"],
  record: ["--record <DIR>", "write the real side to DIR/PROG.real.json.gz"],
  workers: ["--workers <N>", "how many threads work (default: one for each processor)"],
  grep: ["--grep <TEXT>", "only those with TEXT, or /a regular expression/, in name or about"],
  list: ["--list", "only list them"],
  update: ["--update", "write what is new as pending changes, for jitreel review"],
  bail: ["--bail [N]", "end after the first, or the N-th, that does not pass"],
  new: ["--new <PROG>", "make a fixture of this program; operands are its arguments"],
  name: ["--name <NAME>", "with --new: the fixture's name (default: made of the program's)"],
  about: ["--about <TEXT>", "with --new: what the fixture shows, in a few words"],
  into: ["--into <DIR>", "with --new: the folder of fixtures (default: the one that there is)"],
  stdin: ["--stdin <FILE>", "with --new: the program's standard input"],
  expectFrom: ["--expect-from <ENGINE>", "with --new: jitreel (default) or pypy3 says its output"],
  watch: ["--watch", "go on: run again what is changed, until q or Ctrl-C"],
  reporter: ["--reporter <NAME>", "pretty (default), tap, junit, json or github"],
} as const satisfies Record<string, readonly [flags: string, description: string]>;

export type OptionName = keyof typeof OPTION_TABLE;

/** What says how a program is simulated; --engine pypy3 takes none of it. */
export const SIMULATION_OPTIONS: readonly OptionName[] = [
  "backend",
  "seed",
  "guest",
  "maxSteps",
  "memory",
  "heap",
  "fault",
  "realTime",
  "path",
];

/** Those that may be given several times. */
const REPEATABLE: readonly OptionName[] = ["home", "path", "include", "set", "fault"];

export function isRepeatable(name: OptionName): boolean {
  return REPEATABLE.includes(name);
}

/** Option values as the command line gives them. */
export type RawOptions = { readonly [K in OptionName]?: string | boolean | readonly string[] };

/** Whether an option takes a value, and all spellings of its flag. */
export function describeFlags(name: OptionName): { flags: string[]; takesValue: boolean } {
  const [written] = OPTION_TABLE[name];
  const flags = written.split(/[ ,]+/).filter((part) => part.startsWith("-"));
  return { flags, takesValue: written.includes("<") };
}

/** The text of an option that takes a value, or undefined. */
export function textOption(options: RawOptions, name: OptionName): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** The texts of an option that may be repeated. */
export function textOptions(options: RawOptions, name: OptionName): readonly string[] {
  const value = options[name];
  return typeof value === "object" ? value : [];
}

/** A natural number, decimal or hexadecimal with 0x; null when the option is not given. */
export function naturalOption(options: RawOptions, name: OptionName): number | null {
  const text = textOption(options, name);
  if (text === undefined) return null;
  const value = /^(\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new UserError(`${flagOf(name)}: expected a number from 0 to 2^53 - 1, got "${text}"`);
}

const SIZE_UNITS: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** A number of bytes such as 65536, 64K, 1M; null when the option is not given. */
export function sizeOption(options: RawOptions, name: OptionName): number | null {
  const text = textOption(options, name);
  if (text === undefined) return null;
  const match = /^(\d+)([KMG]?)$/i.exec(text);
  const unit = SIZE_UNITS[(match?.[2] ?? "").toUpperCase()] ?? 1;
  const value = match === null ? Number.NaN : Number(match[1]) * unit;
  if (Number.isSafeInteger(value)) return value;
  throw new UserError(`${flagOf(name)}: expected a size such as 64K or 16M, got "${text}"`);
}

/** One of a few words; null when the option is not given. */
export function wordOption<const W extends string>(
  options: RawOptions,
  name: OptionName,
  words: readonly W[],
): W | null {
  const text = textOption(options, name);
  if (text === undefined) return null;
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  throw new UserError(`${flagOf(name)}: expected ${words.join(", ")}, got "${text}"`);
}

function flagOf(name: OptionName): string {
  return describeFlags(name).flags.at(-1) ?? name;
}

/** What of a {@link RunSpec} the options decide. */
export type RunOptions = Pick<
  RunSpec,
  "guest" | "jit" | "seed" | "backend" | "limits" | "timeMode" | "countRuns" | "faults"
>;

export function backendOption(options: RawOptions): RunSpec["backend"] {
  return wordOption(options, "backend", BACKEND_NAMES) ?? "host";
}

function faultOptions(options: RawOptions): readonly string[] {
  const faults = textOptions(options, "fault");
  checkFaults(faults);
  return faults;
}

/** The options of a run of `program`; throws a UserError for a value that makes no sense. */
export function runOptions(options: RawOptions, program: string): RunOptions {
  const usualGuest = program.endsWith(".tiny") ? "tiny" : "python";
  return {
    guest: wordOption(options, "guest", GUEST_NAMES) ?? usualGuest,
    jit: textOption(options, "jit") ?? "",
    seed: naturalOption(options, "seed") ?? 0,
    backend: backendOption(options),
    limits: {
      maxSteps: naturalOption(options, "maxSteps"),
      memoryBytes: sizeOption(options, "memory"),
      heapBytes: sizeOption(options, "heap"),
    },
    timeMode: options.realTime === true ? "real" : "virtual",
    countRuns: options.countRuns === true,
    faults: faultOptions(options),
  };
}
