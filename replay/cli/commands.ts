/**
 * THE table of sub-commands. What is behind a command is loaded when it is used: the one place
 * where modules are imported at run time, because the simulator takes longer to load than most
 * commands take to run.
 */

import { printQueryHelp } from "../query/help.ts";
import type { CommandSpec } from "./command.ts";
import type { OptionName } from "./options.ts";
import { SIMULATION_OPTIONS } from "./options.ts";
import { PROP_COMMANDS } from "./prop-commands.ts";
import { REVIEW_COMMANDS } from "./review-commands.ts";

const RUN_OPTIONS: readonly OptionName[] = ["jit", ...SIMULATION_OPTIONS, "countRuns"];

/** With --new the same as for a run. */
const TEST_NEW_OPTIONS: readonly OptionName[] = [
  "new",
  "name",
  "about",
  "into",
  "expectFrom",
  "stdin",
  "jit",
  "seed",
  "guest",
  "maxSteps",
  "memory",
  "heap",
  "fault",
  "countRuns",
];

const OPT_OPTIONS: readonly OptionName[] = [
  "include",
  "passes",
  "mode",
  "unroll",
  "simple",
  "show",
  "values",
  "set",
  "guard",
  "jit",
  "verify",
  "tracePasses",
  "check",
  "rules",
  "unfired",
  "json",
];

const OPT_HELP = `
Examples:
  jitreel opt loop.trace                         the optimized trace
  jitreel opt --simple --passes rewrite:heap -   a trace from standard input
  jitreel opt --show preamble,loop,short,state loop.trace
  jitreel opt --include pypy-tests --simple test.trace   a trace of a PyPy test as it is
  jitreel opt --trace-passes loop.trace          what each pass brings
  jitreel opt --check fixtures/traces            compare with what the files expect
  jitreel opt --rules --unfired                  rules that no trace file fires

fixtures/traces/README.md describes the language; pypy-tests declares the names
that PyPy's own optimizer tests use.`;

const RUN_HELP = `
With --each-exit the program runs under the JIT and then once more without it, with
the same inputs. Wherever compiled code was left or entered, frames, variables, value
stacks and the objects behind them must be what the plain run has at that bytecode:
exit code 1 when they are not. It is slow, and no use for programs that set hooks or
ask for the time, which do something else without the JIT.`;

const REPLAY_HELP = `
Examples:
  jitreel replay S.reel --type bridge,abort      bridges and aborts only
  jitreel replay S.reel --from 100 --to 200 --json
  jitreel replay S.reel --follow --json          while "jitreel record -o S.reel" goes on
  jitreel replay S.reel --script tool.py         call the hooks that tool.py sets

With --follow, S.reel.partial is read as far as it is written, ten times a second,
until the reel is complete (exit code 0), its file is given up (1), or Ctrl-C (0).
A file that is not there yet is waited for. A recorder that was killed says
nothing: after 10 seconds without a new event that is told, and with --idle
SECONDS it ends there (1).

A hook script sets hooks with pypyjit.set_compile_hook and its like; they are
called when its last line is done, with what they would have got in the recorded
program, which is not run. What atexit has is called at the end. The exit code is
the script's. --path lets it import from another folder.`;

const EXPECT_HELP = `
Patterns say what must have been compiled, and what not, and nothing else:
  run: one loop, no abort, at most 3 bridges
  loop main: no call, at most 6 guards, no new_with_vtable
  loop main id add:                the line with "# ID: add"
      i2 = int_add_ovf(i1, 1)
      ...
fixtures/patterns/PATTERNS.md describes the language. Without a file, the lines
"# jit: …" of the recorded program are taken. \`cost within N %\` compares with the
reel of --against. Exit codes: 1 when something is not so, 2 when a pattern cannot
be read, with line and column.

Examples:
  jitreel expect S.reel                          the patterns in the program
  jitreel expect S.reel expect.jit --json
  jitreel expect S.reel expect.jit --against before.reel`;

const GOTO_HELP = `
Events count from 0, as \`jitreel replay\` shows them; \`last\` is the last one.

Examples:
  jitreel goto S.reel 120                        event 120 with all that is in it
  jitreel goto S.reel 120 --state                and what is alive after it
  jitreel goto S.reel 120 --why                  and why that was compiled or given up
  jitreel goto S.reel last --state --json`;

const VERIFY_HELP = `
The run gets the recorded inputs; the first event that differs is shown with the
fields that differ, the events around it, and the decision behind it: which tick
of a counter, which random draw, which allocation. With another program, seed or
other parameters a difference is the answer to a question: the same inputs, what
becomes different first? --program takes the place of the recorded text under its
name. Exit code 1: there is a difference.

Examples:
  jitreel verify S.reel
  jitreel verify S.reel --report r.md            everything as Markdown, to paste
  jitreel verify S.reel --jit threshold=50       where does that make a difference?
  jitreel verify S.reel --program other.py`;

