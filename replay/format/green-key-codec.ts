/**
 * Green keys in events: each stands once in a block, everywhere else as its number, as the distance
 * from the one after the key before it, so that a trace's keys are mostly zeros. A key whose number
 * is that of the table's end is new, and follows: its code object (in the same manner, by number),
 * its position, and its text, which for Python's driver is made of the rest. Writer beside reader.
 */

import type { GreenKeyRecord } from "../../sim/hooks/events.ts";
import type { BlockReader } from "./block-reader.ts";
import type { BlockWriter } from "./block-writer.ts";
import { SchemaError } from "./schema-error.ts";

/** What the keys of one code object have in common. */
type CodeRecord = Pick<GreenKeyRecord, "codeName" | "fileName" | "firstLine" | "codeNumber">;

/** Name, file and instruction of a location are together at most so long; others are plain texts. */
const LOCATION_LENGTH_MAX = 255;

/** The printed location of Python's driver, behind its head. */
const LOCATION_TAIL = /^(0|[1-9]\d{0,8})~#(-?\d+) (\S+)$/;

function locationHead({ codeName, fileName, firstLine }: CodeRecord): string {
  return `${codeName};${fileName}:${firstLine}-`;
}

/** Line and instruction, when the text is that of Python's driver; else null. */
function parseLocation(key: GreenKeyRecord): { line: number; instruction: string } | null {
  const head = locationHead(key);
  if (!key.text.startsWith(head)) return null;
  const [, line, position, instruction] = LOCATION_TAIL.exec(key.text.slice(head.length)) ?? [];
  if (instruction === undefined || position !== String(key.position)) return null;
  const isFar = !Number.isSafeInteger(Number(line) - key.firstLine);
  return isFar || isLong(key, instruction) ? null : { line: Number(line), instruction };
}

function isLong({ codeName, fileName }: CodeRecord, instruction: string): boolean {
  return codeName.length + fileName.length + instruction.length > LOCATION_LENGTH_MAX;
}

/** Gives numbers to the keys of a block. */
export class GreenKeyTableWriter {
  private readonly byText = new Map<string, { readonly key: GreenKeyRecord; number: number }[]>();
  /** Most keys come again as the same objects. */
  private readonly byObject = new WeakMap<GreenKeyRecord, number>();
  private readonly codes: CodeRecord[] = [];
  private count = 0;
  private lastPosition = 0;
  /** The number after that of the last key. */
  next = 0;

  /** The number that `key` has, or would get. */
  numberOf(key: GreenKeyRecord): number {
    const known = this.byObject.get(key);
    if (known !== undefined) return known;
    const same = this.byText.get(key.text)?.find((one) => isSameKey(one.key, key));
    if (same !== undefined) this.byObject.set(key, same.number);
    return same?.number ?? this.count;
  }

  put(key: GreenKeyRecord, out: BlockWriter): void {
    const number = this.numberOf(key);
    out.tokens.int(number - this.next);
    this.finish(key, number, out);
  }

  /** What follows the number of a key: nothing, or what a new one is. */
  finish(key: GreenKeyRecord, number: number, out: BlockWriter): void {
    this.next = number + 1;
    if (number !== this.count) return;
    this.count++;
    this.byObject.set(key, number);
    const others = this.byText.get(key.text);
    if (others === undefined) this.byText.set(key.text, [{ key, number }]);
    else others.push({ key, number });
    this.putCode(key, out);
    out.near(key.position, this.lastPosition);
    this.lastPosition = key.position;
    const location = parseLocation(key);
    if (location === null) {
      out.tokens.nil();
      out.text(key.text);
    } else {
      out.tokens.int(location.line - key.firstLine);
      out.text(location.instruction);
    }
  }

  private putCode(key: CodeRecord, out: BlockWriter): void {
    const known = this.codes.findIndex((one) => isSameCode(one, key));
    out.tokens.int(known < 0 ? this.codes.length : known);
    if (known >= 0) return;
    this.codes.push(key);
    out.text(key.codeName);
    out.text(key.fileName);
    out.tokens.int(key.firstLine);
    out.tokens.int(key.codeNumber);
  }
}

function isSameCode(a: CodeRecord, b: CodeRecord): boolean {
  return (
    a.codeNumber === b.codeNumber &&
    a.firstLine === b.firstLine &&
    a.codeName === b.codeName &&
    a.fileName === b.fileName
  );
}

function isSameKey(a: GreenKeyRecord, b: GreenKeyRecord): boolean {
  return a.position === b.position && a.text === b.text && isSameCode(a, b);
}

/** Gives keys to numbers. */
export class GreenKeyTableReader {
  private readonly keys: GreenKeyRecord[] = [];
  private readonly codes: CodeRecord[] = [];
  private next = 0;
  private lastPosition = 0;

  /** The next key of the event; `distance` is the number that has been taken for it already. */
  take(from: BlockReader, distance = from.tokens.int()): GreenKeyRecord {
    const number = this.next + distance;
    this.next = number + 1;
    const known = this.keys[number];
    if (known !== undefined) return known;
    if (number !== this.keys.length) throw new SchemaError(`no green key has number ${number}`);
    const code = this.takeCode(from);
    const position = from.tokens.near(this.lastPosition);
    this.lastPosition = position;
    const key = { text: takeText(code, position, from), position, ...code };
    this.keys.push(key);
    return key;
  }

  private takeCode(from: BlockReader): CodeRecord {
    const number = from.tokens.int();
    const known = this.codes[number];
    if (known !== undefined) return known;
    if (number !== this.codes.length) throw new SchemaError(`no code has number ${number}`);
    const [codeName, fileName] = [from.text(), from.text()];
    const [firstLine, codeNumber] = [from.tokens.int(), from.tokens.int()];
    const code = { codeName, fileName, firstLine, codeNumber };
    this.codes.push(code);
    return code;
  }
}

function takeText(code: CodeRecord, position: number, from: BlockReader): string {
  if (from.tokens.takeNil()) return from.text();
  const line = code.firstLine + from.tokens.int();
  const instruction = from.text();
  if (isLong(code, instruction)) throw new SchemaError("a location is too long");
  return `${locationHead(code)}${line}~#${position} ${instruction}`;
}
