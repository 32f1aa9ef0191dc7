/**
 * Complex arithmetic for constant folding.
 *
 * DIFFERS: powers of complex constants other than small integer ones are left to run time.
 *
 * Counterpart: pypy/objspace/std/complexobject.py.
 */

import type { BinaryOperator, LiteralValue } from "../parser/ast.ts";

interface Complex {
  readonly real: number;
  readonly imag: number;
}

/** `a op b`; `undefined` where it is left to run time. */
export function complexBinary(
  op: BinaryOperator,
  a: Complex | undefined,
  b: Complex | undefined,
): LiteralValue | undefined {
  if (a === undefined || b === undefined) return undefined;
  switch (op) {
    case "Add":
      return make(a.real + b.real, a.imag + b.imag);
    case "Sub":
      return make(a.real - b.real, a.imag - b.imag);
    case "Mult": {
      const { real, imag } = multiply(a, b);
      return make(real, imag);
    }
    case "Div":
      return divide(a, b);
    case "Pow":
      return power(a, b);
    default:
      return undefined;
  }
}

function make(real: number, imag: number): LiteralValue {
  return { kind: "complex", real, imag };
}

/** Smith's method: scales by the larger part of the divisor. */
function divide(a: Complex, b: Complex): LiteralValue | undefined {
  if (b.real === 0 && b.imag === 0) return undefined;
  if (Math.abs(b.real) >= Math.abs(b.imag)) {
    const ratio = b.imag / b.real;
    const scale = b.real + b.imag * ratio;
    return make((a.real + a.imag * ratio) / scale, (a.imag - a.real * ratio) / scale);
  }
  const ratio = b.real / b.imag;
  const scale = b.real * ratio + b.imag;
  return make((a.real * ratio + a.imag) / scale, (a.imag * ratio - a.real) / scale);
}

function multiply(a: Complex, b: Complex): Complex {
  return {
    real: a.real * b.real - a.imag * b.imag,
    imag: a.real * b.imag + a.imag * b.real,
  };
}

/** Powers with an integer exponent up to this are computed by multiplication. */
const SMALL_POWER_MAX = 100;

function power(a: Complex, b: Complex): LiteralValue | undefined {
  const n = b.real;
  if (b.imag !== 0 || !Number.isInteger(n) || Math.abs(n) > SMALL_POWER_MAX) return undefined;
  let result: Complex = { real: 1, imag: 0 };
  let square = a;
  for (let bits = Math.abs(n); bits > 0; bits >>= 1) {
    if ((bits & 1) === 1) result = multiply(result, square);
    square = multiply(square, square);
  }
  return n >= 0 ? make(result.real, result.imag) : divide({ real: 1, imag: 0 }, result);
}
