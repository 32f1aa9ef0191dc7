/**
 * Writes the JavaScript function of a block. The handlers of instructions (write-*.ts) use it to
 * read and write operands and flags; this file keeps what they share: names, addresses, the flags
 * that are pending, the counters.
 *
 * In the text: L, H low and high halves of the registers; W, D words and lanes of the vector
 * registers; N counters; Q, G scratch words and floats; M memory; A wide arithmetic; U functions;
 * K the block. `i` is the index of the instruction that may throw. The flags that are pending are
 * the variables fk (-1: those of the record are current), fa, fA, fb, fB, fr, fR. Results are
 * stored only after everything that can fault, so a fault finds the state before its instruction.
 */

import { assert } from "../../base/assert.ts";
import type { MemoryOperand, Operand, OperandSize } from "../operand.ts";
import type { Block, BlockInstruction } from "./block.ts";
import type { FlagState } from "./conditions.ts";
import { conditionText } from "./conditions.ts";
import type { FlagOperation } from "./flags.ts";
import { flagKind } from "./flags.ts";

/** A value as expressions: of up to four bytes in `lo` (unsigned if shorter), or two halves. */
export interface Value {
  readonly lo: string;
  readonly hi: string;
}

/** A register or memory whose address has been computed. */
export interface Place {
  load(): Value;
  store(value: Value): void;
}

export class BlockWriter {
  readonly block: Block;
  private readonly lines: string[] = [];
  private names = 0;
  private flagState: FlagState = "entry";
  private counted = { instructions: 0, cycles: 0, weight: 0 };
  private passed = { instructions: 0, cycles: 0, weight: 0 };
  private index = 0;
  private hasLoop = false;
  private hasPassed = false;

  constructor(block: Block) {
    this.block = block;
  }

  /** The instruction being written. */
  get instruction(): BlockInstruction {
    return this.block.instructions[this.index]!;
  }

  /** The address after the instruction being written. */
  get next(): number {
    return this.instruction.address + this.instruction.length;
  }

  emit(line: string): void {
    this.lines.push(line);
  }

  /** A constant that holds an expression's value from here on. */
  temp(expression: string): string {
    const name = `t${this.names++}`;
    this.emit(`const ${name}=${expression};`);
    return name;
  }

  /** A value that later writes to registers do not change. */
  hold(value: Value): Value {
    return { lo: this.temp(value.lo), hi: value.hi === "0" ? "0" : this.temp(value.hi) };
  }

  /** Begins an instruction: what an observer wants, and where a fault is. */
  begin(index: number): void {
    this.index = index;
    this.hasPassed = false;
    const { observed } = this.instruction;
    if (observed?.before !== undefined) {
      this.count();
      this.emit(`N[4]=${this.instruction.address};`);
      this.spill();
      this.emit(`i=${index};K.instructions[${index}].observed.before();`);
    }
    this.block.uncounted.push(this.uncounted());
    this.emit("{");
  }

  /** Ends an instruction. */
  end(): void {
    this.emit("}");
    if (!this.hasPassed) this.pass();
  }

  /** From here on the instruction counts as executed; comes before any exit from it. */
  pass(): void {
    this.hasPassed = true;
    const { cycles, observed } = this.instruction;
    this.passed.instructions++;
    this.passed.cycles += cycles;
    this.passed.weight += observed?.weight ?? 0;
  }

  /** What follows may fault. */
  mayFault(): void {
    this.emit(`i=${this.index};`);
  }

  private uncounted(): { instructions: number; cycles: number; weight: number } {
    return {
      instructions: this.passed.instructions - this.counted.instructions,
      cycles: this.passed.cycles - this.counted.cycles,
      weight: this.passed.weight - this.counted.weight,
    };
  }

  private countText(): string {
    const { instructions, cycles, weight } = this.uncounted();
    const add = (n: number, value: number) => (value === 0 ? "" : `N[${n}]+=${value};`);
    return add(0, instructions) + add(1, cycles) + add(2, weight);
  }

