/**
 * Complex arithmetic for constant folding.
 *
 * DIFFERS: powers of complex constants are left to run time.
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
    case "Mult":
      return make(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real);
    case "Div":
      return divide(a, b);
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
