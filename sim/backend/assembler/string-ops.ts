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
import { mem, memIndexed, R8, R11, RCX, RDI, RDX, reg8, reg32, RSI } from "../../x86/operand.ts";
import { STRING } from "./calling-convention.ts";
import { beginCall, callAllocator, callHelper, emitHelperCall } from "./call-ops.ts";
import { emitMoves, sourceOf } from "./moves.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";

/** Bytes of one character. */
type CharacterSize = 1 | 4;

function newString(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    callAllocator(w, op, "new_string", [{ value: argument(op, 0) }, { number: bytes }]);
  };
}

function length(w: UnitWriter, op: ResOp): void {
  const base = w.general(argument(op, 0));
  w.emit("mov", w.regs.resultGeneral(op), mem(8, base, STRING.length));
}

/** The character at `index` of the string in `base`. */
function characterPlace(
  w: UnitWriter,
  base: RegisterOperand,
  index: Value,
  bytes: CharacterSize,
): MemoryOperand {
  const immediate = w.lookupImmediate(index);
  const disp = immediate === undefined ? undefined : STRING.chars + bytes * Number(immediate);
  if (disp !== undefined && disp === (disp | 0)) return mem(bytes, base, disp);
  return memIndexed(bytes, base, w.general(index), bytes, STRING.chars);
}

function getCharacter(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    const base = w.general(argument(op, 0));
    const place = characterPlace(w, base, argument(op, 1), bytes);
    const result = reg32(w.regs.resultGeneral(op).number);
    w.emit(bytes === 1 ? "movzx" : "mov", result, place);
  };
}

function setCharacter(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    const base = w.general(argument(op, 0));
    const place = characterPlace(w, base, argument(op, 1), bytes);
    const value = argument(op, 2);
    const { number } = value.isConst ? R11 : w.regs.inGeneral(value);
    if (value.isConst) w.load(R11, value);
    w.emit("mov", place, bytes === 1 ? reg8(number) : reg32(number));
  };
}

/** Where {@link copyContent} has its arguments before it makes addresses of them. */
const COPY_REGISTERS = [RSI, RDI, RCX, R8, RDX] as const;

/** Arguments: source, target, start in the source, start in the target, number of characters. */
function copyContent(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    const sources = op.args.map((value) => sourceOf(w, value));
    beginCall(w, false);
    emitMoves(
      w,
      COPY_REGISTERS.map((target, k) => ({ target, source: sources[k]! })),
    );
    const place = (base: RegisterOperand, index: RegisterOperand) => {
      return memIndexed(0, base, index, bytes, STRING.chars);
    };
    w.emit("lea", RSI, place(RSI, RCX));
    w.emit("lea", RDI, place(RDI, R8));
    if (bytes > 1) w.emit("lea", RDX, memIndexed(0, undefined, RDX, bytes));
    emitHelperCall(w, "copy_bytes");
  };
}

function hash(bytes: CharacterSize): OpHandler {
  return (w, op) => {
    callHelper(w, op, "hash_string", [{ value: argument(op, 0) }, { number: bytes }]);
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
