/**
 * Collects the instructions, constants and names of one code object and assembles them.
 *
 * Invariants: names and constants are numbered in the order they are first asked for, names even in
 * dead code (PyPy does so), constants only in live code.
 *
 * Counterpart: pypy/interpreter/astcompiler/assemble.py (PythonCodeMaker).
 */

import type { LiteralValue } from "../parser/ast.ts";
import { type Block, encodeInstruction, type Instruction, newBlock, orderBlocks } from "./block.ts";
import type { Constant } from "./code.ts";
import { constantKey } from "./constant-key.ts";
import { layOutJumps } from "./jump-layout.ts";
import { buildLineTable } from "./line-table.ts";
import type { OpcodeName } from "./opcodes.ts";
import { computeStackDepth } from "./stack-depth.ts";
import type { Scope } from "./scope.ts";

/** Names with their numbers, in order. */
export type NameTable = Map<string, number>;

/** The parts of a code object that come from its instructions. */
export interface AssembledCode {
  readonly firstLine: number;
  readonly bytes: Uint8Array;
  readonly lineTable: Uint8Array;
  readonly stackDepth: number;
}

/** The code object under construction. */
export class CodeBuilder {
  readonly scope: Scope;
  readonly names: NameTable = new Map();
  readonly varNames: NameTable;
  readonly cellVars: NameTable;
  readonly freeVars: NameTable;
  readonly consts: Constant[] = [];
  private readonly constIndex = new Map<string, number>();
  private readonly firstBlock: Block = newBlock();
  private block: Block = this.firstBlock;
  /** Line of the instructions emitted from here on; 0 for none. */
  line = 0;
  firstLine: number;
  private deadDepth = 0;
  /** The first constant is a docstring that nothing but the function itself uses. */
  docRemovable = false;

  constructor(scope: Scope, firstLine: number) {
    this.scope = scope;
    this.firstLine = firstLine;
    this.varNames = numbered(scope.varnames, 0);
    const cells = [...scope.places]
      .filter(([, place]) => place === "cell" || place === "cell_class")
      .map(([name]) => name);
    this.cellVars = numbered(sortNames(cells), 0);
    this.freeVars = numbered(sortNames(scope.freeVars), this.cellVars.size);
  }

  /** Whether instructions emitted now would never run. */
  get isDead(): boolean {
    return this.deadDepth > 0 || this.block.hasReturn;
  }

  /** Runs `emit` for its errors and names only. */
  inDeadCode(emit: () => void): void {
    this.deadDepth++;
    emit();
    this.deadDepth--;
  }

  emit(op: OpcodeName, arg = 0): void {
    this.append({ op, arg, line: this.line, target: null, absolute: false });
    if (op === "RETURN_VALUE" && !this.isDead) this.block.hasReturn = true;
  }

  /** A jump whose argument counts from the next instruction. */
  emitJump(op: OpcodeName, target: Block): void {
    this.append({ op, arg: 0, line: this.line, target, absolute: false });
  }

  /** A jump whose argument is the offset of its target. */
  emitAbsoluteJump(op: OpcodeName, target: Block): void {
    this.append({ op, arg: 0, line: this.line, target, absolute: true });
  }

  emitName(op: OpcodeName, table: NameTable, name: string): void {
    this.emit(op, this.addName(table, name));
  }

  loadConst(constant: Constant): void {
    if (!this.isDead) this.emit("LOAD_CONST", this.addConst(constant));
  }

  loadNone(): void {
    this.loadConst({ kind: "none" });
  }

  loadStr(value: string): void {
    this.loadConst({ kind: "str", value });
  }

  loadNames(names: readonly string[]): void {
    const items = names.map((value): LiteralValue => ({ kind: "str", value }));
    this.loadConst({ kind: "tuple", items });
  }

  /** The number of a name, mangled. */
  addName(table: NameTable, name: string): number {
    const mangled = this.scope.mangle(name);
    let index = table.get(mangled);
    if (index === undefined) {
      // A class gets its nonlocal names only when they are used; free variables follow the cells.
      index = table.size + (table === this.freeVars ? this.cellVars.size : 0);
      table.set(mangled, index);
    }
    return index;
  }

  /** The number of a constant. Asking for constant 0 again makes a docstring irremovable. */
  addConst(constant: Constant): number {
    const key = constantKey(constant);
    let index = key === undefined ? undefined : this.constIndex.get(key);
    if (index === undefined) {
      index = this.consts.length;
      this.consts.push(constant);
      if (key !== undefined) this.constIndex.set(key, index);
    }
    if (index === 0) this.docRemovable = false;
    return index;
  }

  /** Emits into `block` from here on; what was emitted before runs into it. */
  useNextBlock(block: Block = newBlock()): Block {
    this.block.next = block;
    this.block = block;
    return block;
  }

  /** Ends the code (with `return None` unless it returns already) and assembles it. */
  assemble(): AssembledCode {
    if (!this.block.hasReturn) {
      this.useNextBlock();
      this.loadNone();
      this.emit("RETURN_VALUE");
    }
    if (this.firstLine === -1) this.firstLine = this.firstBlock.instructions[0]?.line ?? 1;
    const blocks = orderBlocks(this.firstBlock);
    layOutJumps(blocks);
    const bytes: number[] = [];
    for (const block of blocks) {
      for (const instruction of block.instructions) encodeInstruction(instruction, bytes);
    }
    return {
      firstLine: this.firstLine,
      bytes: Uint8Array.from(bytes),
      lineTable: buildLineTable(blocks, this.firstLine),
      stackDepth: computeStackDepth(blocks),
    };
  }

  private append(instruction: Instruction): void {
    if (!this.isDead) this.block.instructions.push(instruction);
  }
}

function numbered(names: readonly string[], from: number): NameTable {
  const table: NameTable = new Map();
  for (const name of names) table.set(name, from + table.size);
  return table;
}

/** Names in the order of their UTF-8 bytes, which is the order of their code points. */
function sortNames(names: readonly string[]): string[] {
  return [...names].sort((a, b) => {
    const left = [...a].map((ch) => ch.codePointAt(0)!);
    const right = [...b].map((ch) => ch.codePointAt(0)!);
    for (let i = 0; i < left.length && i < right.length; i++) {
      if (left[i] !== right[i]) return left[i]! - right[i]!;
    }
    return left.length - right.length;
  });
}
