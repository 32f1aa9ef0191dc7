/**
 * `_files`: reading the files that a program may see, those of its own folder, of granted folders
 * and of the library. What is read is a recorded input. Nothing can be written.
 */

import { call_function } from "../objects/call.ts";
import type { W_BaseException } from "../objects/base-exception.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { moduleFunction } from "./define.ts";
import type { ModuleFinder } from "./module-finder.ts";

const ERROR_TEXTS: ReadonlyMap<number, string> = new Map([
  [1, "Operation not permitted"],
  [2, "No such file or directory"],
  [3, "No such process"],
  [4, "Interrupted system call"],
  [5, "Input/output error"],
  [9, "Bad file descriptor"],
  [10, "No child processes"],
  [11, "Resource temporarily unavailable"],
  [12, "Cannot allocate memory"],
  [13, "Permission denied"],
  [17, "File exists"],
  [20, "Not a directory"],
  [21, "Is a directory"],
  [22, "Invalid argument"],
  [24, "Too many open files"],
  [28, "No space left on device"],
  [29, "Illegal seek"],
  [30, "Read-only file system"],
  [32, "Broken pipe"],
  [33, "Numerical argument out of domain"],
  [34, "Numerical result out of range"],
  [39, "Directory not empty"],
  [110, "Connection timed out"],
  [111, "Connection refused"],
]);

/** An OSError of the class that its number means. */
export function osError(
  space: ObjSpace,
  errno: number,
  w_filename: W_Root,
  text = ERROR_TEXTS.get(errno)!,
): OperationError {
  const w_type = space.exceptionTypes.get("OSError")!;
  const w_error = call_function(space, w_type, [newint(errno), newtext(text), w_filename]);
  return new OperationError(w_error as W_BaseException);
}

const OUTSIDE = "only the program's folder and those granted by --path can be read";

export function makeFilesModule(space: ObjSpace, finder: ModuleFinder): W_Module {
  const w_module = makeModule("_files");
  const define = moduleFunction.bind(null, space, w_module);
  const nameOf = (s: ObjSpace, w_file: W_Root): string => {
    const w_name = builtinValue(w_file);
    if (w_name instanceof W_BytesObject) return new TextDecoder().decode(w_name.value);
    return str_w(s, w_name);
  };
  const refuseOutside = (s: ObjSpace, w_file: W_Root): void => {
    if (!finder.isInside(nameOf(s, w_file))) throw osError(s, 13, w_file, OUTSIDE);
  };
  define("open", "file, mode", (s, [w_file, w_mode]) => {
    const descriptor = bigintOrNull(w_file!);
    if (descriptor !== null) {
      if (descriptor !== 0n) throw osError(s, 9, w_file!);
      const w_stdin = s.getattr(s.sysAttribute("__stdin__"), "buffer");
      return call_function(s, s.getattr(w_stdin, "read"), []);
    }
    if (/[wax+]/.test(str_w(s, w_mode!))) throw osError(s, 13, w_file!, "writing is not granted");
    refuseOutside(s, w_file!);
    const bytes = finder.readFile(nameOf(s, w_file!));
    if (bytes !== null) return new W_BytesObject(bytes);
    const isFolder = finder.readFolder(nameOf(s, w_file!)) !== null;
    throw osError(s, isFolder ? 21 : 2, w_file!);
  });
  define("size", "file", (s, [w_file]) => {
    refuseOutside(s, w_file!);
    const name = nameOf(s, w_file!);
    const bytes = finder.readFile(name);
    if (bytes !== null) return newint(bytes.length);
    if (finder.readFolder(name) !== null) return newint(-1);
    throw osError(s, 2, w_file!);
  });
  define("listdir", "folder", (s, [w_folder]) => {
    refuseOutside(s, w_folder!);
    const names = finder.readFolder(nameOf(s, w_folder!));
    if (names !== null) return newlist(names.map((name) => newtext(name)));
    const isFile = finder.readFile(nameOf(s, w_folder!)) !== null;
    throw osError(s, isFile ? 20 : 2, w_folder!);
  });
  define("random_bytes", "size", (s, [w_size]) => {
    const bytes = new Uint8Array(toHostInteger(s, w_size!));
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number(s.host.randomWord() & 0xffn);
    return new W_BytesObject(bytes);
  });
  define("strerror", "code", (s, [w_code]) => {
    const code = toHostInteger(s, w_code!);
    return newtext(ERROR_TEXTS.get(code) ?? `Unknown error ${code}`);
  });
  return w_module;
}
