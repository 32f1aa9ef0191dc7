/**
 * One encoding or decoding in progress: the input, where it is, and what becomes of what cannot be
 * coded. Errors go to the handler that the caller named (`strict`, `replace` …), which gives a
 * replacement and the position to go on from.
 *
 * Counterpart: pypy/module/_codecs/interp_codecs.py, rpython/rlib/runicode.py.
 */

import { operationError } from "../objects/errors.ts";
import type { OperationError } from "../objects/operation-error.ts";
import { newint } from "../objects/int-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext, type W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";

/** What went wrong: positions are code points of text, or bytes. */
export interface CodingProblem {
  readonly encoding: string;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** What a handler gives: text, or bytes when encoding, and where to go on. */
export interface Replacement {
  readonly value: string | Uint8Array;
  readonly position: number;
}

/** Bytes being collected. */
export class ByteSink {
  private bytes: Uint8Array;
  private length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity + 16);
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  pushAll(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array((this.length + count) * 2);
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/** Text being encoded. */
export class EncodeRun {
  readonly space: ObjSpace;
  readonly w_text: W_UnicodeObject;
  readonly errors: string;
  private readonly handle: (run: EncodeRun, problem: CodingProblem) => Replacement;

  constructor(
    space: ObjSpace,
    w_text: W_UnicodeObject,
    errors: string,
    handle: (run: EncodeRun, problem: CodingProblem) => Replacement,
  ) {
    this.space = space;
    this.w_text = w_text;
    this.errors = errors;
    this.handle = handle;
  }

  fail(problem: CodingProblem): Replacement {
    return this.handle(this, problem);
  }

  /** The exception of a problem. */
  exception(problem: CodingProblem): OperationError {
    return codingError(this.space, "UnicodeEncodeError", this.w_text, problem);
  }
}

/** Bytes being decoded. When `isFinal` is false an unfinished end is left over. */
export class DecodeRun {
  readonly space: ObjSpace;
  readonly bytes: Uint8Array;
  readonly errors: string;
  readonly isFinal: boolean;
  /** How many bytes were used. */
  consumed: number;
  private readonly handle: (run: DecodeRun, problem: CodingProblem) => Replacement;

  constructor(
    space: ObjSpace,
    bytes: Uint8Array,
    errors: string,
    isFinal: boolean,
    handle: (run: DecodeRun, problem: CodingProblem) => Replacement,
  ) {
    this.space = space;
    this.bytes = bytes;
    this.errors = errors;
    this.isFinal = isFinal;
    this.consumed = bytes.length;
    this.handle = handle;
  }

  fail(problem: CodingProblem): Replacement {
    return this.handle(this, problem);
  }

  exception(problem: CodingProblem): OperationError {
    const w_bytes = new W_BytesObject(this.bytes.slice());
    return codingError(this.space, "UnicodeDecodeError", w_bytes, problem);
  }
}

function codingError(
  space: ObjSpace,
  className: string,
  w_object: W_UnicodeObject | W_BytesObject,
  problem: CodingProblem,
): OperationError {
  const { encoding, start, end, reason } = problem;
  return operationError(space.exceptionTypes.get(className)!, [
    newtext(encoding),
    w_object,
    newint(start),
    newint(end),
    newtext(reason),
  ]);
}

/** The code points of a host string. */
export function codesOf(text: string): number[] {
  const codes: number[] = [];
  for (const character of text) codes.push(character.codePointAt(0)!);
  return codes;
}

/** How an encoding writes one code point; `fits` says whether it can. */
export interface PointWriter {
  readonly encoding: string;
  readonly reason: string;
  /** Whether neighbouring code points that do not fit make one problem. */
  readonly joinsProblems: boolean;
  fits(code: number): boolean;
  write(code: number, sink: ByteSink): void;
}

/** Encodes code point by code point. */
export function encodePoints(run: EncodeRun, writer: PointWriter): Uint8Array {
  const codes = codesOf(run.w_text.value);
  const sink = new ByteSink(codes.length);
  let at = 0;
  while (at < codes.length) {
    const code = codes[at]!;
    if (writer.fits(code)) {
      writer.write(code, sink);
      at++;
      continue;
    }
    let end = at + 1;
    while (writer.joinsProblems && end < codes.length && !writer.fits(codes[end]!)) end++;
    const problem = { encoding: writer.encoding, start: at, end, reason: writer.reason };
    const { value, position } = run.fail(problem);
    if (typeof value !== "string") sink.pushAll(value);
    else {
      for (const replacement of codesOf(value)) {
        if (!writer.fits(replacement)) throw run.exception(problem);
        writer.write(replacement, sink);
      }
    }
    at = position;
  }
  return sink.finish();
}
