/**
 * `_files`: the files that a program may see (file-tree.ts), by name and by descriptor. `os` and
 * `io` are written in Python over it.
 *
 * Counterpart: pypy/module/posix/interp_posix.py.
 */

import { bytesLike } from "../objects/buffer.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { valueError } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newint, wrapBigint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { checkAllocation } from "../objects/memory.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import { toHostInteger, toIndex } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { type Define, moduleFunction } from "./define.ts";
import { FileDescriptors, OPEN_FLAGS, OpenFile } from "./file-descriptors.ts";
import { FileNode, type FileTree, FolderNode, type Node } from "./file-tree.ts";
import { errorText, osError } from "./os-errors.ts";

const OUTSIDE = "only /tmp, the program's folder and those granted by --path can be reached";
const [NOT_PERMITTED, NOT_FOUND, BAD_DESCRIPTOR, DENIED, EXISTS] = [1, 2, 9, 13, 17];
const [NOT_A_FOLDER, IS_A_FOLDER, INVALID, NOT_EMPTY] = [20, 21, 22, 39];
const FOLDER_BITS = 0o040000;
const FILE_BITS = 0o100000;
const DEVICE_BITS = 0o020000;

export function makeFilesModule(space: ObjSpace, tree: FileTree): W_Module {
  const w_module = makeModule("_files");
  const define = moduleFunction.bind(null, space, w_module);
  const descriptors = new FileDescriptors();
  installOpening(define, tree, descriptors);
  installReading(define, descriptors);
  installPaths(define, tree, descriptors);
  installChanges(define, tree);
  define("random_bytes", "size", (s, [w_size]) => {
    const bytes = new Uint8Array(toHostInteger(s, w_size!));
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number(s.host.randomWord() & 0xffn);
    return new W_BytesObject(bytes);
  });
  define("strerror", "code", (s, [w_code]) => newtext(errorText(toHostInteger(s, w_code!))));
  return w_module;
}

