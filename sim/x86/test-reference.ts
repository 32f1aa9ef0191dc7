/**
 * For tests only: what instructions without control flow do, written down once more, over bigints
 * and straight from the manual. It shares nothing with the processor but the operands. Floats are
 * those of the host; a NaN that arithmetic makes is 0x7ff8000000000000.
 */

import type { InstructionForm } from "./instruction-form.ts";
import type { MemoryOperand, Operand } from "./operand.ts";

const BITS = { c: 1, p: 4, a: 0x10, z: 0x40, s: 0x80, o: 0x800 } as const;

type Flag = keyof typeof BITS;

const words = new DataView(new ArrayBuffer(8));

function toFloat(bits: bigint): number {
  words.setBigUint64(0, bits);
  return words.getFloat64(0);
}

function fromFloat(value: number): bigint {
  if (Number.isNaN(value)) return 0x7ff8_0000_0000_0000n;
  words.setFloat64(0, value);
  return words.getBigUint64(0);
}

const u = (bits: number, value: bigint) => BigInt.asUintN(bits, value);
const s = (bits: number, value: bigint) => BigInt.asIntN(bits, value);

/** Registers, flags and the bytes from `base` on. */
export class Reference {
  readonly registers = new Array<bigint>(16).fill(0n);
  readonly vectors = new Array<bigint>(16).fill(0n);
  flags = 0;
  readonly base: number;
  readonly bytes: Uint8Array;

  constructor(base: number, bytes: Uint8Array) {
    this.base = base;
    this.bytes = bytes;
  }

  execute(form: InstructionForm, operands: readonly Operand[]): void {
    const { mnemonic } = form;
    const conditional = /^(set|cmov)(.+)$/.exec(mnemonic);
    const size = form.operands[0]?.sizeBytes ?? 8;
    const isVector = operands.some(({ kind }) => kind === "xmm") || mnemonic === "cvttsd2si";
    if (isVector) this.executeVector(mnemonic, form, operands);
    else if (conditional !== null) {
      const holds = this.holds(conditional[2]!);
      if (conditional[1] === "set") this.set(operands[0]!, 1, holds ? 1n : 0n);
      else this.set(operands[0]!, size, this.get(operands[holds ? 1 : 0]!, size));
    } else this.executeInteger(mnemonic, form, operands, size);
  }

  address({ base, index, scale, disp }: MemoryOperand): number {
    let sum = BigInt(disp);
    if (typeof base === "number") sum += this.registers[base]!;
    if (index !== undefined) sum += this.registers[index]! * BigInt(scale);
    return Number(u(64, sum));
  }

  get(operand: Operand, size: number): bigint {
    switch (operand.kind) {
      case "reg":
        return u(8 * size, this.registers[operand.number]!);
      case "imm":
        return u(8 * size, operand.value);
      case "xmm":
        return u(8 * size, this.vectors[operand.number]!);
      case "mem": {
        const at = this.address(operand) - this.base;
        let value = 0n;
        for (let k = size - 1; k >= 0; k--) value = (value << 8n) | BigInt(this.bytes[at + k]!);
        return value;
      }
      case "rel":
        throw new Error("no control flow here");
    }
  }

  set(operand: Operand, size: number, value: bigint): void {
    if (operand.kind === "mem") {
      const at = this.address(operand) - this.base;
      for (let k = 0; k < size; k++) this.bytes[at + k] = Number(u(8, value >> BigInt(8 * k)));
    } else if (operand.kind === "reg") {
      const old = this.registers[operand.number]!;
      const kept = size >= 4 ? 0n : (old >> BigInt(8 * size)) << BigInt(8 * size);
      this.registers[operand.number] = kept | u(8 * size, value);
    } else if (operand.kind === "xmm") {
      this.vectors[operand.number] = value;
    }
  }

  private flag(name: Flag, value: boolean): void {
    this.flags = value ? this.flags | BITS[name] : this.flags & ~BITS[name];
  }

  private has(name: Flag): boolean {
    return (this.flags & BITS[name]) !== 0;
  }

