/**
 * Whose an argument is: jitreel's or the program's. Options of jitreel stand before PROG or directly
 * after it; from the first other word on, or after `--`, everything belongs to the program. Options
 * before the sub-command are moved behind it.
 */

import type { CommandSpec } from "./command.ts";
import type { OptionName } from "./options.ts";
import { describeFlags, OPTION_TABLE } from "./options.ts";

/** The arguments in the order: command, its options, `--`, operands. */
export function splitArguments(
  argv: readonly string[],
  commands: readonly CommandSpec[],
): string[] {
  const all = Object.keys(OPTION_TABLE) as OptionName[];
  const leading = takeOptions(argv, 0, all);
  const rest = argv.slice(leading.next);
  const command = commands.find(({ name }) => name.split(" ").every((word, i) => word === rest[i]));
  if (command === undefined) return [...argv];
  const words = command.name.split(" ");
  const after = rest.slice(words.length);
  if (!command.takesProgram) return [...words, ...leading.taken, ...after];
  return [...words, ...leading.taken, ...splitProgramArguments(after, command)];
}

function splitProgramArguments(argv: readonly string[], command: CommandSpec): string[] {
  const before = takeOptions(argv, 0, command.options);
  if (argv[before.next] === "--") return [...before.taken, ...argv.slice(before.next)];
  const program = argv[before.next];
  if (program === undefined || program.startsWith("-")) return [...argv];
  const own = takeOptions(argv, before.next + 1, command.options);
  if (own.lacksValue) return [...argv];
  const isEnded = argv[own.next] === "--";
  const rest = argv.slice(isEnded ? own.next + 1 : own.next);
  return [...before.taken, ...own.taken, "--", program, ...rest];
}

interface TakenOptions {
  readonly taken: readonly string[];
  /** Index of the first argument that is not taken. */
  readonly next: number;
  /** Whether the last of them should have a value, but has none. */
  readonly lacksValue: boolean;
}

/** The known options, with their values, from index `from` on. */
function takeOptions(
  argv: readonly string[],
  from: number,
  names: readonly OptionName[],
): TakenOptions {
  let next = from;
  while (next < argv.length) {
    const length = optionLength(argv[next]!, names);
    if (length === 0) break;
    next += length;
  }
  return { taken: argv.slice(from, next), next, lacksValue: next > argv.length };
}

/** How many arguments the option `argument` takes, itself included; 0 when it is not known. */
function optionLength(argument: string, names: readonly OptionName[]): 0 | 1 | 2 {
  const flag = argument.replace(/=.*$/s, "");
  for (const name of names) {
    const { flags, takesValue } = describeFlags(name);
    if (flags.includes(flag)) return takesValue && flag === argument ? 2 : 1;
  }
  return 0;
}

/** Whether jitreel itself, not the program, is asked for the table of parameters. */
export function asksForParameters(split: readonly string[]): boolean {
  const end = split.indexOf("--");
  const own = end < 0 ? split : split.slice(0, end);
  return own.some(
    (word, i) => word === "--jit=help" || (word === "--jit" && own[i + 1] === "help"),
  );
}