/** The path that a name means. */
function pathOf(space: ObjSpace, tree: FileTree, w_file: W_Root): string {
  const w_name = builtinValue(w_file);
  const isBytes = w_name instanceof W_BytesObject;
  const name = isBytes ? new TextDecoder().decode(w_name.value) : str_w(space, w_name);
  if (name.includes("\0")) throw valueError(space, "embedded null byte");
  if (name === "") throw osError(space, NOT_FOUND, w_file);
  const path = tree.resolve(name);
  if (path === null) throw osError(space, DENIED, w_file, OUTSIDE);
  return path;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function existing(space: ObjSpace, tree: FileTree, path: string, w_file: W_Root): Node {
  const node = tree.lookup(path);
  if (node !== null) return node;
  const isBelowFile = tree.lookup(parentOf(path)) instanceof FileNode;
  throw osError(space, isBelowFile ? NOT_A_FOLDER : NOT_FOUND, w_file);
}

/** Throws when nothing new can be at this path. */
function checkNew(space: ObjSpace, tree: FileTree, path: string, w_file: W_Root): void {
  const parent = tree.lookup(parentOf(path));
  if (parent === null) throw osError(space, NOT_FOUND, w_file);
  if (parent instanceof FileNode) throw osError(space, NOT_A_FOLDER, w_file);
}

/** A node that may be changed: what came from the host is copied. */
function ownNode(tree: FileTree, path: string, node: FileNode): FileNode {
  if (node.isDevice || tree.lookupWritten(path) !== undefined) return node;
  const copy = node.copy();
  tree.put(path, copy);
  return copy;
}

function openFile(space: ObjSpace, tree: FileTree, w_file: W_Root, flags: number): OpenFile {
  const path = pathOf(space, tree, w_file);
  let node = tree.lookup(path);
  const canWrite = (flags & 3) !== 0;
  if (node === null) {
    if ((flags & OPEN_FLAGS.create) === 0) existing(space, tree, path, w_file);
    checkNew(space, tree, path, w_file);
    node = new FileNode();
    tree.put(path, node);
  } else if ((flags & OPEN_FLAGS.create) !== 0 && (flags & OPEN_FLAGS.exclusive) !== 0) {
    throw osError(space, EXISTS, w_file);
  }
  if (node instanceof FolderNode) throw osError(space, IS_A_FOLDER, w_file);
  const file = canWrite ? ownNode(tree, path, node) : node;
  if (canWrite && (flags & OPEN_FLAGS.truncate) !== 0) file.resize(0);
  return new OpenFile(file, path, flags);
}

function openedFile(space: ObjSpace, descriptors: FileDescriptors, w_number: W_Root): OpenFile {
  const file = descriptors.get(toHostInteger(space, w_number));
  if (file === undefined) throw osError(space, BAD_DESCRIPTOR);
  return file;
}

function installOpening(define: Define, tree: FileTree, descriptors: FileDescriptors): void {
  define("open", "file, flags", (s, [w_file, w_flags]) =>
    newint(descriptors.add(openFile(s, tree, w_file!, toHostInteger(s, w_flags!)))),
  );
  define("close", "number", (s, [w_number]) => {
    if (descriptors.close(toHostInteger(s, w_number!))) return w_None;
    throw osError(s, BAD_DESCRIPTOR);
  });
  define("is_open", "number", (s, [w_number]) => {
    const number = toHostInteger(s, w_number!);
    if ((number < 0 || number > 2) && descriptors.get(number) === undefined) {
      throw osError(s, BAD_DESCRIPTOR);
    }
    return w_None;
  });
  define("dup", "number, wanted", (s, [w_number, w_wanted]) => {
    const file = openedFile(s, descriptors, w_number!);
    if (w_wanted === w_None) return newint(descriptors.add(file));
    descriptors.set(toHostInteger(s, w_wanted!), file);
    return w_wanted!;
  });
}

function installReading(define: Define, descriptors: FileDescriptors): void {
  define("read", "number, size", (s, [w_number, w_size]) => {
    const file = openedFile(s, descriptors, w_number!);
    if (!file.canRead) throw osError(s, BAD_DESCRIPTOR);
    return new W_BytesObject(file.read(toHostInteger(s, w_size!)));
  });
  define("write", "number, data", (s, [w_number, w_data]) => {
    const bytes = bytesLike(s, w_data!);
    const number = toHostInteger(s, w_number!);
    if (number === 1 || number === 2) {
      s.host.write(number === 1 ? "stdout" : "stderr", bytes);
      return newint(bytes.length);
    }
    const file = openedFile(s, descriptors, w_number!);
    if (!file.canWrite) throw osError(s, BAD_DESCRIPTOR);
    checkAllocation(s, file.position + bytes.length);
    file.write(bytes);
    return newint(bytes.length);
  });
  define("seek", "number, offset, whence", (s, [w_number, w_offset, w_whence]) => {
    const file = openedFile(s, descriptors, w_number!);
    const whence = toHostInteger(s, w_whence!);
    const isKnown = whence >= 0 && whence <= 2;
    const position = isKnown ? file.seek(toHostInteger(s, w_offset!), whence) : null;
    if (position === null) throw osError(s, INVALID);
    return newint(position);
  });
  define("truncate", "number, size", (s, [w_number, w_size]) => {
    const file = openedFile(s, descriptors, w_number!);
    const size = toHostInteger(s, w_size!);
    if (!file.canWrite || size < 0) throw osError(s, INVALID);
    checkAllocation(s, size);
    file.node.resize(size);
    return w_None;
  });
}

function installPaths(define: Define, tree: FileTree, descriptors: FileDescriptors): void {
  define("stat", "file", (s, [w_file]) => {
    const number = bigintOrNull(builtinValue(w_file!));
    const isStream = number !== null && number >= 0n && number <= 2n;
    if (isStream)
      return new W_TupleObject([DEVICE_BITS | 0o620, Number(number) + 1, 0, 0].map(newint));
    const file = number === null ? null : openedFile(s, descriptors, w_file!);
    const path = file?.path ?? pathOf(s, tree, w_file!);
    const node = file?.node ?? existing(s, tree, path, w_file!);
    const isFile = node instanceof FileNode;
    const kind = isFile ? (node.isDevice ? DEVICE_BITS : FILE_BITS) : FOLDER_BITS;
    return new W_TupleObject([
      newint(kind | node.mode),
      newint(tree.numberOf(path)),
      newint(isFile ? node.sizeBytes : 0),
      wrapBigint(node.timeNanoseconds),
    ]);
  });
  define("listdir", "folder", (s, [w_folder]) => {
    const path = pathOf(s, tree, w_folder!);
    if (existing(s, tree, path, w_folder!) instanceof FileNode) {
      throw osError(s, NOT_A_FOLDER, w_folder!);
    }
    return newlist(tree.list(path).map((name) => newtext(name)));
  });
  define("getcwd", "", () => newtext(tree.workingFolder));
  define("chdir", "folder", (s, [w_folder]) => {
    const path = pathOf(s, tree, w_folder!);
    if (existing(s, tree, path, w_folder!) instanceof FileNode) {
      throw osError(s, NOT_A_FOLDER, w_folder!);
    }
    tree.workingFolder = path;
    return w_None;
  });
}

function installChanges(define: Define, tree: FileTree): void {
  define("mkdir", "folder, mode", (s, [w_folder, w_mode]) => {
    const path = pathOf(s, tree, w_folder!);
    if (tree.lookup(path) !== null) throw osError(s, EXISTS, w_folder!);
    checkNew(s, tree, path, w_folder!);
    const node = new FolderNode();
    node.mode = toHostInteger(s, w_mode!);
    tree.put(path, node);
    return w_None;
  });
  define("rmdir", "folder", (s, [w_folder]) => {
    const path = pathOf(s, tree, w_folder!);
    const node = existing(s, tree, path, w_folder!);
    if (node instanceof FileNode) throw osError(s, NOT_A_FOLDER, w_folder!);
    if (/(^|\/)\.$/.test(str_w(s, w_folder!))) throw osError(s, INVALID, w_folder!);
    if (tree.list(path).length > 0) throw osError(s, NOT_EMPTY, w_folder!);
    tree.remove(path);
    return w_None;
  });
  define("unlink", "file", (s, [w_file]) => {
    const path = pathOf(s, tree, w_file!);
    const node = existing(s, tree, path, w_file!);
    if (node instanceof FolderNode) throw osError(s, IS_A_FOLDER, w_file!);
    if (node.isDevice) throw osError(s, NOT_PERMITTED, w_file!);
    tree.remove(path);
    return w_None;
  });
  define("rename", "source, target", (s, [w_source, w_target]) => {
    const errno = rename(tree, pathOf(s, tree, w_source!), pathOf(s, tree, w_target!));
    if (errno !== 0) throw osError(s, errno, w_source!, errorText(errno), w_target!);
    return w_None;
  });
  define("chmod", "file, mode", (s, [w_file, w_mode]) => {
    changeable(s, tree, w_file!).mode = toHostInteger(s, w_mode!) & 0o7777;
    return w_None;
  });
  define("utime", "file, time", (s, [w_file, w_time]) => {
    const time = toIndex(s, w_time!, () => "an integer is required");
    changeable(s, tree, w_file!).timeNanoseconds = time;
    return w_None;
  });
}

/** A node whose mode or time may be set. */
function changeable(space: ObjSpace, tree: FileTree, w_file: W_Root): Node {
  const path = pathOf(space, tree, w_file);
  const node = existing(space, tree, path, w_file);
  if (node instanceof FileNode) return ownNode(tree, path, node);
  if (tree.lookupWritten(path) === undefined) throw osError(space, NOT_PERMITTED, w_file);
  return node;
}

/** The number of the error, or 0. */
function rename(tree: FileTree, source: string, target: string): number {
  const node = tree.lookup(source);
  if (node === null) return NOT_FOUND;
  const parent = tree.lookup(parentOf(target));
  if (parent === null) return NOT_FOUND;
  if (parent instanceof FileNode) return NOT_A_FOLDER;
  const old = tree.lookup(target);
  if (source === target) return 0;
  if (node instanceof FolderNode) {
    if (`${target}/`.startsWith(`${source}/`)) return INVALID;
    if (old instanceof FileNode) return NOT_A_FOLDER;
    if (old !== null && tree.list(target).length > 0) return NOT_EMPTY;
  } else if (old instanceof FolderNode) return IS_A_FOLDER;
  tree.move(source, target, node);
  return 0;
}
