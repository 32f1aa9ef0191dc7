/**
 * The module _struct, which lib/struct.py publishes.
 *
 * Counterpart: pypy/module/struct/interp_struct.py.
 */

import { lookup } from "../objects/call.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { oefmt, operationError, typeError, typeName, valueError } from "../objects/errors.ts";
import { newfloat } from "../objects/float-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { W_HostIterator } from "../objects/iterators.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { toIndex } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import {
  halfBits,
  halfValue,
  loadInteger,
  parseStruct,
  storeInteger,
  type StructItem,
  type StructLayout,
  StructProblem,
} from "../objects/struct-format.ts";
import { w_None } from "../objects/singletons.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_Root } from "../objects/w-root.ts";
import { writePart } from "../objects/buffer.ts";
import { bytesArgument, writableBuffer } from "./byte-arguments.ts";
import {
  type Define,
  exceptionType,
  expectSelf,
  getset,
  method,
  moduleFunction,
  moduleType,
  plainInteger,
  staticMethod,
} from "./define.ts";
import { instanceOf } from "./instances.ts";
import { iteratorType } from "./iterator-type.ts";
import { floatOf } from "../objects/number-conversions.ts";

/** Everything that the functions share. */
class StructState {
  readonly w_error: W_TypeObject;
  readonly w_iterator: W_TypeObject;
  private readonly layouts = new Map<string, StructLayout>();

  constructor(w_error: W_TypeObject, w_iterator: W_TypeObject) {
    this.w_error = w_error;
    this.w_iterator = w_iterator;
  }

  error(message: string) {
    return operationError(this.w_error, [newtext(message)]);
  }

  /** The layout of a format argument. */
  layout(space: ObjSpace, w_format: W_Root): StructLayout {
    const format = formatText(space, w_format);
    let layout = this.layouts.get(format);
    if (layout === undefined) {
      try {
        layout = parseStruct(format);
      } catch (error) {
        throw error instanceof StructProblem ? this.error(error.message) : error;
      }
      this.layouts.set(format, layout);
    }
    return layout;
  }
}

function formatText(space: ObjSpace, w_format: W_Root): string {
  const w_text = builtinValue(w_format);
  if (w_text instanceof W_UnicodeObject) return w_text.value;
  if (w_text instanceof W_BytesObject) return new TextDecoder("latin1").decode(w_text.value);
  throw typeError(space, `expected str, got ${typeName(space, w_format)} object`);
}

/** A format that was parsed. */
export class W_Struct extends W_Root {
  readonly w_type: W_TypeObject;
  readonly format: string;
  readonly layout: StructLayout;

  constructor(w_type: W_TypeObject, format: string, layout: StructLayout) {
    super();
    this.w_type = w_type;
    this.format = format;
    this.layout = layout;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }
}

/** The module. */
export function makeStructModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_struct");
  const set = w_module.namespace.setitem_str.bind(w_module.namespace, space);
  set("__name__", newtext("_struct"));
  const w_error = exceptionType(space, w_module, "error", space.w_Exception, "struct");
  const w_iterator = iteratorType(space, w_module, "unpack_iterator");
  w_iterator.w_module = null;
  const state = new StructState(w_error, w_iterator);
  installFunctions(state, moduleFunction.bind(null, space, w_module));
  installStruct(space, w_module, state);
  return w_module;
}

