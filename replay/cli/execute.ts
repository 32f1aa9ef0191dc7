/**
 * Executes one parsed call and turns errors into one message and an exit code. User errors never
 * show a stack; a bug of jitreel does.
 */

import { UserError } from "../../sim/base/errors.ts";
import { ReelError } from "../format/reel-error.ts";
import { printLines } from "../replayer/print-value.ts";
import type { CommandSpec } from "./command.ts";
import { EXIT } from "./command.ts";
import { Console, OutputClosed } from "./console.ts";
import type { ConsoleStreams } from "./console.ts";
import type { InterruptFlag } from "./interrupt-flag.ts";
import type { RawOptions } from "./options.ts";

/** A call as plain data, so that it can be sent to another thread. */
export interface PlainCall {
  readonly operands: readonly string[];
  readonly options: RawOptions;
}

/** Runs the command; `onRecording` is told the partial file of a reel that is being written. */
export function executeCommand(
  command: CommandSpec,
  call: PlainCall,
  streams: ConsoleStreams,
  onRecording: (partialPath: string) => void,
  interrupts: InterruptFlag | null = null,
): Promise<number> {
  return withErrors(streams, async (console) => {
    const { operands, options } = call;
    const action = await command.load(options);
    return action({ operands, options, console, onRecording, interrupts });
  });
}

/** Does `act` with a console, which is flushed at the end; gives the exit code. */
export async function withErrors(
  streams: ConsoleStreams,
  act: (console: Console) => Promise<number>,
): Promise<number> {
  const console = new Console(streams);
  try {
    const code = await act(console);
    console.flush();
    return code;
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT.fine;
    return reportError(error, console);
  }
}

function reportError(error: unknown, console: Console): number {
  if (error instanceof UserError || error instanceof ReelError) {
    console.errLine(`jitreel: ${printLines(error.print())}`);
    return EXIT.bad;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  console.errLine(`jitreel: internal error, please report it\n${stack}`);
  return EXIT.internal;
}
