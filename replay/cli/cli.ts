/**
 * One call of the command line: finds the command and has it executed. Commands that run programs
 * can be executed elsewhere (main.ts gives them a thread with a large stack).
 */

import type { CommandSpec } from "./command.ts";
import { EXIT } from "./command.ts";
import type { ParsedLine } from "./command-line.ts";
import { parseCommandLine } from "./command-line.ts";
import { COMMANDS } from "./commands.ts";
import type { ConsoleStreams } from "./console.ts";
import type { PlainCall } from "./execute.ts";
import { executeCommand, withErrors } from "./execute.ts";
import { asksForParameters, splitArguments } from "./split-arguments.ts";
import { readToolVersion } from "./tool-version.ts";

/** Executes a command that runs programs; gives the exit code. */
export type RunElsewhere = (command: CommandSpec, call: PlainCall) => Promise<number>;

/** Runs `jitreel` with these arguments; gives the exit code. */
export async function runCli(
  argv: readonly string[],
  streams: ConsoleStreams,
  runElsewhere: RunElsewhere | null = null,
): Promise<number> {
  const parsed: { line: ParsedLine } = { line: { kind: "exit", code: EXIT.fine } };
  const code = await withErrors(streams, async (console) => {
    const split = splitArguments(argv, COMMANDS);
    if (asksForParameters(split)) {
      const { printParameters } = await import("./parameter-table.ts");
      for (const line of printParameters()) console.line(line);
      return EXIT.fine;
    }
    parsed.line = parseCommandLine(split, COMMANDS, console, readToolVersion);
    return parsed.line.kind === "exit" ? parsed.line.code : EXIT.fine;
  });
  if (parsed.line.kind === "exit") return code;
  const { command, call } = parsed.line;
  if (runElsewhere !== null && doesRunPrograms(command, call)) {
    return withErrors(streams, () => runElsewhere(command, call));
  }
  return executeCommand(command, call, streams, () => {});
}

function doesRunPrograms({ runsPrograms }: CommandSpec, { options }: PlainCall): boolean {
  return typeof runsPrograms === "string" ? options[runsPrograms] !== undefined : runsPrograms;
}
