/**
 * The one adapter of commander: usage texts, the parsing of a sub-command's options, and messages
 * about wrong usage.
 */

import { Command, CommanderError } from "commander";
import type { CommandSpec } from "./command.ts";
import { COMMAND_GROUPS, EXIT, splitName } from "./command.ts";
import type { Console } from "./console.ts";
import type { PlainCall } from "./execute.ts";
import type { RawOptions } from "./options.ts";
import { isRepeatable, OPTION_TABLE } from "./options.ts";

const DESCRIPTION =
  "Runs Python programs under a deterministic meta-tracing JIT, records every\n" +
  "hook event into a reel, and replays and verifies reels.";

const FOOTER = `
Options of jitreel stand before PROG or directly after it; from the first other
word on, or after --, everything belongs to the program. --jit help explains the
parameters.

Exit codes: 0 fine; 1 the answer is no (differences, damage); 2 bad usage or bad
input. run and record give the program's own status.`;

/** What was asked for: a call of a command, or nothing more than an exit code. */
export type ParsedLine =
  | { readonly kind: "call"; readonly command: CommandSpec; readonly call: PlainCall }
  | { readonly kind: "exit"; readonly code: number };

/** Parses `argv`, already split; prints help and usage errors. */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly CommandSpec[],
  console: Console,
  version: () => string,
): ParsedLine {
  if (argv.length === 0) {
    console.errLine("jitreel: no command given; try jitreel --help");
    return { kind: "exit", code: EXIT.bad };
  }
  const parsed: { line: ParsedLine | null } = { line: null };
  const root = new Command("jitreel").description(DESCRIPTION).addHelpText("after", FOOTER);
  configure(root, console);
  root.version(version(), "-V, --version", "print the version");
  root.helpOption("-h, --help", "print this help");
  root.helpCommand("help [COMMAND]", "print the help of a command");
  root.usage("COMMAND [OPTIONS] …");
  for (const command of commands) {
    addCommand(root, command, console, (call) => {
      parsed.line = { kind: "call", command, call };
    });
  }
  const code = runParser(root, argv);
  return parsed.line ?? { kind: "exit", code };
}

function runParser(root: Command, argv: readonly string[]): number {
  try {
    root.parse([...argv], { from: "user" });
    return EXIT.fine;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.fine : EXIT.bad;
  }
}

function configure(command: Command, console: Console): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => console.out(Buffer.from(text)),
    writeErr: (text) => console.err(Buffer.from(text)),
    outputError: (text, write) => write(text.replace(/^error: /, "jitreel: ")),
  });
}

/** Gathers the values of an option that is repeated. */
function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** The command whose sub-commands are `NAME WORD`; made when it is not there yet. */
function groupOf(root: Command, name: keyof typeof COMMAND_GROUPS, console: Console): Command {
  const known = root.commands.find((one) => one.name() === name);
  if (known !== undefined) return known;
  const group = root.command(name).description(COMMAND_GROUPS[name]);
  configure(group, console);
  group.helpCommand("help [COMMAND]", "print the help of a command");
  return group.usage("COMMAND [OPTIONS] …");
}

function addCommand(
  root: Command,
  spec: CommandSpec,
  console: Console,
  onCall: (call: PlainCall) => void,
): void {
  const { group, word } = splitName(spec.name);
  const parent = group === null ? root : groupOf(root, group, console);
  const command = parent.command(`${word} ${spec.operands}`.trim()).description(spec.summary);
  configure(command, console);
  if (spec.help !== undefined) command.addHelpText("after", spec.help);
  for (const name of spec.options) {
    const [flags, description] = OPTION_TABLE[name];
    if (isRepeatable(name)) command.option(flags, description, collect);
    else command.option(flags, description);
  }
  command.action(() => {
    onCall({ operands: command.args, options: command.opts<RawOptions>() });
  });
}
