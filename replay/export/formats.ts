/**
 * THE table of export formats.
 */

import { writeChromeTrace } from "./chrome-trace.ts";
import { writeDot } from "./dot.ts";
import { writeElf } from "./elf.ts";
import type { ExportFormat } from "./export-format.ts";
import { writeJitdump } from "./jitdump.ts";
import { writeJitlog } from "./jitlog.ts";
import { writeJsonLines } from "./json-lines.ts";
import { writeMermaid } from "./mermaid.ts";
import { writePerfMap } from "./perf-map.ts";
import { writePypylog } from "./pypylog.ts";
import { writeSpeedscope } from "./speedscope.ts";

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  { name: "elf", write: writeElf },
  { name: "perf", write: writePerfMap },
  { name: "jitdump", write: writeJitdump },
  { name: "jsonl", write: writeJsonLines },
  { name: "pypylog", write: writePypylog },
  { name: "jitlog", write: writeJitlog },
  { name: "chrome", write: writeChromeTrace },
  { name: "speedscope", write: writeSpeedscope },
  { name: "dot", write: writeDot },
  { name: "mermaid", write: writeMermaid },
];
