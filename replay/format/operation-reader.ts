/**
 * Reads lists of operations from tokens: the reading side of operation-writer.ts. Lists that are the
 * same are one object, and what may be kept from the list before is limited, so that few tokens
 * cannot become much memory.
 */

import type { MergePointRecord, OperationRecord } from "../../sim/hooks/events.ts";
import type { BlockReader } from "./block-reader.ts";
import type { OperationTablesReader, Shape } from "./operation-tables.ts";
import {
  BOX_LETTERS,
  BOX_NUMBER_MAX,
  DESCR,
  decodeOutline,
  GUARD_DISTANCE,
  GUARD_HEAD,
  HASH_DISTANCE,
  HASH_UNIT,
  isNumbered,
  KEPT_PER_TOKEN,
  LEAD,
  OPERATION_COUNT_MAX,
  POINTER_HEAD,
  TARGET_HEAD,
} from "./operation-tables.ts";
import { SchemaError } from "./schema-error.ts";
import type { TokenReader } from "./token-reader.ts";
import type { ValueType } from "./value-type.ts";

/** Reads the list of `inputArgs` for the operations that follow. */
export function takeInputArgs(from: BlockReader): readonly string[] {
  const { tokens } = from;
  const names: string[] = [];
  let last = -1;
  for (let left = tokens.count(); left > 0; left--) {
    if (tokens.takeNil()) {
      names.push(from.text());
    } else {
      const { name, number } = decodeBox(tokens.int(), last);
      names.push(name);
      last = number;
    }
  }
  from.inputArgs = names;
  return names;
}

/** Names that {@link decodeBox} makes. */
const BOX_NAME = /^[ipf](\d+)$/;

function decodeBox(code: number, last: number): { name: string; number: number } {
  const folded = Math.floor(code / BOX_LETTERS.length);
  const letter = BOX_LETTERS[code - folded * BOX_LETTERS.length];
  const distance = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  if (letter === undefined || code < 0) throw new SchemaError(`no box has the code ${code}`);
  const number = checkNumber(last + 1 + distance);
  return { name: letter + number, number };
}

function checkNumber(number: number): number {
  if (number >= 0 && number <= BOX_NUMBER_MAX) return number;
  throw new SchemaError(`no box has the number ${number}`);
}

/** Reads operations whose input arguments were read before, if they have any. */
export function takeOperations(
  from: BlockReader,
  plain: ValueType<OperationRecord>,
): OperationRecord[] {
  const count = from.tokens.count();
  from.operationCount += count;
  if (from.operationCount > OPERATION_COUNT_MAX) {
    throw new SchemaError(`more than ${OPERATION_COUNT_MAX} operations in a frame`);
  }
  const list = new ListReader(from, plain);
  const operations: OperationRecord[] = [];
  for (let left = count; left > 0; left--) operations.push(list.take());
  return operations;
}

class ListReader {
  private readonly from: BlockReader;
  private readonly tokens: TokenReader;
  private readonly tables: OperationTablesReader;
  private readonly plain: ValueType<OperationRecord>;
  private readonly boxes: string[] = [];
  private last = -1;
  private lastOffset = 0;
  private callDepth = 0;
  private callId = 0;
  private failArgs: readonly string[];
  private keptCount = 0;

  constructor(from: BlockReader, plain: ValueType<OperationRecord>) {
    this.from = from;
    this.tokens = from.tokens;
    this.tables = from.operations;
    this.plain = plain;
    this.failArgs = from.inputArgs;
    for (const name of from.inputArgs) {
      const number = BOX_NAME.exec(name)?.[1];
      if (number !== undefined) this.addBox(name, Number(number));
    }
    from.inputArgs = [];
  }

  private addBox(name: string, number: number): void {
    this.boxes.push(name);
    this.last = checkNumber(number);
  }

  take(): OperationRecord {
    const lead = this.tokens.int();
    if (lead >= LEAD.shape) return this.takeShaped(lead - LEAD.shape, true);
    if (lead <= LEAD.otherResult) return this.takeShaped(LEAD.otherResult - lead, false);
    return lead === LEAD.plain ? this.plain.take(this.from) : this.takeMergePoint(lead);
  }

  private takeMergePoint(lead: number): OperationRecord {
    const { from, tables } = this;
    if (lead === LEAD.otherCall) {
      tables.driver = from.text();
      this.callDepth = this.tokens.near(this.callDepth);
      this.callId = this.tokens.near(this.callId);
    }
    const greenKey = from.greenKeys.take(from, lead === LEAD.nextKey ? 0 : this.tokens.int());
    const { callDepth, callId } = this;
    let location = tables.locations.get(greenKey);
    if (location === undefined) {
      location = `'${greenKey.text}'`;
      tables.locations.set(greenKey, location);
    }
    return makeMergePoint({ jitdriverName: tables.driver, callDepth, callId, greenKey }, location);
  }

