/**
 * Python's operators on constants. `undefined` means: not at compile time, be it that Python
 * raises, that PyPy does not fold this, or that the result would be unreasonably long.
 *
 * Counterpart: pypy/interpreter/astcompiler/optimize.py (binary_folders, unary_folders) with the
 * arithmetic of pypy/objspace/std.
 */

import { unreachable } from "../../../base/assert.ts";
import type { BinaryOperator, LiteralValue, UnaryOperator } from "../parser/ast.ts";
import { complexBinary } from "./complex-arithmetic.ts";
import { isTrue } from "./constant-values.ts";
import { bitLength, bigintToFloat, divideBigints, floatBinary } from "./float-arithmetic.ts";
import { formatPercent } from "./percent-format.ts";

type Folded = LiteralValue | undefined;

/** PyPy's limits: estimated bits of a power and of a left shift. */
const POWER_BITS_MAX = 5000;
const SHIFT_BITS_MAX = 1000;
/** Longer repetitions are refused by the caller anyway. */
const REPEATED_LENGTH_MAX = 1000n;

/** `left op right`. */
export function foldBinary(op: BinaryOperator, left: LiteralValue, right: LiteralValue): Folded {
  const a = asInt(left);
  const b = asInt(right);
  if (a !== undefined && b !== undefined) {
    if (left.kind === "bool" && right.kind === "bool") {
      const value = foldBools(op, left.value, right.value);
      if (value !== undefined) return value;
    }
    return foldInts(op, a, b);
  }
  if (isNumber(left) && isNumber(right)) {
    if (left.kind === "complex" || right.kind === "complex") {
      return complexBinary(op, toComplex(left), toComplex(right));
    }
    return foldFloats(op, toFloat(left), toFloat(right));
  }
  return foldSequences(op, left, right);
}

function asInt(value: LiteralValue): bigint | undefined {
  if (value.kind === "int") return value.value;
  if (value.kind === "bool") return value.value ? 1n : 0n;
  return undefined;
}

function isNumber(value: LiteralValue): boolean {
  return ["int", "bool", "float", "complex"].includes(value.kind);
}

/** A real number as a float; `undefined` when it is an int too large for one. */
function toFloat(value: LiteralValue): number | undefined {
  if (value.kind === "float") return value.value;
  return bigintToFloat(asInt(value) ?? 0n);
}

function toComplex(value: LiteralValue): { real: number; imag: number } | undefined {
  if (value.kind === "complex") return { real: value.real, imag: value.imag };
  const real = toFloat(value);
  return real === undefined ? undefined : { real, imag: 0 };
}

function makeInt(value: bigint): LiteralValue {
  return { kind: "int", value };
}

function makeFloat(value: number): LiteralValue {
  return { kind: "float", value };
}

function foldBools(op: BinaryOperator, a: boolean, b: boolean): Folded {
  if (op === "BitAnd") return { kind: "bool", value: a && b };
  if (op === "BitOr") return { kind: "bool", value: a || b };
  if (op === "BitXor") return { kind: "bool", value: a !== b };
  return undefined;
}

function foldInts(op: BinaryOperator, a: bigint, b: bigint): Folded {
  switch (op) {
    case "Add":
      return makeInt(a + b);
    case "Sub":
      return makeInt(a - b);
    case "Mult":
      return makeInt(a * b);
    case "BitAnd":
      return makeInt(a & b);
    case "BitOr":
      return makeInt(a | b);
    case "BitXor":
      return makeInt(a ^ b);
    case "LShift":
      if (b < 0n || BigInt(bitLength(a)) + b > SHIFT_BITS_MAX) return undefined;
      return makeInt(a << b);
    case "RShift":
      return b < 0n ? undefined : makeInt(shiftRight(a, b));
    case "FloorDiv":
      return b === 0n ? undefined : makeInt(floorDivide(a, b));
    case "Mod":
      return b === 0n ? undefined : makeInt(a - floorDivide(a, b) * b);
    case "Div": {
      const quotient = divideBigints(a, b);
      return quotient === undefined ? undefined : makeFloat(quotient);
    }
    case "Pow":
      return foldIntPower(a, b);
    case "MatMult":
      return undefined;
    default:
      return unreachable(op);
  }
}

