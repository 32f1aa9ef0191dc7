/**
 * `jitreel dis PROG.py`: the bytecode of a Python program, as
 * `pypy3 -m dis` prints it. Nothing is executed.
 */

import { basename } from "node:path";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import { readInputFile } from "./input-file.ts";
import { atPath } from "./locate-error.ts";
import { compilePython } from "./python-stages.ts";

export const dis: CommandAction = async ({ operands, console }) => {
  const path = operands[0]!;
  const bytes = readInputFile(path);
  const name = basename(path);
  const { bytecode } = await atPath(name, path, () => compilePython(bytes, name));
  console.out(Buffer.from(bytecode));
  return EXIT.fine;
};
