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
];