  holds(condition: string): boolean {
    const less = this.has("s") !== this.has("o");
    const table: Record<string, boolean> = {
      o: this.has("o"),
      b: this.has("c"),
      e: this.has("z"),
      be: this.has("c") || this.has("z"),
      s: this.has("s"),
      p: this.has("p"),
      l: less,
      le: less || this.has("z"),
    };
    const negated = { no: "o", ae: "b", ne: "e", a: "be", ns: "s", np: "p", ge: "l", g: "le" };
    const plain = (negated as Record<string, string>)[condition];
    return plain === undefined ? table[condition]! : !table[plain];
  }

  private resultFlags(bits: number, r: bigint): void {
    this.flag("z", u(bits, r) === 0n);
    this.flag("s", s(bits, r) < 0n);
    const ones = u(8, r).toString(2).replaceAll("0", "").length;
    this.flag("p", ones % 2 === 0);
  }

  /** a ± b ± carry with all flags; gives the result. */
  private sum(bits: number, a: bigint, b: bigint, carry: bigint, isAdd: boolean): bigint {
    const sign = isAdd ? 1n : -1n;
    const exact = u(bits, a) + sign * (u(bits, b) + carry);
    const signed = s(bits, a) + sign * (s(bits, b) + carry);
    this.flag("c", u(bits, exact) !== exact);
    this.flag("o", s(bits, signed) !== signed);
    const nibble = (a & 15n) + sign * ((b & 15n) + carry);
    this.flag("a", nibble < 0n || nibble > 15n);
    this.resultFlags(bits, exact);
    return u(bits, exact);
  }

  private executeInteger(
    mnemonic: string,
    form: InstructionForm,
    operands: readonly Operand[],
    size: number,
  ): void {
    const bits = 8 * size;
    const [target, second, third] = operands as [Operand, Operand, Operand | undefined];
    const a = target === undefined ? 0n : mnemonic === "lea" ? 0n : this.get(target, size);
    const read = () => this.get(second, size);
    const carry = this.has("c") ? 1n : 0n;
    const secondSize = form.operands[1]?.sizeBytes ?? size;
    switch (mnemonic) {
      case "mov":
      case "movabs":
        this.set(target, size, read());
        return;
      case "movzx":
        this.set(target, size, this.get(second, secondSize));
        return;
      case "movsx":
      case "movsxd":
        this.set(target, size, s(8 * secondSize, this.get(second, secondSize)));
        return;
      case "lea": {
        const { base, index, scale, disp } = second as MemoryOperand;
        const first = typeof base === "number" ? this.registers[base]! : 0n;
        const other = index === undefined ? 0n : this.registers[index]! * BigInt(scale);
        this.set(target, form.rexW ? 8 : 4, first + other + BigInt(disp));
        return;
      }
      case "xchg": {
        const b = read();
        this.set(target, size, b);
        this.set(second, size, a);
        return;
      }
      case "add":
        this.set(target, size, this.sum(bits, a, read(), 0n, true));
        return;
      case "sub":
        this.set(target, size, this.sum(bits, a, read(), 0n, false));
        return;
      case "cmp":
        this.sum(bits, a, read(), 0n, false);
        return;
      case "adc":
        this.set(target, size, this.sum(bits, a, read(), carry, true));
        return;
      case "sbb":
        this.set(target, size, this.sum(bits, a, read(), carry, false));
        return;
      case "neg":
        this.set(target, size, this.sum(bits, 0n, a, 0n, false));
        return;
      case "inc":
      case "dec": {
        const r = this.sum(bits, a, 1n, 0n, mnemonic === "inc");
        this.flag("c", carry === 1n);
        this.set(target, size, r);
        return;
      }
      case "not":
        this.set(target, size, ~a);
        return;
      case "and":
      case "or":
      case "xor":
      case "test": {
        const b = read();
        const r = mnemonic === "or" ? a | b : mnemonic === "xor" ? a ^ b : a & b;
        this.flag("c", false);
        this.flag("o", false);
        this.resultFlags(bits, r);
        if (mnemonic !== "test") this.set(target, size, r);
        return;
      }
      case "cqo":
        this.setA(2, 8, this.registers[0]! >> 63n === 0n ? 0n : -1n);
        return;
      case "cdq":
        this.setA(2, 4, (this.registers[0]! >> 31n) & 1n ? -1n : 0n);
        return;
      case "cdqe":
        this.setA(0, 8, s(32, this.registers[0]!));
        return;
      case "imul":
        if (second === undefined) this.multiply(bits, a, true);
        else this.multiplyTwo(target, bits, third === undefined ? a : read(), third ?? second);
        return;
      case "mul":
        this.multiply(bits, a, false);
        return;
      case "div":
      case "idiv":
        this.divide(bits, a, mnemonic === "idiv");
        return;
      case "push":
        this.push(target.kind === "imm" ? s(64, target.value) : this.get(target, 8));
        return;
      case "pop":
        this.pop(target);
        return;
      default:
        this.shift(mnemonic, target, bits, a, Number(this.get(second, 1)));
        return;
    }
  }

