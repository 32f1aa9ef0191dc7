/**
 * The text of code objects as `pypy3 -m dis` prints it.
 *
 * DIFFERS: the address of a code object is its number in the text, in the order of first mention.
 *
 * Counterpart: lib-python/3/dis.py.
 */

import type { CodeTemplate } from "./code.ts";
import { type ReprCode, reprConstant } from "./constant-repr.ts";
import {
  ARGUMENT_KINDS,
  COMPARE_OPERATORS,
  HAVE_ARGUMENT,
  OPCODE_NAMES,
  OPCODES,
} from "./opcodes.ts";

/** One instruction as written in the code, EXTENDED_ARG included. */
interface DisassembledInstruction {
  readonly offset: number;
  readonly op: number;
  /** With the bits of the EXTENDED_ARGs before it; null for opcodes without argument. */
  readonly arg: number | null;
}

/** The text of `code` and of all code objects inside it. */
export function disassemble(code: CodeTemplate): string {
  const numbers = new Map<CodeTemplate, number>();
  const reprCode: ReprCode = (inner) => {
    const number = numbers.get(inner) ?? numbers.size + 1;
    numbers.set(inner, number);
    const address = number.toString(16).padStart(16, "0");
    const where = `file "${inner.co_filename}", line ${inner.co_firstlineno}`;
    return `<code object ${inner.co_name} at 0x${address}, ${where}>`;
  };
  const lines: string[] = [];
  printRecursively(code, reprCode, lines);
  return `${lines.join("\n")}\n`;
}

function printRecursively(code: CodeTemplate, reprCode: ReprCode, lines: string[]): void {
  printCode(code, reprCode, lines);
  for (const constant of code.co_consts) {
    if (constant.kind !== "code") continue;
    lines.push("", `Disassembly of ${reprCode(constant.code)}:`);
    printRecursively(constant.code, reprCode, lines);
  }
}

function printCode(code: CodeTemplate, reprCode: ReprCode, lines: string[]): void {
  const starts = findLineStarts(code);
  const labels = findLabels(code.co_code);
  const lineMax = Math.max(...starts.values());
  const lineWidth = lineMax >= 1000 ? String(lineMax).length : 3;
  const offsetMax = code.co_code.length - 2;
  const offsetWidth = offsetMax >= 10000 ? String(offsetMax).length : 4;
  for (const instruction of readInstructions(code.co_code)) {
    const { offset, op, arg } = instruction;
    const line = starts.get(offset);
    if (line !== undefined && offset > 0) lines.push("");
    const fields = [
      (line === undefined ? "" : String(line)).padStart(lineWidth),
      "   ",
      labels.has(offset) ? ">>" : "  ",
      String(offset).padStart(offsetWidth),
      OPCODE_NAMES[op]!.padEnd(20),
    ];
    if (arg !== null) {
      fields.push(String(arg).padStart(5));
      const shown = describeArgument(code, instruction, arg, reprCode);
      if (shown !== "") fields.push(`(${shown})`);
    }
    lines.push(fields.join(" ").trimEnd());
  }
}

/** The instructions of wordcode. */
function readInstructions(bytes: Uint8Array): DisassembledInstruction[] {
  const instructions: DisassembledInstruction[] = [];
  let extended = 0;
  for (let offset = 0; offset < bytes.length; offset += 2) {
    const op = bytes[offset]!;
    if (op < HAVE_ARGUMENT) instructions.push({ offset, op, arg: null });
    else {
      const arg = bytes[offset + 1]! | extended;
      extended = op === OPCODES.EXTENDED_ARG ? arg << 8 : 0;
      instructions.push({ offset, op, arg });
    }
  }
  return instructions;
}

/** Where a jump leads; `undefined` for other instructions. */
function jumpTarget(instruction: DisassembledInstruction): number | undefined {
  if (instruction.arg === null) return undefined;
  const kind = ARGUMENT_KINDS[instruction.op];
  if (kind === "jrel") return instruction.offset + 2 + instruction.arg;
  return kind === "jabs" ? instruction.arg : undefined;
}

function findLabels(bytes: Uint8Array): Set<number> {
  const labels = new Set<number>();
  for (const instruction of readInstructions(bytes)) {
    const target = jumpTarget(instruction);
    if (target !== undefined) labels.add(target);
  }
  return labels;
}

/** The offsets where a new line starts, with the lines. */
export function findLineStarts(code: CodeTemplate): Map<number, number> {
  const starts = new Map<number, number>();
  let line = code.co_firstlineno;
  let last: number | null = null;
  let address = 0;
  const mark = () => {
    if (line !== last) starts.set(address, line);
    last = line;
  };
  for (let i = 0; i < code.co_lnotab.length; i += 2) {
    const step = code.co_lnotab[i]!;
    if (step !== 0) {
      mark();
      address += step;
      if (address >= code.co_code.length) return starts;
    }
    line += (code.co_lnotab[i + 1]! << 24) >> 24;
  }
  mark();
  return starts;
}

const CONVERSIONS = ["", "str", "repr", "ascii"] as const;
const FUNCTION_FLAGS = ["defaults", "kwdefaults", "annotations", "closure"] as const;

function describeArgument(
  code: CodeTemplate,
  instruction: DisassembledInstruction,
  arg: number,
  reprCode: ReprCode,
): string {
  switch (ARGUMENT_KINDS[instruction.op]) {
    case "const":
      return reprConstant(code.co_consts[arg]!, reprCode);
    case "name":
      return code.co_names[arg]!;
    case "jrel":
      return `to ${jumpTarget(instruction)}`;
    case "local":
      return code.co_varnames[arg]!;
    case "compare":
      return COMPARE_OPERATORS[arg]!;
    case "free":
      return [...code.co_cellvars, ...code.co_freevars][arg]!;
    default:
      return describeFlags(instruction.op, arg);
  }
}

function describeFlags(op: number, arg: number): string {
  if (op === OPCODES.FORMAT_VALUE) {
    const parts = [CONVERSIONS[arg & 3]!, (arg & 4) === 0 ? "" : "with format"];
    return parts.filter((part) => part !== "").join(", ");
  }
  if (op !== OPCODES.MAKE_FUNCTION) return "";
  return FUNCTION_FLAGS.filter((_, bit) => (arg & (1 << bit)) !== 0).join(", ");
}
