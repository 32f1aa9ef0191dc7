/**
 * The binary operators: their symbols and special methods, by number.
 *
 * Counterpart: pypy/interpreter/baseobjspace.py (ObjSpace.MethodTable).
 */

export class BinaryOperator {
  readonly symbol: string;
  readonly method: string;
  readonly reflected: string;
  readonly inplace: string;

  constructor(symbol: string, name: string) {
    this.symbol = symbol;
    this.method = `__${name}__`;
    this.reflected = `__r${name}__`;
    this.inplace = `__i${name}__`;
  }
}

function operator(symbol: string, name: string): BinaryOperator {
  return new BinaryOperator(symbol, name);
}

export const OP_ADD = 0;
export const OP_SUB = 1;
export const OP_MUL = 2;
export const OP_TRUEDIV = 3;
export const OP_FLOORDIV = 4;
export const OP_MOD = 5;
export const OP_POW = 6;
export const OP_LSHIFT = 7;
export const OP_RSHIFT = 8;
export const OP_AND = 9;
export const OP_XOR = 10;
export const OP_OR = 11;
export const OP_MATMUL = 12;
export const OP_DIVMOD = 13;

/** Indexed by the constants above. */
export const BINARY_OPERATORS: readonly BinaryOperator[] = [
  operator("+", "add"),
  operator("-", "sub"),
  operator("*", "mul"),
  operator("/", "truediv"),
  operator("//", "floordiv"),
  operator("%", "mod"),
  operator("** or pow()", "pow"),
  operator("<<", "lshift"),
  operator(">>", "rshift"),
  operator("&", "and"),
  operator("^", "xor"),
  operator("|", "or"),
  operator("@", "matmul"),
  operator("divmod", "divmod"),
];
