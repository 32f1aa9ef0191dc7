/**
 * Merge points in a jitlog: file, line, function, index and name of the bytecode. A text that is the
 * same as the last one is declared as a common prefix and then written as one byte.
 */

import type { GreenKeyRecord } from "../format/events.ts";
import { bytecodeOf, lineOf } from "../replayer/source-texts.ts";
import type { ByteSink } from "./export-format.ts";
import { MARK, MarkWriter } from "./jitlog-writer.ts";

/** What a field means (1 file, 2 line, 8 function, 4 index, 16 bytecode), and its type. */
const FIELDS = [
  [0x01, "s"],
  [0x02, "i"],
  [0x08, "s"],
  [0x04, "i"],
  [0x10, "s"],
] as const;

const TEXT = { whole: 0xff, same: 0xef } as const;
const NUMBER = 0x00;

/** The merge points of one trace; the first one is preceded by the declaration of fields. */
export class MergePointWriter {
  private readonly sink: ByteSink;
  private isDeclared = false;
  private readonly last: string[] = [];
  private readonly prefixes: string[] = [];

  constructor(sink: ByteSink) {
    this.sink = sink;
  }

  /** Keys that have no source line are left out, as on PyPy. */
  write(greenKey: GreenKeyRecord): void {
    const line = lineOf(greenKey);
    if (line === null) return;
    if (!this.isDeclared) this.declare();
    const name = bytecodeOf(greenKey).replace(/^#\d+ /, "");
    const values = [greenKey.fileName, line, greenKey.codeName, greenKey.position, name];
    for (const [i, value] of values.entries()) {
      if (typeof value === "string" && this.last[i] === value) this.declarePrefix(i, value);
    }
    const mark = new MarkWriter(MARK.mergePoint);
    for (const [i, value] of values.entries()) {
      if (typeof value === "number") mark.u8(NUMBER).word(value);
      else if (this.last[i] === value) mark.u8(TEXT.same);
      else mark.u8(TEXT.whole).string(value);
      this.last[i] = String(value);
    }
    mark.end(this.sink);
  }

  private declare(): void {
    this.isDeclared = true;
    const mark = new MarkWriter(MARK.initMergePoint).u16(FIELDS.length);
    for (const [meaning, type] of FIELDS) mark.u8(meaning).u8(type.charCodeAt(0));
    mark.end(this.sink);
  }

  private declarePrefix(index: number, value: string): void {
    if (this.prefixes[index] === value) return;
    this.prefixes[index] = value;
    new MarkWriter(MARK.commonPrefix).u8(index).string(value).end(this.sink);
  }
}