function installFunctions(state: StructState, define: Define): void {
  const items = (w_args: W_Root): readonly W_Root[] => (w_args as W_TupleObject).items;
  define("calcsize", "format", (s, [w_format]) => newint(state.layout(s, w_format!).size));
  define(
    "pack",
    "format, *args",
    (s, [w_format, w_args]) =>
      new W_BytesObject(packBytes(s, state, state.layout(s, w_format!), items(w_args!))),
  );
  define("pack_into", "format, buffer, offset, *args", (s, [w_format, w_buffer, w_at, w_args]) =>
    packInto(s, state, state.layout(s, w_format!), w_buffer!, w_at!, items(w_args!)),
  );
  define("unpack", "format, buffer", (s, [w_format, w_buffer]) =>
    unpackAll(s, state, state.layout(s, w_format!), w_buffer!),
  );
  define("unpack_from", "format, buffer, offset=", (s, [w_format, w_buffer, w_at]) =>
    unpackFrom(s, state, state.layout(s, w_format!), w_buffer!, w_at!),
  );
  define("iter_unpack", "format, buffer", (s, [w_format, w_buffer]) =>
    iterUnpack(s, state, state.layout(s, w_format!), w_buffer!),
  );
  define("_clearcache", "", () => w_None);
}

function installStruct(space: ObjSpace, w_module: W_Module, state: StructState): void {
  const w_type = moduleType(space, w_module, "Struct");
  w_type.w_module = null;
  staticMethod(w_type, "__new__", "cls, /, *args, **kwargs", (s, [w_cls, w_args]) => {
    const [w_format] = (w_args as W_TupleObject).items;
    if (w_format === undefined) {
      throw typeError(s, "__init__() missing 1 required positional argument: 'format'");
    }
    const layout = state.layout(s, w_format);
    return instanceOf(
      s,
      w_cls as W_TypeObject,
      new W_Struct(w_type, formatText(s, w_format), layout),
    );
  });
  const self = (s: ObjSpace, w_self: W_Root): W_Struct => expectSelf(s, w_self, W_Struct, "Struct");
  getset(w_type, "format", (s, w_obj) => newtext(self(s, w_obj).format));
  getset(w_type, "size", (s, w_obj) => newint(self(s, w_obj).layout.size));
  method(w_type, "__init__", "self, format", () => w_None);
  method(w_type, "pack", "self, *args", (s, [w_self, w_args]) => {
    const args_w = (w_args as W_TupleObject).items;
    return new W_BytesObject(packBytes(s, state, self(s, w_self!).layout, args_w));
  });
  method(
    w_type,
    "pack_into",
    "self, buffer, offset, *args",
    (s, [w_self, w_buffer, w_at, w_args]) =>
      packInto(
        s,
        state,
        self(s, w_self!).layout,
        w_buffer!,
        w_at!,
        (w_args as W_TupleObject).items,
      ),
  );
  method(w_type, "unpack", "self, buffer", (s, [w_self, w_buffer]) =>
    unpackAll(s, state, self(s, w_self!).layout, w_buffer!),
  );
  method(w_type, "unpack_from", "self, buffer, offset=", (s, [w_self, w_buffer, w_at]) =>
    unpackFrom(s, state, self(s, w_self!).layout, w_buffer!, w_at!),
  );
  method(w_type, "iter_unpack", "self, buffer", (s, [w_self, w_buffer]) =>
    iterUnpack(s, state, self(s, w_self!).layout, w_buffer!),
  );
}

function packBytes(
  space: ObjSpace,
  state: StructState,
  layout: StructLayout,
  args_w: readonly W_Root[],
): Uint8Array {
  const bytes = new Uint8Array(layout.size);
  const view = new DataView(bytes.buffer);
  let next = 0;
  const take = (): W_Root => {
    const w_arg = args_w[next++];
    if (w_arg === undefined) throw state.error("struct format requires more arguments");
    return w_arg;
  };
  for (const item of layout.items) {
    if (item.code === "x") continue;
    if (item.code === "s" || item.code === "p") {
      packString(space, bytes, item, take());
      continue;
    }
    for (let i = 0; i < item.count; i++) {
      packItem(space, state, view, item, item.offset + i * item.size, layout.isLittle, take());
    }
  }
  if (next < args_w.length) throw state.error("too many arguments for struct format");
  return bytes;
}

function plainBytes(space: ObjSpace, w_arg: W_Root): Uint8Array {
  const w_value = builtinValue(w_arg);
  if (w_value instanceof W_BytesObject) return w_value.value;
  throw typeError(space, `expected bytes, got ${typeName(space, w_arg)} object`);
}

