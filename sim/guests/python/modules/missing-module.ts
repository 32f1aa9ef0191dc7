/**
 * What is said after the traceback of an import that found nothing: which modules there are.
 */

import { getattr } from "../objects/attributes.ts";
import type { W_BaseException } from "../objects/base-exception.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import { libraryModuleNames } from "./library.ts";

/** The hint, or "" for another exception than that of a missing top-level module. */
export function missingModuleHint(
  space: ObjSpace,
  w_exception: W_BaseException,
  builtinNames: readonly string[],
): string {
  const w_type = space.exceptionTypes.get("ModuleNotFoundError")!;
  if (!w_exception.getclass(space).issubtype(w_type)) return "";
  const name = str_w(space, getattr(space, w_exception, "name"));
  if (str_w(space, w_exception) !== `No module named '${name}'` || name.includes(".")) return "";
  const isPublic = (one: string): boolean => !one.startsWith("_") || one === "__future__";
  const names = new Set([...builtinNames, ...libraryModuleNames()].filter(isPublic));
  const lines = wrapped([...names].sort(), 78);
  return `There are these modules, and those in the program's folder:\n${lines}
--path DIR lets a program import from another folder, such as a Python library.\n`;
}

function wrapped(words: readonly string[], width: number): string {
  const lines: string[] = [];
  let line = " ";
  for (const word of words) {
    if (line.length + 1 + word.length > width) {
      lines.push(line);
      line = " ";
    }
    line += ` ${word}`;
  }
  return [...lines, line].join("\n");
}
