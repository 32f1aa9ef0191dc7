/**
 * The bytecodes of PyPy 3.9 (7.3.11): numbers, argument kinds, names. Every instruction is two
 * bytes, opcode and argument; EXTENDED_ARG gives the bits above the low eight of the argument of
 * the next instruction. Opcodes below HAVE_ARGUMENT ignore their argument byte.
 *
 * Counterpart: lib-python/3/opcode.py, checked against the installed one by opcodes.test.ts.
 */

/** Opcode numbers by name, ordered by number. */
export const OPCODES = {
  POP_TOP: 1,
  ROT_TWO: 2,
  ROT_THREE: 3,
  DUP_TOP: 4,
  DUP_TOP_TWO: 5,
  ROT_FOUR: 6,
  NOP: 9,
  UNARY_POSITIVE: 10,
  UNARY_NEGATIVE: 11,
  UNARY_NOT: 12,
  UNARY_INVERT: 15,
  BINARY_MATRIX_MULTIPLY: 16,
  INPLACE_MATRIX_MULTIPLY: 17,
  BINARY_POWER: 19,
  BINARY_MULTIPLY: 20,
  BINARY_MODULO: 22,
  BINARY_ADD: 23,
  BINARY_SUBTRACT: 24,
  BINARY_SUBSCR: 25,
  BINARY_FLOOR_DIVIDE: 26,
  BINARY_TRUE_DIVIDE: 27,
  INPLACE_FLOOR_DIVIDE: 28,
  INPLACE_TRUE_DIVIDE: 29,
  RERAISE: 48,
  WITH_EXCEPT_START: 49,
  GET_AITER: 50,
  GET_ANEXT: 51,
  BEFORE_ASYNC_WITH: 52,
  END_ASYNC_FOR: 54,
  INPLACE_ADD: 55,
  INPLACE_SUBTRACT: 56,
  INPLACE_MULTIPLY: 57,
  INPLACE_MODULO: 59,
  STORE_SUBSCR: 60,
  DELETE_SUBSCR: 61,
  BINARY_LSHIFT: 62,
  BINARY_RSHIFT: 63,
  BINARY_AND: 64,
  BINARY_XOR: 65,
  BINARY_OR: 66,
  INPLACE_POWER: 67,
  GET_ITER: 68,
  GET_YIELD_FROM_ITER: 69,
  PRINT_EXPR: 70,
  LOAD_BUILD_CLASS: 71,
  YIELD_FROM: 72,
  GET_AWAITABLE: 73,
  LOAD_ASSERTION_ERROR: 74,
  INPLACE_LSHIFT: 75,
  INPLACE_RSHIFT: 76,
  INPLACE_AND: 77,
  INPLACE_XOR: 78,
  INPLACE_OR: 79,
  LIST_TO_TUPLE: 82,
  RETURN_VALUE: 83,
  IMPORT_STAR: 84,
  SETUP_ANNOTATIONS: 85,
  YIELD_VALUE: 86,
  POP_BLOCK: 87,
  POP_EXCEPT: 89,
  STORE_NAME: 90,
  DELETE_NAME: 91,
  UNPACK_SEQUENCE: 92,
  FOR_ITER: 93,
  UNPACK_EX: 94,
  STORE_ATTR: 95,
  DELETE_ATTR: 96,
  STORE_GLOBAL: 97,
  DELETE_GLOBAL: 98,
  LOAD_CONST: 100,
  LOAD_NAME: 101,
  BUILD_TUPLE: 102,
  BUILD_LIST: 103,
  BUILD_SET: 104,
  BUILD_MAP: 105,
  LOAD_ATTR: 106,
  COMPARE_OP: 107,
  IMPORT_NAME: 108,
  IMPORT_FROM: 109,
  JUMP_FORWARD: 110,
  JUMP_IF_FALSE_OR_POP: 111,
  JUMP_IF_TRUE_OR_POP: 112,
  JUMP_ABSOLUTE: 113,
  POP_JUMP_IF_FALSE: 114,
  POP_JUMP_IF_TRUE: 115,
  LOAD_GLOBAL: 116,
  IS_OP: 117,
  CONTAINS_OP: 118,
  SETUP_EXCEPT: 120,
  JUMP_IF_NOT_EXC_MATCH: 121,
  SETUP_FINALLY: 122,
  LOAD_FAST: 124,
  STORE_FAST: 125,
  DELETE_FAST: 126,
  RAISE_VARARGS: 130,
  CALL_FUNCTION: 131,
  MAKE_FUNCTION: 132,
  BUILD_SLICE: 133,
  LOAD_CLOSURE: 135,
  LOAD_DEREF: 136,
  STORE_DEREF: 137,
  DELETE_DEREF: 138,
  CALL_FUNCTION_KW: 141,
  CALL_FUNCTION_EX: 142,
  SETUP_WITH: 143,
  EXTENDED_ARG: 144,
  LIST_APPEND: 145,
  SET_ADD: 146,
  MAP_ADD: 147,
  LOAD_CLASSDEREF: 148,
  SETUP_ASYNC_WITH: 154,
  FORMAT_VALUE: 155,
  BUILD_CONST_KEY_MAP: 156,
  BUILD_STRING: 157,
  LOAD_METHOD: 160,
  CALL_METHOD: 161,
  LIST_EXTEND: 164,
  SET_UPDATE: 165,
  DICT_MERGE: 166,
  DICT_UPDATE: 167,
  BUILD_LIST_FROM_ARG: 203,
  CALL_METHOD_KW: 204,
  LOAD_REVDB_VAR: 205,
} as const;

