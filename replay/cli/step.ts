/**
 * `jitreel step S.reel`: walking through a reel by commands, from a terminal with line editing and
 * history, or from a pipe, when each command is shown behind the prompt as if it had been typed.
 */

import { createInterface } from "node:readline";
import { UserError } from "../../sim/base/errors.ts";
import { ReelError } from "../format/reel-error.ts";
import { printLines } from "../replayer/print-value.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { openReel } from "./input-file.ts";
import { StepSession } from "./step-session.ts";
import { prepareWhere } from "./where.ts";

export const step: CommandAction = async ({ operands, console }) => {
  const reader = openReel(operands[0]!);
  const session = new StepSession(reader, console, (query) => {
    const matcher = prepareWhere(query, reader, console);
    return (numbered) => matcher.matches(numbered);
  });
  session.begin();
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return isTerminal ? converse(session, console) : obey(session, console);
};

/** One line after the other; exit code 2 when one of them was refused. */
async function obey(session: StepSession, console: Console): Promise<number> {
  let code: number = EXIT.fine;
  for await (const line of createInterface({ input: process.stdin })) {
    console.line(`${session.prompt}${printLines(line)}`);
    if (!tryLine(session, line, console)) code = EXIT.bad;
    if (session.isOver) break;
  }
  return code;
}

async function converse(session: StepSession, console: Console): Promise<number> {
  const { stdin: input, stdout: output } = process;
  const completer = (line: string) => session.complete(line);
  const lines = createInterface({ input, output, completer, prompt: session.prompt });
  lines.on("SIGINT", () => lines.close());
  console.flush();
  lines.prompt();
  for await (const line of lines) {
    tryLine(session, line, console);
    if (session.isOver) break;
    console.flush();
    lines.setPrompt(session.prompt);
    lines.prompt();
  }
  lines.close();
  return EXIT.fine;
}

/** Whether the line could be done; if not, says why. */
function tryLine(session: StepSession, line: string, console: Console): boolean {
  try {
    session.execute(line);
    return true;
  } catch (error) {
    if (!(error instanceof UserError) && !(error instanceof ReelError)) throw error;
    console.errLine(printLines(error.print()));
    return false;
  }
}
