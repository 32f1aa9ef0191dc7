/**
 * The table of commands that review changes of fixtures; a part of THE table in commands.ts.
 */

import { describeChangeClasses } from "../../fixtures/review/change-class-names.ts";
import type { CommandSpec } from "./command.ts";

const REVIEW_HELP = `
Without PATHS, the fixtures in the present folder. On a terminal each change is
shown by meaning and answered with a key: a accept (asks for the reason), r
reject, s skip, d details, q quit. Without a terminal all are listed. Exit code
1: some are left.

Examples:
  jitreel test --update fixtures                 record what has changed
  jitreel review fixtures                        look at it, accept or reject it
  jitreel show --diff fixtures/bridge            one change, without questions`;

const ACCEPT_HELP = `
The reason is kept in fixture.json and shown when the golden changes again. Of
several fixtures, those changes are accepted whose classes are all named by
--only; the others are left and listed (exit code 1). Classes:
${describeChangeClasses()}

Examples:
  jitreel accept fixtures/bridge --reason "the guard is folded now"
  jitreel accept fixtures --only addresses,counters --reason "larger prologue"`;

const TEXTCONV_HELP = `
Damage is named in the text; the exit code is 0, since git gives up otherwise.

In a repository:
  echo '*.reel diff=reel' >> .gitattributes
  git config diff.reel.textconv 'npx jitreel textconv'
  git diff                                       shows events and operations`;

export const REVIEW_COMMANDS: readonly CommandSpec[] = [
  {
    name: "review",
    operands: "[PATHS...]",
    summary: "review changes of fixtures that `test --update` has left pending",
    options: ["json"],
    help: REVIEW_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./review.ts")).review,
  },
  {
    name: "accept",
    operands: "<PATHS...>",
    summary: "make pending recordings of fixtures their goldens, with a reason",
    options: ["reason", "only"],
    help: ACCEPT_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./accept.ts")).accept,
  },
  {
    name: "reject",
    operands: "<PATHS...>",
    summary: "drop pending recordings of fixtures; their goldens stay",
    options: [],
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./reject.ts")).reject,
  },
  {
    name: "textconv",
    operands: "<REEL>",
    summary: "print a reel as text for git diff, whatever is wrong with it",
    options: [],
    help: TEXTCONV_HELP,
    takesProgram: false,
    runsPrograms: false,
    load: async () => (await import("./textconv.ts")).textconv,
  },
];
