/**
 * A perf map, as perf reads it from /tmp/perf-PID.map: a line `START SIZE name` for each piece of
 * code, numbers in hexadecimal, loops with their location. Constants and filler are no code.
 */

import { CodeSymbols } from "../replayer/code-symbols.ts";
import { printText } from "../replayer/print-value.ts";
import type { ByteSink, ExportSource } from "./export-format.ts";

export function writePerfMap({ state }: ExportSource, sink: ByteSink): void {
  for (const { kind, address, size, name, unit } of new CodeSymbols(state()).list) {
    if (kind === "constants" || kind === "filler") continue;
    const location = unit?.event.greenKey?.text ?? "";
    const text = printText(`${name} ${location}`).trimEnd();
    sink(Buffer.from(`${address.toString(16)} ${size.toString(16)} ${text}\n`));
  }
}
