/**
 * Code of operations on string objects: lengths and characters at fixed offsets, one byte a
 * character in bytes strings and four in unicode strings. Allocating, copying and hashing are
 * helpers' work.
 *
 * Counterpart: rpython/jit/backend/llsupport/rewrite.py (rewrite_copy_str_content),
 * x86/assembler.py.
 */

import type { ResOp, Value } from "../../trace/values.ts";
import type { MemoryOperand, RegisterOperand } from "../../x86/operand.ts";
import { mem, memIndexed, RAX, RCX, RDI, RDX, reg8, reg32, RSI } from "../../x86/operand.ts";
import { STRING } from "./calling-convention.ts";
import { emitHelperCall } from "./call-ops.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";

/** Bytes of one character. */
type CharacterSize = 1 | 4;

function newString(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    w.load(RDI, argument(op, 0));
    w.loadNumber(RSI, bytes);
    emitHelperCall(w, "new_string");
    w.store(op, RAX);
  };
}

function length(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  w.emit("mov", RAX, mem(8, RAX, STRING.length));
  w.store(op, RAX);
}

/** The character at `index` of the string in `base`; `scratch` may get the index. */
function characterPlace(
  w: UnitWriter,
  base: RegisterOperand,
  index: Value,
  scratch: RegisterOperand,
  bytes: CharacterSize,
): MemoryOperand {
  const immediate = w.lookupImmediate(index);
  const disp = immediate === undefined ? undefined : STRING.chars + bytes * Number(immediate);
  if (disp !== undefined && disp === (disp | 0)) return mem(bytes, base, disp);
  w.load(scratch, index);
  return memIndexed(bytes, base, scratch, bytes, STRING.chars);
}

function addressOf(place: MemoryOperand): MemoryOperand {
  return { ...place, size: 0 };
}

function getCharacter(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    w.load(RAX, argument(op, 0));
    const place = characterPlace(w, RAX, argument(op, 1), RCX, bytes);
    if (bytes === 1) w.emit("movzx", reg32(RAX.number), place);
    else w.emit("mov", reg32(RAX.number), place);
    w.store(op, RAX);
  };
}

function setCharacter(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    w.load(RAX, argument(op, 0));
    const place = characterPlace(w, RAX, argument(op, 1), RCX, bytes);
    w.load(RDX, argument(op, 2));
    w.emit("mov", place, bytes === 1 ? reg8(RDX.number) : reg32(RDX.number));
  };
}

/** Arguments: source, target, start in the source, start in the target, number of characters. */
function copyContent(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    w.load(RSI, argument(op, 0));
    w.emit("lea", RSI, addressOf(characterPlace(w, RSI, argument(op, 2), RAX, bytes)));
    w.load(RDI, argument(op, 1));
    w.emit("lea", RDI, addressOf(characterPlace(w, RDI, argument(op, 3), RAX, bytes)));
    w.load(RDX, argument(op, 4));
    if (bytes > 1) w.emit("lea", RDX, memIndexed(0, undefined, RDX, bytes));
    emitHelperCall(w, "copy_bytes");
  };
}

function hash(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    w.load(RDI, argument(op, 0));
    w.loadNumber(RSI, bytes);
    emitHelperCall(w, "hash_string");
    w.store(op, RAX);
  };
}

export const STRING_HANDLERS: HandlerTable = {
  newstr: newString(1),
  newunicode: newString(4),
  strlen: length,
  unicodelen: length,
  strgetitem: getCharacter(1),
  unicodegetitem: getCharacter(4),
  strsetitem: setCharacter(1),
  unicodesetitem: setCharacter(4),
  copystrcontent: copyContent(1),
  copyunicodecontent: copyContent(4),
  strhash: hash(1),
  unicodehash: hash(4),
};
