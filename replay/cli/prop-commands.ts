/**
 * The table of the sub-commands of `jitreel prop`: what is done with the laws of `properties/`.
 * As in commands.ts, what is behind a command is loaded when it is used.
 */

import type { CommandSpec } from "./command.ts";

const RUN_HELP = `
Case I of a law under a seed is the same on every machine, in every order, so the
report depends on the seed, the laws, the number of cases and the version alone:
any number of workers gives the same bytes, and so do shards that are merged. A
failing case is made smaller, kept in a folder of its own, and checked first the
next time. Equal failures are reported once, with their count.

With --minutes the report ends with the command that gives it again. With -o the
state is written to REPORT.partial every two seconds; --resume goes on with it.
Exit code 1: something fails.

Examples:
  jitreel prop run                               100 cases of every law
  jitreel prop run --minutes 10 --seed 7 -o R.json
  jitreel prop run --law 'compiled-*' --cases 500 --workers 2
  jitreel prop run --resume R.json               after a kill
  jitreel prop run --cases 1000 --shard 2/4 -o R2.json   a part; then: prop merge`;

const COVERAGE_HELP = `
A behaviour is something that the simulator can do: a guard of each kind failing,
each rule of the optimizer, each state of the code heap, … The list is made of the
simulator's own tables. REPORT is that of a campaign (prop run -o); without one, a
small campaign with seed 1 is run. Fixtures and trace files of the repository are
counted beside it. What no program can reach is listed with its reason.

Exit code 1: less than the floor is reached, or a reason is wrong.

Examples:
  jitreel prop coverage                          about a minute
  jitreel prop coverage R.json                   what that campaign has reached
  jitreel prop coverage R.json --group rule      each rule, and what reached it
  jitreel prop coverage --update-floor           after more is reached`;

const REPLAY_HELP = `
The subject is that which is kept, whatever its generator would make today; only a
subject that is no plain data is made again of its seed and path. Exit code 0: it
passes now; 1: it fails.

Examples:
  jitreel prop replay 3f2a90c1d4
  jitreel prop replay 3f2a --reel out.reel && jitreel diff out.golden.reel out.reel
  jitreel prop replay downloaded/3f2a90c1d4      a folder from elsewhere`;

const PROMOTE_HELP = `
A program that passes now becomes a fixture with the parameters of the run that
failed, to be accepted like any new one; its failure is dropped. Any other subject
stays among the kept failures for good, under that name.

Examples:
  jitreel prop promote 3f2a90c1d4 exception-leaves-inlined-frame
  jitreel prop promote 3f2a loop-of-one --into tests/fixtures`;

const MERGE_HELP = `
All shards of one campaign must be there, each once, of one version. The result is
the same bytes as the report of the campaign in one piece.

Examples:
  jitreel prop merge R1.json R2.json R3.json -o R.json`;

const LAWS_HELP = `
A law is checked on random subjects; what else its check holds stands below it. Each
statement has a bug that it catches. --planted builds the sources with that bug,
outside of the tree, and runs the law there: it needs the repository.
Exit code 1: a planted bug was not caught.

Examples:
  jitreel prop laws                              the table
  jitreel prop laws --bench                      cases per second of each law
  jitreel prop laws --planted each-exit          is its bug caught?
  jitreel prop laws --planted all --cases 20`;

export const PROP_COMMANDS: readonly CommandSpec[] = [
  {
    name: "prop run",
    operands: "",
    summary: "check random cases of the laws, in threads; keep what fails",
    options: [
      "law",
      "kind",
      "laws",
      "cases",
      "minutes",
      "workers",
      "seed",
      "shard",
      "output",
      "resume",
      "failures",
      "shrinkSteps",
      "totals",
      "json",
    ],
    help: RUN_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./prop-run.ts")).propRun,
  },
  {
    name: "prop coverage",
    operands: "[REPORT]",
    summary: "which behaviours of the simulator were reached, and which were not",
    options: ["group", "updateFloor", "json"],
    help: COVERAGE_HELP,
    takesProgram: false,
    runsPrograms: true,
    load: async () => (await import("./prop-coverage.ts")).propCoverage,
  },
  {
    name: "prop laws",
    operands: "",
    summary: "the table of laws; how fast they are checked; whether they catch planted bugs",
    options: ["law", "bench", "seconds", "planted", "cases", "seed", "json"],
    help: LAWS_HELP,
    takesProgram: false,
    runsPrograms: true,
    load: async () => (await import("./prop-laws.ts")).propLaws,
  },
  {
    name: "prop replay",
    operands: "<ID|FOLDER>",
    summary: "check one kept failure, exactly once",
    options: ["failures", "laws", "reel", "json"],
    help: REPLAY_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./prop-replay.ts")).propReplay,
  },
  {
    name: "prop list",
    operands: "",
    summary: "list the kept failures",
    options: ["failures", "json"],
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./prop-list.ts")).propList,
  },
  {
    name: "prop promote",
    operands: "<ID> <NAME>",
    summary: "make a fixture of a kept failure that passes now",
    options: ["failures", "into", "laws"],
    help: PROMOTE_HELP,
    takesProgram: false,
    runsPrograms: true,
    load: async () => (await import("./prop-promote.ts")).propPromote,
  },
  {
    name: "prop drop",
    operands: "<ID...>",
    summary: "forget kept failures",
    options: ["failures"],
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./prop-list.ts")).propDrop,
  },
  {
    name: "prop merge",
    operands: "<REPORTS...>",
    summary: "put the reports of all shards of a campaign together",
    options: ["output", "totals", "json"],
    help: MERGE_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./prop-merge.ts")).propMerge,
  },
];