/** The name of a bytecode. */
export type OpcodeName = keyof typeof OPCODES;

/** The first opcode whose argument byte means something. */
export const HAVE_ARGUMENT = 90;

/** What the argument of an opcode selects; opcodes not listed take a plain count or flags. */
export type ArgumentKind = "const" | "name" | "jrel" | "jabs" | "local" | "compare" | "free";

const KIND_MEMBERS: Readonly<Record<ArgumentKind, readonly OpcodeName[]>> = {
  const: ["LOAD_CONST"],
  name: [
    "STORE_NAME",
    "DELETE_NAME",
    "STORE_ATTR",
    "DELETE_ATTR",
    "STORE_GLOBAL",
    "DELETE_GLOBAL",
    "LOAD_NAME",
    "LOAD_ATTR",
    "IMPORT_NAME",
    "IMPORT_FROM",
    "LOAD_GLOBAL",
    "LOAD_METHOD",
  ],
  jrel: [
    "FOR_ITER",
    "JUMP_FORWARD",
    "SETUP_EXCEPT",
    "SETUP_FINALLY",
    "SETUP_WITH",
    "SETUP_ASYNC_WITH",
  ],
  jabs: [
    "JUMP_IF_FALSE_OR_POP",
    "JUMP_IF_TRUE_OR_POP",
    "JUMP_ABSOLUTE",
    "POP_JUMP_IF_FALSE",
    "POP_JUMP_IF_TRUE",
    "JUMP_IF_NOT_EXC_MATCH",
  ],
  local: ["LOAD_FAST", "STORE_FAST", "DELETE_FAST"],
  compare: ["COMPARE_OP"],
  free: ["LOAD_CLOSURE", "LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF", "LOAD_CLASSDEREF"],
};

/** The comparison operators in the order of COMPARE_OP's argument. */
export const COMPARE_OPERATORS = ["<", "<=", "==", "!=", ">", ">="] as const;

/** Opcode names by number; `<N>` for a number that is no opcode. */
export const OPCODE_NAMES: readonly string[] = makeOpcodeNames();

/** Argument kinds by opcode number. */
export const ARGUMENT_KINDS: readonly (ArgumentKind | undefined)[] = makeArgumentKinds();

function makeOpcodeNames(): string[] {
  const names: string[] = [];
  for (let op = 0; op < 256; op++) names.push(`<${op}>`);
  for (const [name, op] of Object.entries(OPCODES)) names[op] = name;
  return names;
}

function makeArgumentKinds(): (ArgumentKind | undefined)[] {
  const kinds: (ArgumentKind | undefined)[] = new Array(256).fill(undefined);
  for (const kind of Object.keys(KIND_MEMBERS) as ArgumentKind[]) {
    for (const name of KIND_MEMBERS[kind]) kinds[OPCODES[name]] = kind;
  }
  return kinds;
}
