/**
 * The stages before a Python program runs, as text: its syntax tree and
 * its bytecode.
 */

import { compileTree } from "../../sim/guests/python/compiler/compile.ts";
import { disassemble } from "../../sim/guests/python/compiler/disassemble.ts";
import { decodeSource } from "../../sim/guests/python/parser/decode-source.ts";
import { parse } from "../../sim/guests/python/parser/parse.ts";
import { initParser } from "../../sim/guests/python/parser/tree-sitter.ts";
import { printTree } from "./print-tree.ts";

export interface PythonStages {
  readonly tree: readonly string[];
  /** As `pypy3 -m dis` prints it. */
  readonly bytecode: string;
}

/** Throws a UserError when the bytes are no Python 3.9 program. */
export async function compilePython(bytes: Uint8Array, name: string): Promise<PythonStages> {
  await initParser();
  const module = parse(decodeSource(bytes, name), name);
  return { tree: printTree(module), bytecode: disassemble(compileTree(module)) };
}
