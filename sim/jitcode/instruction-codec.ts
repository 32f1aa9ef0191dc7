/**
 * Instructions as numbers: the encoder and the decoder of a function's code, beside each other.
 *
 * The code is a string of decimal numbers separated by spaces. An instruction is
 *
 *   op mask dst line live liveAfter count args…   then, for each bit of the mask in order:
 *   0 opname   1 target   2 handler   3 count (value pc)…   4 field   5 mutateField   6 array
 *   7 layout   8 function   9 call    10 fallback call      11 jitcode   12 method
 *
 * `op` is an index into the instruction table, `live` and `liveAfter` into the function's sets of
 * live registers, opname and method into the product's names, the others into the product's tables.
 */

import { assert, defined } from "../base/assert.ts";
import type { JitOp } from "./instructions.ts";
import { JIT_OPS } from "./instructions.ts";

/** An instruction of the product. -1 stands for what it does not have. */
export interface InstrRow {
  op: JitOp;
  dst: number;
  line: number;
  live: number;
  liveAfter: number;
  args: readonly number[];
  opname: number;
  target: number;
  handler: number;
  table: readonly (readonly [value: number, pc: number])[] | null;
  field: number;
  mutateField: number;
  array: number;
  layout: number;
  fn: number;
  call: number;
  fallback: number;
  jitcode: number;
  method: number;
}

type Optional = Exclude<keyof InstrRow, "op" | "args" | "table">;

const OPS = Object.keys(JIT_OPS) as JitOp[];
const TABLE_BIT = 3;
const OPTIONAL: readonly (Optional | "table")[] = [
  "opname",
  "target",
  "handler",
  "table",
  "field",
  "mutateField",
  "array",
  "layout",
  "fn",
  "call",
  "fallback",
  "jitcode",
  "method",
];

/** The text of a function's code. */
export function encodeInstructions(rows: readonly InstrRow[]): string {
  const out: number[] = [];
  for (const row of rows) encodeInstruction(row, out);
  return out.join(" ");
}

function encodeInstruction(row: InstrRow, out: number[]): void {
  const start = out.length;
  out.push(OPS.indexOf(row.op), 0, row.dst, row.line, row.live, row.liveAfter);
  out.push(row.args.length, ...row.args);
  let mask = 0;
  for (let bit = 0; bit < OPTIONAL.length; bit++) {
    const key = OPTIONAL[bit] as Optional | "table";
    if (key === "table") {
      if (row.table === null) continue;
      out.push(row.table.length);
      for (const [value, pc] of row.table) out.push(value, pc);
    } else {
      if (row[key] < 0) continue;
      out.push(row[key]);
    }
    mask |= 1 << bit;
  }
  out[start + 1] = mask;
}

/** The instructions of a function's code. */
export function decodeInstructions(code: string): InstrRow[] {
  const reader = new NumberReader(code);
  const rows: InstrRow[] = [];
  while (!reader.atEnd()) rows.push(decodeInstruction(reader));
  return rows;
}

function decodeInstruction(reader: NumberReader): InstrRow {
  const op = defined(OPS[reader.next()], "instruction of the table");
  const mask = reader.next();
  const row: InstrRow = {
    op,
    dst: reader.next(),
    line: reader.next(),
    live: reader.next(),
    liveAfter: reader.next(),
    args: reader.list(reader.next()),
    opname: -1,
    target: -1,
    handler: -1,
    table: null,
    field: -1,
    mutateField: -1,
    array: -1,
    layout: -1,
    fn: -1,
    call: -1,
    fallback: -1,
    jitcode: -1,
    method: -1,
  };
  for (let bit = 0; bit < OPTIONAL.length; bit++) {
    if ((mask & (1 << bit)) === 0) continue;
    if (bit === TABLE_BIT) row.table = reader.pairs(reader.next());
    else row[OPTIONAL[bit] as Optional] = reader.next();
  }
  return row;
}

/** Reads the numbers of a text one after the other. */
class NumberReader {
  private readonly text: string;
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  next(): number {
    assert(this.position < this.text.length, "code that ends inside an instruction");
    let end = this.text.indexOf(" ", this.position);
    if (end < 0) end = this.text.length;
    const value = Number(this.text.slice(this.position, end));
    this.position = end + 1;
    return value;
  }

  list(count: number): number[] {
    const values: number[] = [];
    for (let i = 0; i < count; i++) values.push(this.next());
    return values;
  }

  pairs(count: number): (readonly [number, number])[] {
    const values: (readonly [number, number])[] = [];
    for (let i = 0; i < count; i++) values.push([this.next(), this.next()]);
    return values;
  }
}