function packString(space: ObjSpace, bytes: Uint8Array, item: StructItem, w_arg: W_Root): void {
  const text = plainBytes(space, w_arg);
  if (item.code === "s") {
    bytes.set(text.subarray(0, item.count), item.offset);
    return;
  }
  if (item.count === 0) return;
  const kept = text.subarray(0, item.count - 1);
  bytes[item.offset] = Math.min(kept.length, 255);
  bytes.set(kept, item.offset + 1);
}

function packItem(
  space: ObjSpace,
  state: StructState,
  view: DataView,
  { code, size }: StructItem,
  offset: number,
  isLittle: boolean,
  w_arg: W_Root,
): void {
  if (code === "c") {
    const text = plainBytes(space, w_arg);
    if (text.length !== 1) throw state.error("expected a string of length 1");
    view.setUint8(offset, text[0]!);
  } else if (code === "?") view.setUint8(offset, space.is_true(w_arg) ? 1 : 0);
  else if (code === "e" || code === "f" || code === "d") {
    packFloat(space, view, code, offset, isLittle, floatArgument(space, state, w_arg));
  } else {
    const value = integerArgument(space, state, w_arg, code, size);
    storeInteger(view, offset, size, value, isLittle);
  }
}

function floatArgument(space: ObjSpace, state: StructState, w_arg: W_Root): number {
  const isText = builtinValue(w_arg) instanceof W_UnicodeObject;
  const isNumber = ["__float__", "__index__"].some((name) => lookup(space, w_arg, name) !== null);
  if (isText || !isNumber) throw state.error("required argument is not a float");
  return floatOf(space, w_arg);
}

function packFloat(
  space: ObjSpace,
  view: DataView,
  code: string,
  offset: number,
  isLittle: boolean,
  value: number,
): void {
  if (code === "d") view.setFloat64(offset, value, isLittle);
  else if (code === "f") view.setFloat32(offset, value, isLittle);
  else {
    const bits = halfBits(value);
    if (bits === null) {
      throw oefmt(space, space.w_OverflowError, "float too large for format 'e'");
    }
    view.setUint16(offset, bits, isLittle);
  }
}

/** Whether integers of a code have a sign. */
function isSignedCode(code: string): boolean {
  return code === code.toLowerCase();
}

function integerArgument(
  space: ObjSpace,
  state: StructState,
  w_arg: W_Root,
  code: string,
  size: number,
): bigint {
  const value = integerOf(space, state, w_arg);
  const isSigned = isSignedCode(code);
  if (size === 8 && !isSigned && value < 0n) {
    throw valueError(space, "cannot convert negative integer to unsigned");
  }
  const bits = BigInt(8 * size);
  const lowest = isSigned ? -(1n << (bits - 1n)) : 0n;
  const highest = (1n << (isSigned ? bits - 1n : bits)) - 1n;
  if (value >= lowest && value <= highest) return value;
  if (size === 8 || BigInt.asIntN(64, value) !== value) throw state.error("argument out of range");
  const what = size === 1 ? "1-byte" : `${size}-bytes`;
  throw state.error(`argument out of range for ${what} integer format`);
}

function integerOf(space: ObjSpace, state: StructState, w_arg: W_Root): bigint {
  const value = bigintOrNull(builtinValue(w_arg));
  if (value !== null) return value;
  const message = "required argument is not an integer";
  if (lookup(space, w_arg, "__index__") === null) throw state.error(message);
  return toIndex(space, w_arg, () => message);
}

function packInto(
  space: ObjSpace,
  state: StructState,
  layout: StructLayout,
  w_buffer: W_Root,
  w_offset: W_Root,
  args_w: readonly W_Root[],
): W_Root {
  const buffer = writableBuffer(space, w_buffer);
  const { length } = buffer.bytes();
  const at = checkedOffset(space, state, layout, length, w_offset, "pack_into", "packing");
  writePart(buffer, at, packBytes(space, state, layout, args_w));
  return w_None;
}

