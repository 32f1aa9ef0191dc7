/**
 * THE table of export formats.
 */

import { writeElf } from "./elf.ts";
import type { ExportFormat } from "./export-format.ts";
import { writeJitlog } from "./jitlog.ts";
import { writeJsonLines } from "./json-lines.ts";
import { writePerfMap } from "./perf-map.ts";
import { writePypylog } from "./pypylog.ts";

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  { name: "elf", write: writeElf },
  { name: "perf", write: writePerfMap },
  { name: "jsonl", write: writeJsonLines },
  { name: "pypylog", write: writePypylog },
  { name: "jitlog", write: writeJitlog },
];
