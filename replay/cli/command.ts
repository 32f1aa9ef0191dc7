/**
 * What a sub-command is: its line in the table, and the function behind it, which is loaded only
 * when the command is used, so that the others cost no time.
 */

import type { Console } from "./console.ts";
import type { InterruptFlag } from "./interrupt-flag.ts";
import type { OptionName, RawOptions } from "./options.ts";

/** Exit codes; a guest's own status is passed on by `run` and `record`. */
export const EXIT = { fine: 0, no: 1, bad: 2, internal: 70 } as const;

/** What a command is called with. */
export interface CommandCall {
  /** Operands: files, then the program's arguments. */
  readonly operands: readonly string[];
  readonly options: RawOptions;
  readonly console: Console;
  /** To be told the partial file of a reel that is being written. */
  readonly onRecording: (partialPath: string) => void;
  /** Tells of Ctrl-C, when the command runs in a thread. */
  readonly interrupts: InterruptFlag | null;
}

/** Does the work and gives the exit code. */
export type CommandAction = (call: CommandCall) => Promise<number>;

/** Commands that only gather sub-commands of their own. */
export const COMMAND_GROUPS = {
  prop: "random cases of all laws: campaigns, kept failures, coverage",
} as const;

type CommandGroup = keyof typeof COMMAND_GROUPS;

/** `prop run` is the command `run` of the group `prop`. */
export function splitName(name: string): { group: CommandGroup | null; word: string } {
  const groups = Object.keys(COMMAND_GROUPS) as CommandGroup[];
  const group = groups.find((one) => name.startsWith(`${one} `)) ?? null;
  return { group, word: group === null ? name : name.slice(group.length + 1) };
}

export interface CommandSpec {
  /** One word, or the name of a group and a word. */
  readonly name: string;
  /** Operands as they are shown in the usage line. */
  readonly operands: string;
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** Printed below the options. */
  readonly help?: string;
  /** Whether what follows the first operand are arguments of a guest program. */
  readonly takesProgram: boolean;
  /** Whether it executes a guest program; a name: only with this option. */
  readonly runsPrograms: boolean | OptionName;
  readonly load: (options: RawOptions) => Promise<CommandAction>;
}