  private setA(number: number, size: number, value: bigint): void {
    this.set({ kind: "reg", number, size: 8 }, size, value);
  }

  private multiplyTwo(target: Operand, bits: number, a: bigint, other: Operand): void {
    const exact = s(bits, a) * s(bits, this.get(other, bits / 8));
    this.flag("c", s(bits, exact) !== exact);
    this.flag("o", s(bits, exact) !== exact);
    this.set(target, bits / 8, exact);
  }

  private multiply(bits: number, b: bigint, isSigned: boolean): void {
    const cut = isSigned ? s : u;
    const exact = cut(bits, this.registers[0]!) * cut(bits, b);
    this.flag("c", cut(bits, exact) !== exact);
    this.flag("o", cut(bits, exact) !== exact);
    this.setA(0, bits / 8, exact);
    this.setA(2, bits / 8, exact >> BigInt(bits));
  }

  private divide(bits: number, b: bigint, isSigned: boolean): void {
    const cut = isSigned ? s : u;
    const [high, low] = [u(bits, this.registers[2]!), u(bits, this.registers[0]!)];
    const a = cut(2 * bits, (high << BigInt(bits)) | low);
    const divisor = cut(bits, b);
    if (divisor === 0n || cut(bits, a / divisor) !== a / divisor) throw new RangeError("divide");
    this.setA(0, bits / 8, a / divisor);
    this.setA(2, bits / 8, a % divisor);
  }

  private push(value: bigint): void {
    this.setA(4, 8, this.registers[4]! - 8n);
    this.set({ kind: "mem", size: 8, base: 4, index: undefined, scale: 1, disp: 0 }, 8, value);
  }

  private pop(target: Operand): void {
    const top = { kind: "mem", size: 8, base: 4, index: undefined, scale: 1, disp: 0 } as const;
    const value = this.get(top, 8);
    this.setA(4, 8, this.registers[4]! + 8n);
    this.set(target, 8, value);
  }

  /** One bit at a time. */
  private shift(mnemonic: string, target: Operand, bits: number, a: bigint, count: number): void {
    const top = BigInt(bits - 1);
    const n = count & (bits === 64 ? 63 : 31);
    let r = a;
    for (let k = 0; k < n; k++) {
      const isLeft = mnemonic === "shl" || mnemonic === "rol";
      const out = isLeft ? r >> top : r & 1n;
      const sign = r >> top;
      const into = { shl: 0n, shr: 0n, sar: sign, rol: out, ror: out }[mnemonic];
      if (into === undefined) throw new Error(`no meaning of ${mnemonic}`);
      r = isLeft ? u(bits, (r << 1n) | into) : (r >> 1n) | (into << top);
      this.flag("c", out === 1n);
      this.flag("o", isLeft ? r >> top !== out : r >> top !== sign);
    }
    const isRotation = mnemonic === "rol" || mnemonic === "ror";
    if (n > 0 && !isRotation) this.resultFlags(bits, r);
    this.set(target, bits / 8, r);
  }

