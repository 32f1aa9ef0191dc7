/**
 * Operations of a log as records: one line each, with or without an offset.
 *
 * Counterpart: rpython/jit/metainterp/logger.py (repr_of_resop).
 */

import type { OperationLine } from "../../sim/trace/trace-line.ts";
import { LineError, readBrackets, readOperationLine } from "../../sim/trace/trace-line.ts";
import type { MergePointRecord, OperationRecord } from "../format/events.ts";
import type { GreenKeys } from "./green-keys.ts";

const OFFSET = /^\+(\d{1,15}): /;
const END_LINE = /^\+(\d{1,15}): --end of the loop--$/;
const QUOTED = /^(['"])(.*)\1$/s;

/** The offset of a log's last line of a trace, or null for another line. */
export function readEndOffset(line: string): number | null {
  const match = END_LINE.exec(line);
  return match === null ? null : Number(match[1]);
}

/** The names between the brackets of a line of input arguments. */
export function readInputArgs(line: string): string[] | null {
  try {
    return readBrackets(line).map(({ text }) => text);
  } catch (error) {
    if (error instanceof LineError) return null;
    throw error;
  }
}

/** The operation on a line, with its offset as it is written, -1 without; null when it is none. */
export function readOperation(line: string, keys: GreenKeys): OperationRecord | null {
  const offset = OFFSET.exec(line);
  const text = offset === null ? line : line.slice(offset[0].length);
  const parsed = parseLine(text);
  if (parsed === null || !/^\w+$/.test(parsed.opname.text)) return null;
  const args = parsed.args.map((word) => word.text);
  const name = parsed.opname.text;
  const mergePoint = name === "debug_merge_point" ? readMergePoint(args, keys) : null;
  return {
    name,
    result: parsed.result?.text ?? "",
    args,
    descr: parsed.descr?.text ?? "",
    failArgs: parsed.failArgs?.map((word) => word.text) ?? null,
    offset: offset === null ? -1 : Number(offset[1]),
    hash: "",
    mergePoint,
  };
}

function parseLine(text: string): OperationLine | null {
  try {
    return readOperationLine(text);
  } catch (error) {
    if (error instanceof LineError) return null;
    throw error;
  }
}

/** `0, 0, 'main;prog.py:1-6~#20 LOAD_FAST'`; the location in `args` gets the file's new name. */
function readMergePoint(args: string[], keys: GreenKeys): MergePointRecord {
  const numbers = args.filter((arg) => /^-?\d{1,15}$/.test(arg)).map(Number);
  const quoted = QUOTED.exec(args.at(-1) ?? "");
  const key = keys.parse(quoted?.[2] ?? "");
  if (quoted !== null) args[args.length - 1] = `${quoted[1]}${key.greenKey.text}${quoted[1]}`;
  const [callDepth = 0, callId = 0] = numbers;
  return { ...key, callDepth, callId };
}
