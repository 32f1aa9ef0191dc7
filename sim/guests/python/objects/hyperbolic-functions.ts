/**
 * Hyperbolic functions and log10 by the formulas of the C library (fdlibm's, which glibc keeps),
 * from exp, expm1, log and log1p: the last digit depends on the formula.
 *
 * Counterpart: glibc sysdeps/ieee754/dbl-64/{e_cosh,e_sinh,s_tanh,s_asinh,e_acosh,e_log10}.c.
 */

type Unary = (x: number) => number;

/** What the formulas are made of. */
export interface Exponentials {
  readonly exp: Unary;
  readonly expm1: Unary;
  readonly log: Unary;
  readonly log1p: Unary;
}

/** From here on one exponential is all that counts. */
const LARGE = 22;
/** Beyond this even exp overflows where half of it does not. */
const OVERFLOW = 709.7;
const TWO_28 = 268435456;

export function makeCosh({ exp, expm1 }: Exponentials, plain: Unary): Unary {
  return (x) => {
    const size = Math.abs(x);
    if (!(size < OVERFLOW)) return plain(x);
    if (size > LARGE) return 0.5 * exp(size);
    if (size < 0.34657359027997264) {
      const t = expm1(size);
      const w = 1 + t;
      return size < 2 ** -55 ? w : 1 + (t * t) / (w + w);
    }
    const t = exp(size);
    return 0.5 * t + 0.5 / t;
  };
}

export function makeSinh({ exp, expm1 }: Exponentials, plain: Unary): Unary {
  return (x) => {
    const size = Math.abs(x);
    if (!(size < OVERFLOW) || size < 2 ** -28) return plain(x);
    const half = x < 0 ? -0.5 : 0.5;
    if (size > LARGE) return half * exp(size);
    const t = expm1(size);
    return size < 1 ? half * (2 * t - (t * t) / (t + 1)) : half * (t + t / (t + 1));
  };
}

export function makeTanh({ expm1 }: Exponentials, plain: Unary): Unary {
  return (x) => {
    const size = Math.abs(x);
    if (!(size < LARGE) || size < 2 ** -55) return plain(x);
    let z: number;
    if (size >= 1) {
      const t = expm1(2 * size);
      z = 1 - 2 / (t + 2);
    } else {
      const t = expm1(-2 * size);
      z = -t / (t + 2);
    }
    return x < 0 ? -z : z;
  };
}

export function makeAsinh({ log, log1p }: Exponentials, plain: Unary): Unary {
  return (x) => {
    const size = Math.abs(x);
    if (!Number.isFinite(x) || size < 2 ** -28) return plain(x);
    let w: number;
    if (size > TWO_28) w = log(size) + Math.LN2;
    else if (size > 2) w = log(2 * size + 1 / (Math.sqrt(x * x + 1) + size));
    else {
      const t = x * x;
      w = log1p(size + t / (1 + Math.sqrt(1 + t)));
    }
    return x < 0 ? -w : w;
  };
}

export function makeAcosh({ log, log1p }: Exponentials, plain: Unary): Unary {
  return (x) => {
    if (!(x > 1) || x === Number.POSITIVE_INFINITY) return plain(x);
    if (x > TWO_28) return log(x) + Math.LN2;
    if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
    const t = x - 1;
    return log1p(t + Math.sqrt(2 * t + t * t));
  };
}

const INVERSE_LN10 = Math.LOG10E;
const LOG10_2_HIGH = 0.30102999566361177;
const LOG10_2_LOW = 3.694239077158931e-13;

export function makeLog10({ log }: Exponentials, plain: Unary): Unary {
  return (x) => {
    if (!(x >= 2 ** -1022 && x < Number.POSITIVE_INFINITY)) return plain(x);
    let exponent = 0;
    let mantissa = x;
    for (; mantissa >= 2; mantissa /= 2) exponent++;
    for (; mantissa < 1; mantissa *= 2) exponent--;
    // Below one the mantissa is brought to [1/2, 1).
    if (exponent < 0) {
      exponent++;
      mantissa /= 2;
    }
    return exponent * LOG10_2_LOW + INVERSE_LN10 * log(mantissa) + exponent * LOG10_2_HIGH;
  };
}
