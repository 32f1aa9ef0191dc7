/**
 * A perf.data file for tests, as `perf record -k mono` would write it: one process that has mapped a
 * jitdump, and samples of instruction addresses. Then perf's own commands can be asked.
 */

import { ByteWriter } from "./byte-writer.ts";

const HEADER_SIZE = 104;
const ATTRIBUTE_SIZE = 128;
const PROCESS = 1;
const EVENT = { comm: 3, sample: 9, mmap2: 10 } as const;
const USER = 2;
/** Samples hold an address, a thread and a time. */
const SAMPLE_TYPE = 1 | 2 | 4;
/** mmap, comm, ids on all events, mmap2, a clock by its number. */
const FLAGS = [8, 9, 18, 23, 25].reduce((flags, bit) => flags + 2 ** bit, 0);
const CLOCK_MONOTONIC = 1;

export function makePerfData(
  dumpPath: string,
  samples: readonly { readonly ip: number; readonly ticks: number }[],
): Uint8Array {
  const data = new ByteWriter();
  const comm = new ByteWriter().u32(PROCESS).u32(PROCESS);
  addEvent(data, EVENT.comm, 0, endEvent(addText(comm, "python")));
  const map = new ByteWriter().u32(PROCESS).u32(PROCESS).u64(0x1000).u64(0x1000).u64(0);
  map.u32(0).u32(0).u64(0).u64(0).u32(5).u32(2);
  addEvent(data, EVENT.mmap2, USER, endEvent(addText(map, dumpPath)));
  for (const { ip, ticks } of samples) {
    addEvent(
      data,
      EVENT.sample,
      USER,
      new ByteWriter().u64(ip).u32(PROCESS).u32(PROCESS).u64(ticks),
    );
  }
  const attribute = makeAttribute();
  const dataAt = HEADER_SIZE + attribute.length;
  const header = new ByteWriter().append(Buffer.from("PERFILE2")).u64(HEADER_SIZE);
  header.u64(attribute.length).u64(HEADER_SIZE).u64(attribute.length);
  header.u64(dataAt).u64(data.size).u64(0).u64(0).append(new Uint8Array(32));
  return header.append(attribute).append(data.finish()).finish();
}

/** The software event "cpu-clock", and no ids. */
function makeAttribute(): Uint8Array {
  const writer = new ByteWriter().u32(1).u32(ATTRIBUTE_SIZE).u64(0).u64(1_000_000);
  writer.u64(SAMPLE_TYPE).u64(0).u64(FLAGS).append(new Uint8Array(44)).u32(CLOCK_MONOTONIC);
  return writer.append(new Uint8Array(ATTRIBUTE_SIZE + 16 - writer.size)).finish();
}

function addText(writer: ByteWriter, text: string): ByteWriter {
  const bytes = Buffer.from(text);
  return writer.append(bytes).append(new Uint8Array(8 - (bytes.length % 8)));
}

/** Process, thread and time. */
function endEvent(writer: ByteWriter): ByteWriter {
  return writer.u32(PROCESS).u32(PROCESS).u64(0);
}

function addEvent(data: ByteWriter, type: number, misc: number, fields: ByteWriter): void {
  const size = fields.size + 8;
  data.u32(type).u16(misc).u16(size).append(fields.finish());
}