const STEP_HELP = `
\`help\` there lists the commands. Commands can come from a pipe, too; then exit
code 2 says that one of them was refused.

Examples:
  jitreel step S.reel
  printf 'next bridge\\nwhy\\n' | jitreel step S.reel
  echo 'next where bridge and ops > 100' | jitreel step S.reel`;

const HEAP_HELP = `
Examples:
  jitreel heap loop.reel                         the heap at the end of the run
  jitreel heap loop.reel --at 120                after event 120 (see \`jitreel replay\`)
  jitreel heap loop.reel --address 0x7f3200000055   whose code that is
  jitreel heap loop.reel --svg heap.svg          a picture

Fragmentation is the part of the bytes from the start of code memory to the end
of the last block that is free: 0 % when the blocks stand side by side.`;

const DISASM_HELP = `
Examples:
  jitreel disasm S.reel                          everything that is in the code heap
  jitreel disasm S.reel --loop 1                 one loop with its constants and stubs
  jitreel disasm S.reel --address 0x7f3200000055 --at 12
  jitreel disasm --hex "48 89 e5" --base 0x1000`;

const EXPORT_HELP = `
Formats:
  pypylog     PyPy's text log (PYPYLOG=jit:FILE), for its own log parsers
  jitlog      PyPy's binary jitlog, version 4 (JITLOG=FILE), for vmprof's reader
  jsonl       JSON Lines: one event a line, as \`replay --json\` prints it
  chrome      Chrome's trace events, for Perfetto: a microsecond is a tick of virtual time
  speedscope  profiles of loops with their bridges: cycles, instructions, runs, operations
  dot         the tree of loops and bridges for Graphviz: dot -Tsvg
  mermaid     the same tree as a Mermaid flowchart
  elf         an ELF file of the machine code: symbols and lines for objdump -dl and gdb
  perf        a perf map: address, size and name of all code
  jitdump     code and lines for perf inject --jit, which wants the name jit-1.dump

--from, --to and --where select events; of code, that which a selected event
compiled or committed. FILE is replaced when it is complete, never by a part.

Examples:
  jitreel export S.reel --format pypylog -o S.log
  jitreel export S.reel --format dot --where 'bridge or loop' | dot -Tsvg -o S.svg
  jitreel export S.reel --format chrome --from 100 --to 200 -o S.json
  jitreel export S.reel --format elf -o jit.elf && objdump -dl -M intel jit.elf`;

const PACK_HELP = `
What --redact removes:
  paths    home folders (/home/NAME, /Users/NAME, /root, C:\\Users\\NAME, that of who runs
           this, --home DIR) become ~, in texts, names of files, arguments, output and input
  source   the program, modules that it imported, source lines in tracebacks
  output   what the program wrote
  input    arguments, standard input, files, clock readings; not modules
  all      all of these

What was removed is said, and written into the header. verify needs all but the
paths; replay, query, show, diff and export do not. At the end the whole new reel is searched for the homes and the users' names in them. Exit code 1 says
that some are left, where and how often: then give --redact output, for example.
Without --redact the reel keeps everything: it gets its end and index when it
lacks them, and a compressed one is unpacked.

Examples:
  jitreel pack S.reel --redact paths,source -o T.reel
  jitreel pack S.reel --redact all --dry-run
  jitreel pack S.reel --compress -o T.reel      and back: jitreel pack T.reel -o S.reel
  jitreel pack S.reel --where 'not io' -o T.reel`;

const COST_HELP = `
The counts are exact and the same on every machine. What the program prints is
not shown. With --against, exit code 1 says that the run, or a loop or bridge
that both runs have, needs more instructions or cycles than before.

Examples:
  jitreel record prog.py -o before.reel          keep the costs of now
  jitreel cost prog.py --against before.reel     what has changed since
  jitreel cost after.reel --against before.reel --fail-above 0.5`;

const RECORD_HELP = `
With --engine pypy3 the program runs unchanged under the installed pypy3, with
hooks and logs of the JIT; the reel has what both tell. Such reels are listed,
compared and exported as all others; they cannot be verified.

Examples:
  jitreel record prog.py                         writes prog.reel
  jitreel record --jit threshold=50 -o a.reel prog.py one two
  jitreel record --engine pypy3 -o real.reel prog.py
  jitreel diff prog.reel real.reel               ours and PyPy's`;

