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
];
