/**
 * The stack depth a code object needs. Blocks are walked once, in layout order, back edges ignored.
 *
 * Counterpart: pypy/interpreter/astcompiler/assemble.py (_stacksize and the effect tables).
 */

import { assert } from "../../../base/assert.ts";
import type { Block, Instruction } from "./block.ts";
import type { OpcodeName } from "./opcodes.ts";

/** Stack effect when the instruction does not jump; a function where it depends on the argument. */
const EFFECTS: Readonly<Record<OpcodeName, number | ((arg: number) => number)>> = {
  NOP: 0,
  POP_TOP: -1,
  ROT_TWO: 0,
  ROT_THREE: 0,
  ROT_FOUR: 0,
  DUP_TOP: 1,
  DUP_TOP_TWO: 2,
  UNARY_POSITIVE: 0,
  UNARY_NEGATIVE: 0,
  UNARY_NOT: 0,
  UNARY_INVERT: 0,
  LIST_APPEND: -1,
  LIST_EXTEND: -1,
  LIST_TO_TUPLE: 0,
  SET_ADD: -1,
  SET_UPDATE: -1,
  MAP_ADD: -2,
  BINARY_POWER: -1,
  BINARY_MULTIPLY: -1,
  BINARY_MODULO: -1,
  BINARY_ADD: -1,
  BINARY_SUBTRACT: -1,
  BINARY_SUBSCR: -1,
  BINARY_FLOOR_DIVIDE: -1,
  BINARY_TRUE_DIVIDE: -1,
  BINARY_MATRIX_MULTIPLY: -1,
  BINARY_LSHIFT: -1,
  BINARY_RSHIFT: -1,
  BINARY_AND: -1,
  BINARY_OR: -1,
  BINARY_XOR: -1,
  INPLACE_FLOOR_DIVIDE: -1,
  INPLACE_TRUE_DIVIDE: -1,
  INPLACE_ADD: -1,
  INPLACE_SUBTRACT: -1,
  INPLACE_MULTIPLY: -1,
  INPLACE_MODULO: -1,
  INPLACE_POWER: -1,
  INPLACE_MATRIX_MULTIPLY: -1,
  INPLACE_LSHIFT: -1,
  INPLACE_RSHIFT: -1,
  INPLACE_AND: -1,
  INPLACE_OR: -1,
  INPLACE_XOR: -1,
  STORE_SUBSCR: -3,
  DELETE_SUBSCR: -2,
  GET_ITER: 0,
  FOR_ITER: 1,
  PRINT_EXPR: -1,
  LOAD_BUILD_CLASS: 1,
  POP_BLOCK: 0,
  POP_EXCEPT: -1,
  SETUP_WITH: 1,
  SETUP_FINALLY: 0,
  SETUP_EXCEPT: 0,
  RETURN_VALUE: -1,
  YIELD_VALUE: 0,
  YIELD_FROM: -1,
  COMPARE_OP: -1,
  IS_OP: -1,
  CONTAINS_OP: -1,
  LOAD_METHOD: 1,
  LOAD_NAME: 1,
  STORE_NAME: -1,
  DELETE_NAME: 0,
  LOAD_FAST: 1,
  STORE_FAST: -1,
  DELETE_FAST: 0,
  LOAD_ATTR: 0,
  STORE_ATTR: -2,
  DELETE_ATTR: -1,
  LOAD_GLOBAL: 1,
  STORE_GLOBAL: -1,
  DELETE_GLOBAL: 0,
  LOAD_CLOSURE: 1,
  LOAD_DEREF: 1,
  STORE_DEREF: -1,
  DELETE_DEREF: 0,
  GET_AWAITABLE: 0,
  SETUP_ASYNC_WITH: 0,
  BEFORE_ASYNC_WITH: 1,
  GET_AITER: 0,
  GET_ANEXT: 1,
  GET_YIELD_FROM_ITER: 0,
  // Four values go; the fifth balances SETUP_EXCEPT, whose handler is counted as four deep.
  END_ASYNC_FOR: -5,
  LOAD_CONST: 1,
  IMPORT_STAR: -1,
  IMPORT_NAME: -1,
  IMPORT_FROM: 1,
  JUMP_FORWARD: 0,
  JUMP_ABSOLUTE: 0,
  JUMP_IF_TRUE_OR_POP: 0,
  JUMP_IF_FALSE_OR_POP: 0,
  POP_JUMP_IF_TRUE: -1,
  POP_JUMP_IF_FALSE: -1,
  JUMP_IF_NOT_EXC_MATCH: -2,
  SETUP_ANNOTATIONS: 0,
  DICT_MERGE: -1,
  DICT_UPDATE: -1,
  BUILD_LIST_FROM_ARG: 1,
  LOAD_REVDB_VAR: 1,
  LOAD_CLASSDEREF: 1,
  LOAD_ASSERTION_ERROR: 1,
  RERAISE: -1,
  WITH_EXCEPT_START: 0,
  EXTENDED_ARG: 0,
  UNPACK_SEQUENCE: (arg) => arg - 1,
  UNPACK_EX: (arg) => (arg & 0xff) + (arg >> 8),
  BUILD_TUPLE: (arg) => 1 - arg,
  BUILD_LIST: (arg) => 1 - arg,
  BUILD_SET: (arg) => 1 - arg,
  BUILD_STRING: (arg) => 1 - arg,
  BUILD_MAP: (arg) => 1 - 2 * arg,
  BUILD_CONST_KEY_MAP: (arg) => -arg,
  BUILD_SLICE: (arg) => (arg === 3 ? -2 : -1),
  MAKE_FUNCTION: (arg) => -1 - countBits(arg & 0xf),
  RAISE_VARARGS: (arg) => -arg,
  CALL_FUNCTION: (arg) => -arg,
  CALL_FUNCTION_KW: (arg) => -arg - 1,
  CALL_FUNCTION_EX: (arg) => -arg - 1,
  CALL_METHOD: (arg) => -arg - 1,
  CALL_METHOD_KW: (arg) => -arg - 2,
  FORMAT_VALUE: (arg) => ((arg & 4) !== 0 ? -1 : 0),
};

