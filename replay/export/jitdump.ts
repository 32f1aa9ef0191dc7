/**
 * A jitdump, which `perf inject --jit` makes ELF files of: a record with the bytes of every piece of
 * code as it is compiled, and before it one with its source lines. Times are virtual: ticks, where
 * perf expects nanoseconds of its clock. The process is number 1, so perf wants the name jit-1.dump.
 *
 * DIFFERS: the format has no record for bytes that change, so code is as it was before bridges were
 * attached; constants in front of the code are left out.
 *
 * Counterpart: tools/perf/Documentation/jitdump-specification.txt of Linux
 */

import type { CompileEvent } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import type { CodeBlock } from "../replayer/code-image.ts";
import { printAddress, printGreenKey, printText } from "../replayer/print-value.ts";
import { splitOther, splitUnit } from "../replayer/unit-parts.ts";
import { ByteWriter } from "./byte-writer.ts";
import { listUnitLines } from "./code-lines.ts";
import type { ByteSink, ExportSource, MarkedEvent } from "./export-format.ts";
import { PendingCode } from "./pending-code.ts";

const MAGIC = 0x4a69_5444;
const VERSION = 1;
const HEADER_SIZE = 40;
const MACHINE_X86_64 = 62;
const PROCESS = 1;

const RECORD = { load: 0, debugInfo: 2, close: 3 } as const;
/** Identity, size and time stand before the fields of a record. */
const PREFIX_SIZE = 16;

export function writeJitdump({ marked }: ExportSource, sink: ByteSink): void {
  const header = new ByteWriter().u32(MAGIC).u32(VERSION).u32(HEADER_SIZE).u32(MACHINE_X86_64);
  sink(header.u32(0).u32(PROCESS).u64(0).u64(0).finish());
  const writer = new DumpWriter(sink);
  for (const event of marked()) writer.add(event);
  writer.close();
}

class DumpWriter {
  private readonly sink: ByteSink;
  private readonly code = new PendingCode();
  private count = 0;
  private ticks = 0;

  constructor(sink: ByteSink) {
    this.sink = sink;
  }

  add({ event, isSelected }: MarkedEvent): void {
    if (event === null) return;
    this.code.add(event);
    if (!isSelected) return;
    this.ticks = event.ticks;
    if (event.kind === "compile") this.addUnit(event);
    else if (event.kind === "tmp_callback") {
      const commit = this.code.takeBlock(event.blockAddress);
      if (commit !== null) this.addOther(commit, `callback of ${printGreenKey(event.greenKey)}`);
    } else if (event.kind === "heap_commit" && event.owner.kind === "recovery") {
      this.addOther(event, `recovery code ${event.owner.number}`);
    }
  }

  close(): void {
    this.record(RECORD.close, new ByteWriter());
  }

  private addUnit(event: CompileEvent): void {
    const commit = this.code.take(event);
    if (commit === null) return;
    const block = makeBlock(commit);
    const parts = splitUnit(event, block);
    const lines = listUnitLines(event, block, parts);
    if (lines !== null && lines.marks.length > 0) {
      const info = new ByteWriter().u64(event.asmaddr).u64(lines.marks.length);
      for (const { address, place } of lines.marks) {
        info.u64(address).u32(place.line).u32(0).text(place.fileName);
      }
      this.record(RECORD.debugInfo, info);
    }
    const { type, loopNo, bridgeNo } = event;
    const isBridge = type === "bridge";
    const name = isBridge ? `bridge of Guard${printAddress(bridgeNo)}` : `${type} ${loopNo}`;
    const start = parts.find(({ kind }) => kind === "entry")?.address ?? event.asmaddr;
    this.load(block, start, `${name} ${printGreenKey(event.greenKey)}`.trimEnd());
  }

  private addOther(commit: EventOf<"heap_commit">, name: string): void {
    const block = makeBlock(commit);
    const start = splitOther(block).find(({ kind }) => kind === "code")?.address;
    if (start !== undefined) this.load(block, start, name);
  }

  private load(block: CodeBlock, start: number, name: string): void {
    const bytes = block.bytes.subarray(start - block.address);
    const record = new ByteWriter().u32(PROCESS).u32(PROCESS).u64(start).u64(start);
    record.u64(bytes.length).u64(this.count++);
    this.record(RECORD.load, record.text(printText(name)).append(bytes));
  }

  private record(kind: number, fields: ByteWriter): void {
    const prefix = new ByteWriter().u32(kind).u32(PREFIX_SIZE + fields.size);
    this.sink(prefix.u64(this.ticks).append(fields.finish()).finish());
  }
}

function makeBlock({ address, owner, bytes }: EventOf<"heap_commit">): CodeBlock {
  return { address, owner, bytes, committed: bytes };
}
