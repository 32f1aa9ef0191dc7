/**
 * One call of the command line: finds the command, runs it, and turns errors into one message and
 * an exit code. User errors never show a stack; a bug of jitreel does.
 */

import { UserError } from "../../sim/base/errors.ts";
import { ReelError } from "../format/reel-error.ts";
import { EXIT } from "./command.ts";
import type { ParsedLine } from "./command-line.ts";
import { parseCommandLine } from "./command-line.ts";
import { COMMANDS } from "./commands.ts";
import type { ConsoleStreams } from "./console.ts";
import { Console, OutputClosed } from "./console.ts";
import { asksForParameters, splitArguments } from "./split-arguments.ts";
import { readToolVersion } from "./tool-version.ts";

/** Runs `jitreel` with these arguments; gives the exit code. */
export async function runCli(argv: readonly string[], streams: ConsoleStreams): Promise<number> {
  const console = new Console(streams);
  try {
    const code = await runLine(argv, console);
    console.flush();
    return code;
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT.fine;
    return reportError(error, console);
  }
}

async function runLine(argv: readonly string[], console: Console): Promise<number> {
  const split = splitArguments(argv, COMMANDS);
  if (asksForParameters(split)) {
    const { printParameters } = await import("./parameter-table.ts");
    for (const line of printParameters()) console.line(line);
    return EXIT.fine;
  }
  const line: ParsedLine = parseCommandLine(split, COMMANDS, console, readToolVersion);
  if (line.kind === "exit") return line.code;
  const action = await line.command.load();
  return action(line.call);
}

function reportError(error: unknown, console: Console): number {
  if (error instanceof UserError || error instanceof ReelError) {
    console.errLine(`jitreel: ${error.print()}`);
    return EXIT.bad;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  console.errLine(`jitreel: internal error, please report it\n${stack}`);
  return EXIT.internal;
}