/** What taking the jump adds to the effect above. */
const JUMP_EFFECTS: Partial<Readonly<Record<OpcodeName, number>>> = {
  FOR_ITER: -2,
  SETUP_FINALLY: 2,
  SETUP_EXCEPT: 4,
  SETUP_WITH: 1,
  SETUP_ASYNC_WITH: 1,
};

/** Instructions after which the block's rest and what follows it are not reached. */
const ENDS: ReadonlySet<OpcodeName> = new Set<OpcodeName>([
  "RETURN_VALUE",
  "RAISE_VARARGS",
  "RERAISE",
]);

function countBits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** How much deeper the stack is after an instruction that does not jump. */
export function stackEffect(op: OpcodeName, arg: number): number {
  const effect = EFFECTS[op];
  return typeof effect === "number" ? effect : effect(arg);
}

/** The deepest the stack gets in `blocks`, which are in layout order. */
export function computeStackDepth(blocks: readonly Block[]): number {
  for (const block of blocks) block.initialDepth = -99;
  blocks[0]!.initialDepth = 0;
  let deepest = 0;
  for (const block of blocks) {
    if (block.initialDepth !== -99) deepest = Math.max(deepest, walkBlock(block));
  }
  return deepest;
}

/** The deepest point of one block; hands its depth on to the blocks it leads to. */
function walkBlock(block: Block): number {
  let depth = block.initialDepth;
  let deepest = 0;
  for (const instruction of block.instructions) {
    depth += stackEffect(instruction.op, instruction.arg);
    assert(depth >= 0, "stack depth is never negative");
    deepest = Math.max(deepest, depth);
    if (instruction.target !== null) {
      const there = depth + (JUMP_EFFECTS[instruction.op] ?? 0);
      deepest = Math.max(deepest, there);
      reach(instruction.target, there);
      depth -= popsWhenNotTaken(instruction);
      if (isUnconditional(instruction)) return deepest;
    } else if (ENDS.has(instruction.op)) return deepest;
  }
  if (block.next !== null) reach(block.next, depth);
  return deepest;
}

function popsWhenNotTaken(jump: Instruction): number {
  return jump.op === "JUMP_IF_TRUE_OR_POP" || jump.op === "JUMP_IF_FALSE_OR_POP" ? 1 : 0;
}

function isUnconditional(jump: Instruction): boolean {
  return jump.op === "JUMP_ABSOLUTE" || jump.op === "JUMP_FORWARD";
}

function reach(block: Block, depth: number): void {
  block.initialDepth = Math.max(block.initialDepth, depth);
}