  /** Adds what has been executed to the counters. */
  private count(): void {
    this.emit(this.countText());
    this.counted = { ...this.passed };
  }

  /** Leaves the block for an address, or for that in rip (-1). */
  exitText(target: number): string {
    const isLoop = target === this.block.address && this.block.instructions.length > 0;
    const number = this.block.exits.length;
    this.block.exits.push({ index: this.index, target, next: undefined });
    const leave = `${this.countText()}${this.spillText()}`;
    if (!isLoop) return `${leave}return ${number};`;
    this.hasLoop = true;
    const size = this.block.instructions.length;
    return `${leave}fk=-1;if(K.isValid&&N[0]+${size}<=N[3])continue loop;return ${number};`;
  }

  private spillText(): string {
    if (this.flagState === "entry") return "";
    if (this.flagState === "bits") return "F[0]=0;F[1]=fa;";
    return "U.spill(F,fk,fa,fA,fb,fB,fr,fR);";
  }

  /** Makes the record current. */
  private spill(): void {
    this.emit(`${this.spillText()}fk=-1;`);
    this.flagState = "entry";
  }

  /** Sets the pending flags of an operation; the values must be held, shifted if shorter than 4. */
  setFlags(operation: FlagOperation, size: number, a: Value, b: Value, r: Value): void {
    // What the record of an operation does not use stays as it was.
    const isSum = operation === "add" || operation === "sub";
    const isWide = size === 8;
    const texts = [
      `fk=${flagKind(operation, size)};fr=${r.lo};`,
      isWide ? `fR=${r.hi};` : "",
      operation === "logic" ? "" : `fa=${a.lo};`,
      operation === "shift" || (isSum && isWide) ? `fA=${a.hi};` : "",
      isSum ? `fb=${b.lo};` : "",
      isSum && isWide ? `fB=${b.hi};` : "",
    ];
    this.emit(texts.join(""));
    this.flagState = { operation, size };
  }

  /** Sets the flags to given bits. */
  setFlagBits(bits: string): void {
    this.emit(`fa=${bits};fk=0;`);
    this.flagState = "bits";
  }

  /** The flags as bits. */
  flagBits(): string {
    if (this.flagState === "bits") return "fa";
    if (this.flagState === "entry") return "U.recordBits(F)";
    return "U.flagBits(fk,fa,fA,fb,fB,fr,fR)";
  }

  /** Whether a condition (a suffix of jcc) holds. */
  condition(name: string): string {
    return conditionText(name, this.flagState, this.flagBits());
  }

  /** The halves of an address, held. */
  address(memory: MemoryOperand): Value {
    const { base, index, disp } = memory;
    if (base === "rip") return constant(this.next + disp);
    let sum: Value | undefined = base === undefined ? undefined : register(base);
    if (index !== undefined) {
      const scaled = scaledRegister(index, memory.scale);
      sum = sum === undefined ? scaled : this.add(this.hold(sum), this.hold(scaled));
    }
    if (sum === undefined) return { lo: `${disp | 0}`, hi: disp < 0 ? "-1" : "0" };
    if (disp === 0) return this.hold(sum);
    const { lo, hi } = this.hold(sum);
    const low = this.temp(`(${lo}+${disp})|0`);
    const carry = disp > 0 ? `+(${low}>>>0<${lo}>>>0?1:0)` : `-(${low}>>>0>${lo}>>>0?1:0)`;
    return { lo: low, hi: this.temp(`(${hi}${carry})|0`) };
  }

  /** The sum of two held values of 8 bytes, held. */
  add(a: Value, b: Value): Value {
    const lo = this.temp(`(${a.lo}+${b.lo})|0`);
    return { lo, hi: this.temp(`(${a.hi}+${b.hi}+(${lo}>>>0<${a.lo}>>>0?1:0))|0`) };
  }

  /** The difference of two held values of 8 bytes, held. */
  subtract(a: Value, b: Value): Value {
    const lo = this.temp(`(${a.lo}-${b.lo})|0`);
    return { lo, hi: this.temp(`(${a.hi}-${b.hi}-(${a.lo}>>>0<${b.lo}>>>0?1:0))|0`) };
  }

