/**
 * Lists of operations as tokens: FORMAT.md, "Operations". What compiled traces hold takes one token
 * for an operation, one for each argument, one for its offset and two more for a guard; everything
 * else is written field by field, so any list comes back as it was. Its reader: operation-reader.ts.
 */

import type { MergePointRecord, OperationRecord } from "../../sim/hooks/events.ts";
import type { BlockWriter } from "./block-writer.ts";
import type { OperationTablesWriter, Shape } from "./operation-tables.ts";
import {
  BOX_LETTERS,
  BOX_NUMBER_MAX,
  DESCR,
  encodeOutline,
  GUARD_DISTANCE,
  GUARD_HEAD,
  HASH_DISTANCE,
  HASH_UNIT,
  isNumbered,
  KEPT_PER_TOKEN,
  LEAD,
  POINTER_HEAD,
  TARGET_HEAD,
} from "./operation-tables.ts";
import type { ValueType } from "./value-type.ts";

const NO_LIST: readonly string[] = [];

/** Tokens other than integers among those that wait. */
const NIL = Number.NaN;
const TRUE = Number.POSITIVE_INFINITY;

/** A box's name taken apart; null when it is none. */
interface BoxName {
  readonly letter: number;
  readonly number: number;
}

function parseBox(name: string): BoxName | null {
  const letter = letterOf(name);
  if (letter < 0) return null;
  const number = parseDecimal(name, 1, name.length);
  return number < 0 || number > BOX_NUMBER_MAX ? null : { letter, number };
}

function letterOf(name: string): number {
  const code = name.charCodeAt(0);
  return code === 0x69 ? 0 : code === 0x70 ? 1 : code === 0x66 ? 2 : -1;
}