  private takeShaped(number: number, isExpected: boolean): OperationRecord {
    const shape = this.tables.shapes[number] ?? this.takeShape(number);
    const args = this.takeArgs(this.tokens.checkCount(shape.argCount), true);
    const offset = this.tokens.near(this.lastOffset);
    this.lastOffset = offset;
    const { name, form } = shape;
    const result = this.takeResult(shape, isExpected);
    if (form === DESCR.guard) return this.takeGuard(name, result, args, offset);
    const descr = form === DESCR.target ? this.takeTarget() : shape.descr;
    const hash = form === DESCR.raw ? "0" : "";
    return { name, result, args, descr, failArgs: null, offset, hash, mergePoint: null };
  }

  private takeArgs(count: number, isCounted: boolean): string[] {
    const args: string[] = [];
    for (let left = count; left > 0; left--) args.push(this.takeArg(isCounted));
    return args;
  }

  private takeShape(number: number): Shape {
    const { shapes } = this.tables;
    if (number !== shapes.length) throw new SchemaError(`no shape has the number ${number}`);
    const name = this.from.text();
    const outline = decodeOutline(this.tokens.int());
    const descr = outline.form === DESCR.text ? this.from.text() : "";
    const shape = { name, ...outline, descr };
    shapes.push(shape);
    return shape;
  }

  private takeResult({ letter }: Shape, isExpected: boolean): string {
    if (letter === "") return "";
    const number = this.last + 1 + (isExpected ? 0 : this.tokens.int());
    this.addBox(letter + number, number);
    return letter + number;
  }

  private takeTarget(): string {
    this.tables.target = this.tokens.near(this.tables.target);
    return `${TARGET_HEAD}${this.tables.target})`;
  }

  private takeArg(isCounted: boolean): string {
    const token = this.tokens.take();
    if (token === null) {
      this.last = checkNumber(this.last + 1 + this.tokens.int());
      return `${POINTER_HEAD}${this.last})`;
    }
    if (token === true) {
      const { name, number } = decodeBox(this.tokens.int(), this.last);
      this.addBox(name, number);
      return name;
    }
    if (typeof token !== "number") throw new SchemaError("an argument is not as it should be");
    return token < 0 ? this.takeConstant(-1 - token, isCounted) : this.box(token);
  }

  private box(distance: number): string {
    const name = this.boxes[this.boxes.length - 1 - distance];
    if (name === undefined) throw new SchemaError(`there is no box ${distance} before this place`);
    return name;
  }

  private takeConstant(number: number, isCounted: boolean): string {
    const { constants } = this.tables;
    if (number === constants.length) {
      const text = this.from.text();
      constants.push({ text, isNumbered: isNumbered(text) });
    }
    const constant = constants[number];
    if (constant === undefined) throw new SchemaError(`no constant has the number ${number}`);
    if (isCounted && constant.isNumbered) this.last++;
    return constant.text;
  }

  private takeGuard(
    name: string,
    result: string,
    args: readonly string[],
    offset: number,
  ): OperationRecord {
    const { tables, tokens } = this;
    const hash = tokens.takeNil() ? "" : String(this.takeHash());
    const code = tokens.int();
    const isOtherDescr = code % 2 !== 0;
    const failArgs = this.takeFailArgs((code - (isOtherDescr ? 1 : 0)) / 2);
    const expected = tables.guardDescr + GUARD_DISTANCE;
    tables.guardDescr = isOtherDescr ? tokens.near(tables.guardDescr) : expected;
    if (tables.guardDescr < 0) throw new SchemaError("a guard's address is negative");
    const descr = `${GUARD_HEAD}${tables.guardDescr.toString(16)}>`;
    return { name, result, args, descr, failArgs, offset, hash, mergePoint: null };
  }

  private takeHash(): number {
    const { tables, tokens } = this;
    const code = tokens.int();
    if (code < 0) return (-1 - code) * HASH_UNIT;
    const rest = code % 2;
    const distance = ((code - rest) / 2) * HASH_DISTANCE + rest * HASH_UNIT;
    tables.hash = code === 0 ? tokens.near(tables.hash) : tables.hash + distance;
    if (!Number.isSafeInteger(tables.hash)) throw new SchemaError("a guard's hash is too large");
    return tables.hash;
  }

  /** `edit` is 0 for the list before, else one more than what is kept of its head. */
  private takeFailArgs(edit: number): readonly string[] {
    if (edit === 0) return this.failArgs;
    const { tokens } = this;
    const before = this.failArgs;
    const head = edit - 1;
    const limit = KEPT_PER_TOKEN * (tokens.takenCount - 1);
    const tail = tokens.int();
    this.keptCount += head + tail;
    if (head < 0 || tail < 0 || head + tail > before.length || this.keptCount > limit) {
      throw new SchemaError("fail arguments are not as they should be");
    }
    const between = this.takeArgs(tokens.count(), false);
    this.failArgs = before.slice(0, head).concat(between, before.slice(before.length - tail));
    return this.failArgs;
  }
}

/** The operation of a merge point. */
function makeMergePoint(mergePoint: MergePointRecord, location: string): OperationRecord {
  const { callDepth, callId } = mergePoint;
  return {
    name: "debug_merge_point",
    result: "",
    args: [String(callDepth), String(callId), location],
    descr: "",
    failArgs: null,
    offset: -1,
    hash: "",
    mergePoint,
  };
}