  private executeVector(
    mnemonic: string,
    form: InstructionForm,
    operands: readonly Operand[],
  ): void {
    const [target, second] = operands as [Operand, Operand];
    const size = form.operands[1]!.sizeBytes || 8;
    const lane = (operand: Operand) => (operand.kind === "xmm" ? this.get(operand, 8) : 0n);
    const old = target.kind === "xmm" ? this.get(target, 16) : 0n;
    const upper = (old >> 64n) << 64n;
    const b = this.get(second, second.kind === "xmm" ? 8 : size);
    const [x, y] = [toFloat(lane(target)), toFloat(b)];
    const arithmetic: Record<string, number> = {
      addsd: x + y,
      subsd: x - y,
      mulsd: x * y,
      divsd: x / y,
      sqrtsd: Math.sqrt(y),
    };
    const result = arithmetic[mnemonic];
    if (result !== undefined) {
      this.set(target, 16, upper | fromFloat(result));
      return;
    }
    switch (mnemonic) {
      case "minsd":
        this.set(target, 16, upper | (x < y ? lane(target) : b));
        return;
      case "maxsd":
        this.set(target, 16, upper | (x > y ? lane(target) : b));
        return;
      case "cvtsi2sd":
        this.set(target, 16, upper | fromFloat(Number(s(8 * size, b))));
        return;
      case "cvttsd2si": {
        const bits = 8 * form.operands[0]!.sizeBytes;
        const isNumber = Number.isFinite(y);
        const whole = isNumber ? BigInt(Math.trunc(y)) : 1n << 70n;
        const fits = s(bits, whole) === whole;
        this.set(target, bits / 8, fits ? whole : 1n << BigInt(bits - 1));
        return;
      }
      case "cvtsd2ss":
        words.setFloat32(0, y);
        this.set(
          target,
          16,
          ((old >> 32n) << 32n) | BigInt(Number.isNaN(y) ? 0x7fc00000 : words.getUint32(0)),
        );
        return;
      case "cvtss2sd":
        words.setUint32(0, Number(u(32, b)));
        this.set(target, 16, upper | fromFloat(words.getFloat32(0)));
        return;
      case "ucomisd":
      case "comisd": {
        const isUnordered = Number.isNaN(x) || Number.isNaN(y);
        this.flags = 0;
        this.flag("z", isUnordered || x === y);
        this.flag("p", isUnordered);
        this.flag("c", isUnordered || x < y);
        return;
      }
      default:
        this.moveVector(mnemonic, target, second, form);
        return;
    }
  }

  private moveVector(
    mnemonic: string,
    target: Operand,
    second: Operand,
    form: InstructionForm,
  ): void {
    const old = target.kind === "xmm" ? this.get(target, 16) : 0n;
    const whole = () => this.get(second, 16);
    const single = mnemonic === "movss" || mnemonic === "movd";
    switch (mnemonic) {
      case "andpd":
        this.set(target, 16, old & whole());
        return;
      case "andnpd":
        this.set(target, 16, u(128, ~old) & whole());
        return;
      case "orpd":
        this.set(target, 16, old | whole());
        return;
      case "xorpd":
        this.set(target, 16, old ^ whole());
        return;
      case "movapd":
        this.set(target, 16, whole());
        return;
      case "movsd":
      case "movss":
      case "movq":
      case "movd": {
        const size = single ? 4 : 8;
        const value = this.get(second, size);
        if (target.kind !== "xmm") {
          this.set(target, form.operands[0]!.sizeBytes, value);
          return;
        }
        const keeps = second.kind === "xmm" && mnemonic !== "movq" && mnemonic !== "movd";
        const shift = BigInt(8 * size);
        this.set(target, 16, keeps ? ((old >> shift) << shift) | value : value);
        return;
      }
      default:
        throw new Error(`no meaning of ${mnemonic}`);
    }
  }
}