/** Where in a buffer to begin; the whole layout has to fit. */
function checkedOffset(
  space: ObjSpace,
  state: StructState,
  layout: StructLayout,
  length: number,
  w_offset: W_Root | null,
  name: string,
  verb: string,
): number {
  const given = w_offset === null ? 0 : plainInteger(space, w_offset);
  const offset = given < 0 ? given + length : given;
  if (offset < 0) {
    throw state.error(`offset ${given} out of range for ${length}-byte buffer`);
  }
  if (length - offset >= layout.size) return offset;
  const needed = `${name} requires a buffer of at least ${layout.size + offset} bytes`;
  const what = `for ${verb} ${layout.size} bytes at offset ${offset}`;
  throw state.error(`${needed} ${what} (actual buffer size is ${length})`);
}

/** The values in the bytes of a layout. */
function unpackBytes(layout: StructLayout, bytes: Uint8Array): W_Root {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values_w: W_Root[] = [];
  for (const item of layout.items) {
    const { code, count, offset, size } = item;
    if (code === "x") continue;
    if (code === "s") values_w.push(new W_BytesObject(bytes.slice(offset, offset + count)));
    else if (code === "p") values_w.push(pascalString(bytes.subarray(offset, offset + count)));
    else {
      for (let i = 0; i < count; i++) {
        values_w.push(unpackItem(view, code, size, offset + i * size, layout.isLittle));
      }
    }
  }
  return new W_TupleObject(values_w);
}

function pascalString(bytes: Uint8Array): W_Root {
  if (bytes.length === 0) return new W_BytesObject(bytes);
  return new W_BytesObject(bytes.slice(1, 1 + Math.min(bytes[0]!, bytes.length - 1)));
}

function unpackItem(
  view: DataView,
  code: string,
  size: number,
  offset: number,
  isLittle: boolean,
): W_Root {
  switch (code) {
    case "c":
      return new W_BytesObject(Uint8Array.of(view.getUint8(offset)));
    case "?":
      return newbool(view.getUint8(offset) !== 0);
    case "e":
      return newfloat(halfValue(view.getUint16(offset, isLittle)));
    case "f":
      return newfloat(view.getFloat32(offset, isLittle));
    case "d":
      return newfloat(view.getFloat64(offset, isLittle));
    default:
      return wrapBigint(loadInteger(view, offset, size, isSignedCode(code), isLittle));
  }
}

function unpackAll(
  space: ObjSpace,
  state: StructState,
  layout: StructLayout,
  w_buffer: W_Root,
): W_Root {
  const bytes = bytesArgument(space, w_buffer);
  if (bytes.length < layout.size) throw state.error("unpack str size too short for format");
  if (bytes.length > layout.size) throw state.error("unpack str size too long for format");
  return unpackBytes(layout, bytes);
}

function unpackFrom(
  space: ObjSpace,
  state: StructState,
  layout: StructLayout,
  w_buffer: W_Root,
  w_offset: W_Root | null,
): W_Root {
  const bytes = bytesArgument(space, w_buffer);
  const { length } = bytes;
  const at = checkedOffset(space, state, layout, length, w_offset, "unpack_from", "unpacking");
  return unpackBytes(layout, bytes.subarray(at, at + layout.size));
}

function iterUnpack(
  space: ObjSpace,
  state: StructState,
  layout: StructLayout,
  w_buffer: W_Root,
): W_Root {
  const bytes = bytesArgument(space, w_buffer);
  const { size } = layout;
  if (size === 0) throw state.error("cannot iteratively unpack with a struct of length 0");
  if (bytes.length % size !== 0) {
    throw state.error(`iterative unpacking requires a bytes length multiple of ${size}`);
  }
  function* parts(): Iterator<W_Root> {
    for (let at = 0; at < bytes.length; at += size) {
      yield unpackBytes(layout, bytes.subarray(at, at + size));
    }
  }
  return new W_HostIterator(state.w_iterator, parts());
}