const IMPORT_HELP = `
LOG is what PYPYLOG=jit:FILE or JITLOG=FILE of a PyPy has written, whole or cut
off, zipped or not. Of a PYPYLOG any sections will do: what is missing is said
and is missing in the reel. Times are the log's, counted from its first section.

Examples:
  PYPYLOG=jit:prog.log pypy3 prog.py && jitreel import prog.log
  JITLOG=prog.jitlog pypy3 prog.py && jitreel import prog.jitlog -o prog.reel
  jitreel import prog.log --source prog.py       with the source, for \`show\``;

const TEST_HELP = `
A fixture is a folder: fixture.json, the program, its expected output, the golden
reel and its text. PATH is such a folder or any above; without one, the current
folder is searched. Each program is run again: it must print what is expected and
be recorded as its golden, byte for byte, and what its patterns say must hold.
Nothing is written, except by --update: what differs becomes a pending change
beside the golden, never where CI is set in the environment.

--backend names what executes compiled code; with "all" the golden is verified on
the other backends, too. --output writes the report of --reporter to a file, and
the pretty one to standard output.

Exit codes: 0 all pass; 1 some do not; 2 a fixture is bad input: its program is
gone, its fixture.json is wrong, a newer jitreel made its golden.

Examples:
  jitreel test                                   all fixtures below this folder
  jitreel test tests/jit/int-loop --backend all
  jitreel test --grep generator --watch          again whenever a file changes
  jitreel test --reporter junit --output junit.xml
  jitreel test --update; jitreel review          after a change that is meant
  jitreel test --new loop.py --jit threshold=50 -- one two
  jitreel accept fixtures/loop --reason "one loop"   which makes it a fixture`;