  /** A word of memory at a held address, held. */
  readMemory(at: Value, size: OperandSize): Value {
    this.mayFault();
    const lo = this.temp(`M.read${size}(${at.hi},${at.lo})`);
    return { lo, hi: size === 8 ? this.temp("Q[1]") : "0" };
  }

  writeMemory(at: Value, size: OperandSize, value: Value): void {
    this.mayFault();
    const high = size === 8 ? `,${value.hi}` : "";
    this.emit(`M.write${size}(${at.hi},${at.lo},${value.lo}${high});`);
  }

  /** Where an operand is; memory addresses are computed here, once. */
  locate(operand: Operand): Place {
    if (operand.kind === "mem") {
      const at = this.address(operand);
      const { size } = operand;
      return {
        load: () => this.readMemory(at, size),
        store: (value) => this.writeMemory(at, size, value),
      };
    }
    assert(operand.kind === "reg", "a place is a register or memory");
    const { number, size } = operand;
    return {
      load: () => readRegister(number, size),
      store: (value) => this.writeRegister(number, size, value),
    };
  }

  /** An operand's value; registers are not held. */
  read(operand: Operand, size: number): Value {
    if (operand.kind === "imm") return immediate(operand.value, size);
    return this.locate(operand).load();
  }

  /** Writes a register as the processor does: four bytes clear the upper half, fewer keep it. */
  writeRegister(n: number, size: OperandSize, value: Value): void {
    if (size === 8) this.emit(`L[${n}]=${value.lo};H[${n}]=${value.hi};`);
    else if (size === 4) this.emit(`L[${n}]=${value.lo};H[${n}]=0;`);
    else {
      const mask = size === 2 ? 0xffff : 0xff;
      this.emit(`L[${n}]=(L[${n}]&${~mask})|(${value.lo}&${mask});`);
    }
  }

  /** The whole text of the function, which makes the block's code from its surroundings. */
  finish(): string {
    const body = this.lines.join("\n");
    const loop = this.hasLoop ? `loop:for(;;){\n${body}\n}` : body;
    return [
      '"use strict";',
      "return (function(){",
      "let i=0,fk=-1,fa=0,fA=0,fb=0,fB=0,fr=0,fR=0;",
      `try{\n${loop}\n}catch(error){`,
      "if(fk>=0)U.spill(F,fk,fa,fA,fb,fB,fr,fR);",
      "throw U.fault(K,i,error);",
      "}});",
    ].join("\n");
  }
}

/** A register's value. */
export function register(n: number): Value {
  return { lo: `L[${n}]`, hi: `H[${n}]` };
}

function readRegister(n: number, size: number): Value {
  if (size === 8) return register(n);
  if (size === 4) return { lo: `L[${n}]`, hi: "0" };
  return { lo: `(L[${n}]&${size === 2 ? 0xffff : 0xff})`, hi: "0" };
}

function scaledRegister(n: number, scale: 1 | 2 | 4 | 8): Value {
  if (scale === 1) return register(n);
  const shift = { 2: 1, 4: 2, 8: 3 }[scale];
  return { lo: `(L[${n}]<<${shift})`, hi: `((H[${n}]<<${shift})|(L[${n}]>>>${32 - shift}))` };
}

/** An address as two halves. */
export function constant(address: number): Value {
  return { lo: `${address | 0}`, hi: `${Math.floor(address / 0x1_0000_0000) | 0}` };
}

/** A constant as an instruction with operands of `size` bytes sees it. */
export function immediate(value: bigint, size: number): Value {
  const low = Number(BigInt.asIntN(32, value));
  if (size === 8) return { lo: `${low}`, hi: `${Number(BigInt.asIntN(32, value >> 32n))}` };
  return { lo: `${size === 4 ? low : low & (size === 2 ? 0xffff : 0xff)}`, hi: "0" };
}
