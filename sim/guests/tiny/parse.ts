/**
 * Tiny's program text. One instruction a line; `#` begins a comment; `name:` is a place to jump to.
 *
 *     def main 0 1            # function: name, number of parameters, of all locals
 *     loop:
 *         load 0              # push a local …           store 0    pop into a local
 *         push 1              # push a number            add sub mul lt
 *         jump_if loop        # pop; jump unless it is 0  jump loop  always
 *         call main           # arguments from the stack  return     print
 */

import { UserError } from "../../base/errors.ts";
import { Code } from "./interpreter.ts";

/** What an instruction names, and how many values it pops and pushes. Its opcode is its index. */
type Row = readonly [name: string, operand: string, pops: number, pushes: number];

const INSTRUCTIONS: readonly Row[] = [
  ["push", "number", 0, 1],
  ["load", "local", 0, 1],
  ["store", "local", 1, 0],
  ["add", "", 2, 1],
  ["sub", "", 2, 1],
  ["mul", "", 2, 1],
  ["lt", "", 2, 1],
  ["jump", "label", 0, 0],
  ["jump_if", "label", 1, 0],
  ["call", "function", 0, 1],
  ["return", "", 1, 0],
  ["print", "", 1, 0],
];

/** The name of an opcode. */
export function instructionName(op: number): string {
  return INSTRUCTIONS[op]?.[0] ?? "end";
}

interface Line {
  readonly number: number;
  readonly words: readonly string[];
}

/** One function's lines: its `def`, then labels and instructions. */
interface Section {
  readonly head: Line;
  readonly lines: Line[];
  readonly labels: Map<string, number>;
}

/** Parses a program; its first function is where it starts. */
export function parseTiny(text: string, file: string): Code[] {
  const sections: Section[] = [];
  text.split("\n").forEach((raw, index) => {
    const words = raw.replace(/#.*/, "").trim().split(/\s+/);
    const line: Line = { number: index + 1, words };
    const section = sections.at(-1);
    if (words[0] === "") return;
    if (words[0] === "def") sections.push({ head: line, lines: [], labels: new Map() });
    else if (section === undefined) fail(line, file, "an instruction before the first `def`");
    else if (words[0]?.endsWith(":"))
      section.labels.set(words[0].slice(0, -1), section.lines.length);
    else section.lines.push(line);
  });
  if (sections.length === 0) throw new UserError("a program without a function", { file });
  return sections.map((section, index) => assemble(section, index, sections, file));
}

function fail(line: Line, file: string, message: string): never {
  throw new UserError(message, { file, line: line.number });
}

function assemble(section: Section, index: number, all: Section[], file: string): Code {
  const [paramCount, localCount] = [2, 3].map((word) => number(section.head, word, file));
  const rows = section.lines.map((line) => rowOf(line, file));
  const args = section.lines.map((line, i) => operand(line, rows[i] as Row, section, all, file));
  const last = rows.at(-1)?.[0];
  if (last !== "return" && last !== "jump") fail(section.head, file, "a function without an end");
  const name = section.head.words[1] as string;
  const stack = maxDepth(section, rows, args, all, file);
  const ops = rows.map((row) => INSTRUCTIONS.indexOf(row));
  const locals = Math.max(localCount as number, paramCount as number);
  const { number: line } = section.head;
  return new Code(name, index, line, ops, args, paramCount as number, locals, locals + stack);
}

function rowOf(line: Line, file: string): Row {
  const row = INSTRUCTIONS.find(([name]) => name === line.words[0]);
  if (row === undefined) return fail(line, file, `unknown instruction ${line.words[0]}`);
  const expected = row[1] === "" ? 1 : 2;
  if (line.words.length !== expected) fail(line, file, `${row[0]} takes ${row[1] || "nothing"}`);
  return row;
}

function number(line: Line, word: number, file: string): number {
  const value = Number(line.words[word]);
  return Number.isSafeInteger(value) ? value : fail(line, file, "a number is expected");
}

function operand(line: Line, row: Row, section: Section, all: Section[], file: string): number {
  const name = line.words[1] as string;
  if (row[1] === "") return 0;
  if (row[1] === "number") return number(line, 1, file);
  if (row[1] === "function") {
    const index = all.findIndex((other) => other.head.words[1] === name);
    return index >= 0 ? index : fail(line, file, `no function ${name}`);
  }
  if (row[1] === "label") return section.labels.get(name) ?? fail(line, file, `no label ${name}`);
  const local = number(line, 1, file);
  return local < number(section.head, 3, file) ? local : fail(line, file, `no local ${local}`);
}

/** The deepest stack, which must be the same each time a place is reached. */
function maxDepth(
  section: Section,
  rows: readonly Row[],
  args: readonly number[],
  all: Section[],
  file: string,
): number {
  const depths = new Map<number, number>();
  const pending: [number, number][] = [[0, 0]];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const [pc, depth] = at;
    const [line, row] = [section.lines[pc] as Line, rows[pc] as Row];
    const known = depths.get(pc);
    if (known === depth) continue;
    if (known !== undefined) fail(line, file, `the stack is ${known} or ${depth} deep here`);
    depths.set(pc, depth);
    const callee = row[0] === "call" ? all[args[pc] as number] : undefined;
    const pops = callee === undefined ? row[2] : number(callee.head, 2, file);
    if (depth < pops) fail(line, file, "the stack is empty here");
    const after = depth - pops + row[3];
    if (row[1] === "label") pending.push([args[pc] as number, after]);
    if (row[0] !== "jump" && row[0] !== "return") pending.push([pc + 1, after]);
  }
  return Math.max(...depths.values()) + 1;
}