/** The digits of `text` between two places as a number, -1 when it would not be printed so. */
function parseDecimal(text: string, from: number, to: number): number {
  if (to <= from || to - from > 15 || (text.charCodeAt(from) === 0x30 && to > from + 1)) return -1;
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** The address in a guard's descr, or -1. */
function parseGuardDescr(descr: string): number {
  if (!descr.startsWith(GUARD_HEAD) || !descr.endsWith(">")) return -1;
  const digits = descr.slice(GUARD_HEAD.length, -1);
  return /^(0|[1-9a-f][0-9a-f]{0,12})$/.test(digits) ? Number.parseInt(digits, 16) : -1;
}

function parseTarget(descr: string): number {
  if (!descr.startsWith(TARGET_HEAD) || !descr.endsWith(")")) return -1;
  return parseDecimal(descr, TARGET_HEAD.length, descr.length - 1);
}

/** What the descr, hash and fail arguments are together; null when no form fits. */
function formOf({ descr, failArgs, hash }: OperationRecord): Shape["form"] | null {
  if (failArgs !== null) {
    const isHash = hash === "" || parseDecimal(hash, 0, hash.length) >= 0;
    return isHash && parseGuardDescr(descr) >= 0 ? DESCR.guard : null;
  }
  if (hash !== "") return hash === "0" && descr === "" ? DESCR.raw : null;
  return parseTarget(descr) >= 0 ? DESCR.target : DESCR.text;
}

/** Whether the fields of a merge point's operation all follow from where it is. */
function isUsualMergePoint(operation: OperationRecord, mergePoint: MergePointRecord): boolean {
  const [depth, id, location = "", ...more] = operation.args;
  return (
    operation.name === "debug_merge_point" &&
    operation.result === "" &&
    operation.descr === "" &&
    operation.failArgs === null &&
    operation.offset === -1 &&
    operation.hash === "" &&
    more.length === 0 &&
    depth === String(mergePoint.callDepth) &&
    id === String(mergePoint.callId) &&
    location === `'${mergePoint.greenKey.text}'`
  );
}

/** Writes the list of `inputArgs` for the operations that follow. */
export function putInputArgs(names: readonly string[], out: BlockWriter): void {
  out.tokens.int(names.length);
  let last = -1;
  for (const name of names) {
    const box = parseBox(name);
    if (box === null) {
      out.tokens.nil();
      out.text(name);
    } else {
      out.tokens.int(encodeBox(box, last));
      last = box.number;
    }
  }
  out.inputArgs = names;
}

/** A box that is new, beside the number of the last one. */
function encodeBox({ letter, number }: BoxName, last: number): number {
  const distance = number - last - 1;
  const folded = distance < 0 ? -2 * distance - 1 : 2 * distance;
  return folded * BOX_LETTERS.length + letter;
}

/** Writes operations whose input arguments were written before, if they have any. */
export function putOperations(
  operations: readonly OperationRecord[],
  out: BlockWriter,
  plain: ValueType<OperationRecord>,
): void {
  out.tokens.int(operations.length);
  const list = new ListWriter(out, plain);
  for (const operation of operations) list.put(operation);
}

class ListWriter {
  private readonly out: BlockWriter;
  private readonly tables: OperationTablesWriter;
  private readonly plain: ValueType<OperationRecord>;
  private readonly boxes = new Map<string, number>();
  private boxCount = 0;
  /** Number of the last box or pointer. */
  private last = -1;
  private lastOffset = 0;
  private callDepth = 0;
  private callId = 0;
  private failArgs: readonly string[];
  /** Fail arguments kept so far. */
  private keptCount = 0;
  /** Tokens that follow one that is not known yet. */
  private waiting: number[] = [];

  constructor(out: BlockWriter, plain: ValueType<OperationRecord>) {
    this.out = out;
    this.tables = out.operations;
    this.plain = plain;
    this.failArgs = out.inputArgs;
    for (const name of out.inputArgs) {
      const box = parseBox(name);
      if (box !== null) this.addBox(name, box.number);
    }
    out.inputArgs = NO_LIST;
  }

  private addBox(name: string, number: number): void {
    this.boxes.set(name, this.boxCount++);
    this.last = number;
  }

  put(operation: OperationRecord): void {
    const { mergePoint } = operation;
    if (mergePoint === null) {
      if (this.putShaped(operation)) return;
    } else if (isUsualMergePoint(operation, mergePoint)) {
      this.putMergePoint(mergePoint);
      return;
    }
    this.out.tokens.int(LEAD.plain);
    this.plain.put(operation, this.out);
  }

  private putMergePoint({ jitdriverName, callDepth, callId, greenKey }: MergePointRecord): void {
    const { out, tables } = this;
    const isSameCall =
      jitdriverName === tables.driver && callDepth === this.callDepth && callId === this.callId;
    const number = out.greenKeys.numberOf(greenKey);
    if (isSameCall && number === out.greenKeys.next) {
      out.tokens.int(LEAD.nextKey);
      out.greenKeys.finish(greenKey, number, out);
      return;
    }
    out.tokens.int(isSameCall ? LEAD.otherKey : LEAD.otherCall);
    if (!isSameCall) {
      out.text(jitdriverName);
      out.near(callDepth, this.callDepth);
      out.near(callId, this.callId);
      tables.driver = jitdriverName;
      this.callDepth = callDepth;
      this.callId = callId;
    }
    out.greenKey(greenKey);
  }

  /** False when the operation is not of a kind that has shapes; nothing is written then. */
  private putShaped(operation: OperationRecord): boolean {
    const { name, result, args, descr, failArgs, hash } = operation;
    const box = result === "" ? null : parseBox(result);
    if (result !== "" && box === null) return false;
    const form = formOf(operation);
    if (form === null) return false;
    const outline = encodeOutline({
      argCount: args.length,
      letter: box === null ? "" : BOX_LETTERS[box.letter]!,
      form,
    });
    const shape = this.tables.shape(name, form === DESCR.text ? descr : "", outline);
    for (const arg of args) this.waitForArg(arg, true);
    const expected = this.last + 1;
    const isExpected = box === null || box.number === expected;
    const { out } = this;
    out.tokens.int(isExpected ? LEAD.shape + shape.number : LEAD.otherResult - shape.number);
    if (shape.isNew) {
      out.text(name);
      out.tokens.int(outline);
      if (form === DESCR.text) out.text(descr);
    }
    this.putWaiting();
    out.near(operation.offset, this.lastOffset);
    this.lastOffset = operation.offset;
    if (box !== null) {
      if (!isExpected) out.tokens.int(box.number - expected);
      this.addBox(result, box.number);
    }
    if (form === DESCR.target) this.putTarget(parseTarget(descr));
    if (failArgs !== null) this.putGuard(parseGuardDescr(descr), hash, failArgs);
    return true;
  }

  private putTarget(target: number): void {
    this.out.near(target, this.tables.target);
    this.tables.target = target;
  }

  /** Keeps the tokens of an argument until what stands before it is known. */
  private waitForArg(arg: string, isCounted: boolean): void {
    const { waiting, tables } = this;
    const box = this.boxes.get(arg);
    if (box !== undefined) {
      waiting.push(this.boxCount - 1 - box);
      return;
    }
    const known = tables.constants.get(arg);
    if (known !== undefined) {
      waiting.push(-1 - known.number);
      if (isCounted && known.isNumbered) this.last++;
      return;
    }
    const name = parseBox(arg);
    if (name !== null) {
      waiting.push(TRUE, encodeBox(name, this.last));
      this.addBox(arg, name.number);
      return;
    }
    const pointer = arg.startsWith(POINTER_HEAD) && arg.endsWith(")");
    const number = pointer ? parseDecimal(arg, POINTER_HEAD.length, arg.length - 1) : -1;
    if (number >= 0 && number <= BOX_NUMBER_MAX) {
      waiting.push(NIL, number - this.last - 1);
      this.last = number;
      return;
    }
    const constant = { number: tables.constants.size, isNumbered: isNumbered(arg) };
    tables.constants.set(arg, constant);
    waiting.push(-1 - constant.number, this.out.numberOf(arg));
    if (isCounted && constant.isNumbered) this.last++;
  }

  private putWaiting(): void {
    const { tokens } = this.out;
    for (const token of this.waiting) {
      if (token === TRUE) tokens.boolean(true);
      else if (Number.isNaN(token)) tokens.nil();
      else tokens.int(token);
    }
    this.waiting.length = 0;
  }

  private putGuard(descr: number, hash: string, failArgs: readonly string[]): void {
    const { out, tables } = this;
    if (hash === "") out.tokens.nil();
    else this.putHash(Number(hash));
    const isExpected = descr === tables.guardDescr + GUARD_DISTANCE;
    this.putFailArgs(failArgs, isExpected ? 0 : 1);
    if (!isExpected) out.near(descr, tables.guardDescr);
    tables.guardDescr = descr;
  }

  private putHash(hash: number): void {
    const { out, tables } = this;
    if (hash <= 31 * HASH_UNIT && hash % HASH_UNIT === 0) {
      out.tokens.int(-1 - hash / HASH_UNIT);
      return;
    }
    const distance = hash - tables.hash;
    const steps = Math.floor(distance / HASH_DISTANCE);
    const rest = distance - steps * HASH_DISTANCE;
    if (steps >= 1 && (rest === 0 || rest === HASH_UNIT)) {
      out.tokens.int(2 * steps + (rest === 0 ? 0 : 1));
    } else {
      out.tokens.int(0);
      out.near(hash, tables.hash);
    }
    tables.hash = hash;
  }

  /** An edit of the list before: what is kept at both ends, and what stands between. */
  private putFailArgs(failArgs: readonly string[], isOtherDescr: 0 | 1): void {
    const { tokens } = this.out;
    const before = this.failArgs;
    this.failArgs = failArgs;
    const length = Math.min(before.length, failArgs.length);
    let head = 0;
    while (head < length && before[head] === failArgs[head]) head++;
    if (head === failArgs.length && head === before.length) {
      tokens.int(isOtherDescr);
      return;
    }
    let tail = 0;
    const tailMax = length - head;
    while (tail < tailMax && before.at(-1 - tail) === failArgs.at(-1 - tail)) tail++;
    if (this.keptCount + head + tail > KEPT_PER_TOKEN * tokens.tokenCount) head = tail = 0;
    this.keptCount += head + tail;
    const end = failArgs.length - tail;
    tokens.int(2 * (1 + head) + isOtherDescr);
    tokens.int(tail);
    tokens.int(end - head);
    for (let at = head; at < end; at++) this.waitForArg(failArgs[at] ?? "", false);
    this.putWaiting();
  }
}