const DIFF_HELP = `
Loops are found by their green keys, bridges by the guard that they leave from, whatever
their numbers and addresses. Classes, of units and of other events:
  addresses   only addresses, numbers, places in the source differ
  counters    only counters, costs, virtual times
  code        only the length or place of machine code
  operations  operations, or what a unit is entered with
  new, gone   a unit of the second, of the first reel alone
  events      aborts, hooks, parameters, input, output, the end
  header      what the runs were started with
Exit code 1 says that there is a difference, with --fail-on: one of these classes.

Examples:
  jitreel diff before.reel after.reel                     what has changed
  jitreel diff --only operations,new,gone a.reel b.reel   compiled code alone
  jitreel diff --fail-on operations,new,gone,events a.reel b.reel   for a test
  jitreel diff --json -o d.json a.reel b.reel
  jitreel diff --apply d.json a.reel -o b.reel            makes b.reel from a.reel`;

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "run",
    operands: "<PROG> [ARGS...]",
    summary: "run a program under the JIT",
    options: [...RUN_OPTIONS, "stats", "json", "eachExit"],
    help: RUN_HELP,
    takesProgram: true,
    runsPrograms: true,
    load: async () => (await import("./run.ts")).run,
  },
  {
    name: "record",
    operands: "<PROG> [ARGS...]",
    summary: "run a program and write its reel",
    options: ["output", "compress", "engine", ...RUN_OPTIONS, "stats", "json"],
    help: RECORD_HELP,
    takesProgram: true,
    runsPrograms: true,
    load: async () => (await import("./record.ts")).record,
  },
  {
    name: "import",
    operands: "<LOG>",
    summary: "make a reel from a log of a real PyPy: PYPYLOG text or binary jitlog",
    options: ["output", "source", "json"],
    help: IMPORT_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./import.ts")).importLog,
  },
  {
    name: "replay",
    operands: "<REEL>",
    summary: "list the events of a reel, one line each, or feed a hook script from it",
    options: ["from", "to", "type", "where", "json", "follow", "idle", "script", "path"],
    help: REPLAY_HELP,
    takesProgram: false,
    runsPrograms: "script",
    load: async ({ script, follow }) => {
      if (follow === true) return (await import("./follow.ts")).follow;
      return script === undefined
        ? (await import("./replay.ts")).replay
        : (await import("./replay-script.ts")).replayScript;
    },
  },
  {
    name: "query",
    operands: "<REEL> <QUERY>",
    summary: "list the events that a query finds: 'bridge and op = \"int_add_ovf\"'",
    options: ["from", "to", "ops", "count", "json"],
    help: printQueryHelp(),
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./query.ts")).query,
  },
  {
    name: "expect",
    operands: "<REEL> [PATTERNS]",
    summary: "check what was compiled against patterns, of a file or the program's comments",
    options: ["against", "json"],
    help: EXPECT_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./expect.ts")).expect,
  },
  {
    name: "verify",
    operands: "<REEL>",
    summary: "run the recorded program again, or a changed one, and compare every event",
    options: ["program", "jit", "seed", "heap", "maxSteps", "fault", "backend", "report", "json"],
    help: VERIFY_HELP,
    takesProgram: false,
    runsPrograms: true,
    load: async () => (await import("./verify.ts")).verify,
  },
  {
    name: "info",
    operands: "<REEL>",
    summary: "show what a reel is about: header and totals",
    options: ["json"],
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./info.ts")).info,
  },
  {
    name: "check",
    operands: "<REEL>",
    summary: "check a reel for damage, frame by frame",
    options: ["frames", "json"],
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./check.ts")).check,
  },
  {
    name: "show",
    operands: "<REEL|FIXTURE>",
    summary: "show a loop or bridge: source, bytecodes, operations, machine code",
    options: ["loop", "bridge", "asm", "at", "diff", "json"],
    takesProgram: false,
    runsPrograms: false,
    load: async ({ diff }) =>
      diff === true ? (await import("./show-diff.ts")).showDiff : (await import("./show.ts")).show,
  },
  {
    name: "goto",
    operands: "<REEL> <N>",
    summary: "show event N in full and what is around it; what is alive then; why",
    options: ["state", "why", "json"],
    help: GOTO_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./goto.ts")).goTo,
  },
  {
    name: "step",
    operands: "<REEL>",
    summary: "walk through a reel by commands: next, back, to, why, state, …",
    options: [],
    help: STEP_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./step.ts")).step,
  },
  {
    name: "heap",
    operands: "<REEL>",
    summary: "draw the code heap after an event: blocks, owners, free space",
    options: ["at", "address", "svg", "json"],
    help: HEAP_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./heap.ts")).heap,
  },
  {
    name: "disasm",
    operands: "[REEL]",
    summary: "disassemble the code heap of a reel, or bytes",
    options: ["loop", "bridge", "address", "at", "hex", "base", "json"],
    help: DISASM_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./disasm.ts")).disasm,
  },
  {
    name: "export",
    operands: "<REEL>",
    summary: "write what a reel holds in the format of another tool",
    options: ["format", "output", "from", "to", "where", "at"],
    help: EXPORT_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./export.ts")).exportReel,
  },
  {
    name: "pack",
    operands: "<REEL>",
    summary: "make a reel to give away: without private paths, source text, output",
    options: ["output", "compress", "redact", "home", "from", "to", "where", "dryRun", "json"],
    help: PACK_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./pack.ts")).pack,
  },
  {
    name: "explain",
    operands: "<PROG> [ARGS...]",
    summary: "print every stage of a program: tree, bytecode, traces, machine code",
    options: RUN_OPTIONS,
    takesProgram: true,
    runsPrograms: true,
    load: async () => (await import("./explain.ts")).explain,
  },
  {
    name: "cost",
    operands: "<PROG|REEL> [ARGS...]",
    summary: "count instructions and cycles per loop and bridge, and how they changed",
    options: ["against", "failAbove", ...RUN_OPTIONS, "json"],
    help: COST_HELP,
    takesProgram: true,
    runsPrograms: true,
    load: async () => (await import("./cost.ts")).cost,
  },
  {
    name: "diff",
    operands: "<A.reel> [B.reel]",
    summary: "compare two reels: loops, bridges, operations, counters, events",
    options: ["failOn", "only", "full", "json", "output", "apply"],
    help: DIFF_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./diff.ts")).diff,
  },
  {
    name: "test",
    operands: "[PATH...]",
    summary: "check fixtures: run each program again and compare with its golden",
    options: [
      "grep",
      "list",
      "backend",
      "workers",
      "bail",
      "watch",
      "update",
      "reporter",
      "output",
      "json",
      ...TEST_NEW_OPTIONS,
    ],
    help: TEST_HELP,
    takesProgram: false,
    runsPrograms: "new",
    load: async (options) =>
      options.new === undefined
        ? (await import("./test.ts")).test
        : (await import("./new-fixture.ts")).newFixture,
  },
  {
    name: "compare",
    operands: "<PROG> [ARGS...]",
    summary: "run a Python program here and under pypy3, and compare what the JIT does",
    options: ["jit", "backend", "unit", "ops", "real", "record", "path", "json"],
    takesProgram: true,
    runsPrograms: true,
    load: async () => (await import("./compare.ts")).compare,
  },
  {
    name: "opt",
    operands: "[FILES...]",
    summary: "optimize a trace in PyPy's text form (- is standard input)",
    options: OPT_OPTIONS,
    help: OPT_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./opt.ts")).opt,
  },
  {
    name: "dis",
    operands: "<PROG>",
    summary: "print a Python program's bytecode",
    options: [],
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./dis.ts")).dis,
  },
  ...REVIEW_COMMANDS,
  ...PROP_COMMANDS,
];
