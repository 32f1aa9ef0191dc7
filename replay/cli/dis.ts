/** `jitreel dis PROG.py`: the bytecode, as `pypy3 -m dis` prints it. */

import { basename } from "node:path";
import { compileModule } from "../../sim/guests/python/compiler/compile.ts";
import { disassemble } from "../../sim/guests/python/compiler/disassemble.ts";
import { decodeSource } from "../../sim/guests/python/parser/decode-source.ts";
import { initParser } from "../../sim/guests/python/parser/tree-sitter.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import { readInputFile } from "./input-file.ts";
import { atPath } from "./locate-error.ts";

export const dis: CommandAction = async ({ operands, console }) => {
  const path = operands[0]!;
  const bytes = readInputFile(path);
  await initParser();
  const name = basename(path);
  const text = atPath(name, path, () =>
    disassemble(compileModule(decodeSource(bytes, name), name)),
  );
  console.out(Buffer.from(text));
  return EXIT.fine;
};