function shiftRight(a: bigint, b: bigint): bigint {
  if (b > BigInt(bitLength(a))) return a < 0n ? -1n : 0n;
  return a >> b;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function foldIntPower(a: bigint, b: bigint): Folded {
  if (BigInt(bitLength(a)) * b > POWER_BITS_MAX) return undefined;
  if (b >= 0n) return makeInt(a ** b);
  return foldFloats("Pow", bigintToFloat(a), bigintToFloat(b));
}

function foldFloats(op: BinaryOperator, a: number | undefined, b: number | undefined): Folded {
  if (a === undefined || b === undefined) return undefined;
  if (op === "Pow" && a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    return complexBinary(op, { real: a, imag: 0 }, { real: b, imag: 0 });
  }
  const value = floatBinary(op, a, b);
  return value === undefined ? undefined : makeFloat(value);
}

function foldSequences(op: BinaryOperator, left: LiteralValue, right: LiteralValue): Folded {
  if (op === "Add") return concatenate(left, right);
  if (op === "Mod") return left.kind === "str" ? formatPercent(left.value, right) : undefined;
  if (op !== "Mult") return undefined;
  const leftCount = asInt(left);
  const rightCount = asInt(right);
  if (leftCount !== undefined) return repeat(right, leftCount);
  return rightCount === undefined ? undefined : repeat(left, rightCount);
}

function concatenate(left: LiteralValue, right: LiteralValue): Folded {
  if (left.kind === "str" && right.kind === "str") {
    return { kind: "str", value: left.value + right.value };
  }
  if (left.kind === "bytes" && right.kind === "bytes") {
    return { kind: "bytes", value: Uint8Array.from([...left.value, ...right.value]) };
  }
  if (left.kind === "tuple" && right.kind === "tuple") {
    return { kind: "tuple", items: [...left.items, ...right.items] };
  }
  return undefined;
}

function repeat(value: LiteralValue, count: bigint): Folded {
  if (BigInt.asIntN(64, count) !== count) return undefined;
  const times = count < 0n ? 0 : Number(count > REPEATED_LENGTH_MAX ? REPEATED_LENGTH_MAX : count);
  if (value.kind === "str") return { kind: "str", value: value.value.repeat(times) };
  const copies = <T>(items: readonly T[]): T[] => Array.from({ length: times }, () => items).flat();
  if (value.kind === "bytes") {
    return { kind: "bytes", value: Uint8Array.from(copies([...value.value])) };
  }
  if (value.kind === "tuple") return { kind: "tuple", items: copies(value.items) };
  return undefined;
}

/** `op operand`. */
export function foldUnary(op: UnaryOperator, operand: LiteralValue): Folded {
  if (op === "Not") return { kind: "bool", value: !isTrue(operand) };
  const int = asInt(operand);
  if (int !== undefined) {
    if (op === "Invert") return makeInt(-int - 1n);
    return makeInt(op === "USub" ? -int : int);
  }
  if (op === "Invert") return undefined;
  const sign = op === "USub" ? -1 : 1;
  if (operand.kind === "float") return makeFloat(sign * operand.value);
  if (operand.kind !== "complex") return undefined;
  return { kind: "complex", real: sign * operand.real, imag: sign * operand.imag };
}

/** `value[index]`; a character of a str is left to run time, as PyPy does. */
export function foldSubscript(value: LiteralValue, index: LiteralValue): Folded {
  const position = asInt(index);
  if (position === undefined) return undefined;
  if (value.kind === "bytes") {
    const byte = itemAt([...value.value], position);
    return byte === undefined ? undefined : makeInt(BigInt(byte));
  }
  return value.kind === "tuple" ? itemAt(value.items, position) : undefined;
}

function itemAt<T>(items: readonly T[], position: bigint): T | undefined {
  const length = BigInt(items.length);
  const index = position < 0n ? position + length : position;
  return index < 0n || index >= length ? undefined : items[Number(index)];
}
