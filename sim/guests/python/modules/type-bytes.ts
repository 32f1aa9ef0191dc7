/**
 * The types bytes and bytearray: making them, operators, and what changes a bytearray.
 *
 * Counterpart: pypy/objspace/std/{bytesobject,bytearrayobject}.py.
 */

import { encodeText } from "../codecs/coding.ts";
import { getattr_or_null } from "../objects/attributes.ts";
import { builtinBinary } from "../objects/binary-builtin.ts";
import { bufferOf, bytesLike } from "../objects/buffer.ts";
import { isError } from "../objects/iteration.ts";
import {
  byteArgument,
  bytesOfSource,
  deleteBytearrayItem,
  setBytearrayItem,
} from "../objects/bytearray-items.ts";
import { W_BytearrayObject } from "../objects/bytearray-object.ts";
import {
  joinBytes,
  latin1Text,
  repeatBytes,
  W_AbstractBytes,
  W_BytesObject,
} from "../objects/bytes-object.ts";
import { call_looked_up, lookup } from "../objects/call.ts";
import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import { formatBytesPercent } from "../objects/format-percent.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { builtinItem } from "../objects/items.ts";
import { checkAllocation } from "../objects/memory.ts";
import { OP_MUL } from "../objects/operators.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import { intArgument, toIndex } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_Root } from "../objects/w-root.ts";
import { installBytesMethods, makeTranslation, needleOf, parseHex } from "./bytes-methods.ts";
import { classMethod, method, selfOf, staticMethod, textArgument } from "./define.ts";
import { instanceOf } from "./instances.ts";
import { installBuiltinComparisons, installHash } from "./type-object.ts";
import { installContainer } from "./type-sequences.ts";

/** Fills bytes and bytearray. */
export function installBytes(space: ObjSpace): void {
  const { w_bytes, w_bytearray } = space;
  for (const w_type of [w_bytes, w_bytearray]) {
    installContainer(w_type);
    installBytesMethods(w_type);
    installShared(w_type);
    installBuiltinComparisons(w_type, true);
    installHash(w_type, w_type === w_bytes);
  }
  staticMethod(w_bytes, "__new__", "cls, source=, encoding=, errors=", (s, args) =>
    bytesOrSame(s, args),
  );
  method(w_bytes, "__getnewargs__", "self", (_, [w_self]) => {
    const { value } = builtinValue(w_self!) as W_BytesObject;
    return new W_TupleObject([new W_BytesObject(value)]);
  });
  installBytearray(w_bytearray);
}

function installShared(w_type: W_TypeObject): void {
  const self = (s: ObjSpace, w_obj: W_Root, name: string): W_AbstractBytes =>
    selfOf(s, w_obj, W_AbstractBytes, w_type.name, name);
  method(w_type, "__str__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(
    w_type,
    "__getitem__",
    "self, index, /",
    (s, [w_self, w_index]) => builtinItem(s, self(s, w_self!, "__getitem__"), w_index!)!,
  );
  method(w_type, "__contains__", "self, sub, /", (s, [w_self, w_sub]) => {
    const needle = needleOf(s, w_sub!);
    return newbool(latin1Text(self(s, w_self!, "__contains__").value).includes(needle));
  });
  method(w_type, "__add__", "self, other, /", (s, [w_self, w_other]) => {
    const buffer = bufferOf(s, w_other!);
    if (buffer === null) return w_NotImplemented;
    const w_bytes = self(s, w_self!, "__add__");
    return w_bytes.like(joinBytes(w_bytes.value, buffer.bytes()));
  });
  for (const name of ["__mul__", "__rmul__"]) {
    method(
      w_type,
      name,
      "self, times, /",
      (s, [w_self, w_times]) => builtinBinary(s, OP_MUL, w_self!, w_times!) ?? w_NotImplemented,
    );
  }
  method(w_type, "__mod__", "self, values, /", (s, [w_self, w_values]) => {
    const w_bytes = self(s, w_self!, "__mod__");
    return w_bytes.like(formatBytesPercent(s, w_bytes.value, w_values!));
  });
  method(w_type, "__rmod__", "self, values, /", () => w_NotImplemented);
  classMethod(w_type, "fromhex", "cls, hexstring", (s, [w_cls, w_text]) => {
    const w_string = builtinValue(w_text!);
    if (!(w_string instanceof W_UnicodeObject)) {
      throw typeError(s, `must be str, not ${typeName(s, w_text!)}`);
    }
    const bytes = parseHex(s, w_string.value);
    if (w_cls === s.w_bytes) return new W_BytesObject(bytes);
    return w_cls!.call_args(s, [new W_BytesObject(bytes)], null);
  });
  staticMethod(w_type, "maketrans", "frm, to", (s, [w_from, w_to]) =>
    makeTranslation(s, w_from!, w_to!),
  );
}

/** `bytes(…)`: bytes themselves when they are all that is given. */
function bytesOrSame(space: ObjSpace, args: BuiltinArguments): W_Root {
  const w_type = args[0] as W_TypeObject;
  const isAlone = args[2] === null && args[3] === null;
  if (args[1] instanceof W_BytesObject && isAlone && !w_type.isHeapType) return args[1];
  return instanceOf(space, w_type, new W_BytesObject(bytesOfArguments(space, args)));
}

/** The bytes that the arguments of `bytes(…)` or `bytearray(…)` describe. */
function bytesOfArguments(space: ObjSpace, args: BuiltinArguments): Uint8Array {
  const [, w_source, w_encoding, w_errors] = args;
  if (w_encoding !== null || w_errors !== null) {
    if (w_source === null) {
      throw typeError(space, "encoding or errors without sequence argument");
    }
    return encodedBytes(space, w_source!, w_encoding ?? null, w_errors ?? null);
  }
  if (w_source === null) return new Uint8Array(0);
  const w_method = lookup(space, w_source!, "__bytes__");
  if (w_method !== null) {
    return bytesByMethod(space, call_looked_up(space, w_method, w_source!, [], null));
  }
  if (builtinValue(w_source!) instanceof W_UnicodeObject) {
    throw typeError(space, "string argument without an encoding");
  }
  if (lookup(space, w_source!, "__index__") !== null) {
    try {
      return zeroBytes(space, w_source!);
    } catch (error) {
      if (bufferOf(space, w_source!) === null || !isError(space, error, "TypeError")) throw error;
    }
  }
  return bytesOfSource(space, w_source!);
}

function encodedBytes(
  space: ObjSpace,
  w_source: W_Root,
  w_encoding: W_Root | null,
  w_errors: W_Root | null,
): Uint8Array {
  const encoding = w_encoding === null ? "utf-8" : textArgument(space, w_encoding);
  const errors = w_errors === null ? "strict" : textArgument(space, w_errors);
  const w_text = builtinValue(w_source);
  if (!(w_text instanceof W_UnicodeObject)) {
    const name = typeName(space, w_source);
    throw typeError(space, `encoding without string argument (got '${name}' instead)`);
  }
  if (w_encoding === null) throw typeError(space, "string argument without an encoding");
  return bytesLike(space, encodeText(space, w_text, encoding, errors));
}

function bytesByMethod(space: ObjSpace, w_result: W_Root): Uint8Array {
  const w_bytes = builtinValue(w_result);
  if (w_bytes instanceof W_BytesObject) return w_bytes.value;
  const name = typeName(space, w_result);
  throw typeError(space, `__bytes__ returned non-bytes (type '${name}')`);
}

function zeroBytes(space: ObjSpace, w_count: W_Root): Uint8Array {
  const count = toIndex(space, w_count, () => "");
  if (BigInt.asIntN(64, count) !== count) {
    const message = `cannot fit '${typeName(space, w_count)}' into an index-sized integer`;
    throw oefmt(space, space.w_OverflowError, message);
  }
  if (count < 0n) throw valueError(space, "negative count");
  checkAllocation(space, Number(count));
  return new Uint8Array(Number(count));
}

function bytearrayOf(space: ObjSpace, w_obj: W_Root, name: string): W_BytearrayObject {
  return selfOf(space, w_obj, W_BytearrayObject, "bytearray", name);
}

function installBytearray(w_type: W_TypeObject): void {
  staticMethod(w_type, "__new__", "cls, /, *args, **kwargs", (s, [w_cls]) =>
    instanceOf(s, w_cls as W_TypeObject, new W_BytearrayObject(new Uint8Array(0))),
  );
  method(w_type, "__init__", "self, source=, encoding=, errors=", (s, args) => {
    const w_bytes = bytearrayOf(s, args[0]!, "__init__");
    w_bytes.replace(bytesOfArguments(s, args).slice());
    return w_None;
  });
  method(w_type, "__setitem__", "self, index, other, /", (s, [w_self, w_index, w_value]) => {
    setBytearrayItem(s, bytearrayOf(s, w_self!, "__setitem__"), w_index!, w_value!);
    return w_None;
  });
  method(w_type, "__delitem__", "self, index, /", (s, [w_self, w_index]) => {
    deleteBytearrayItem(s, bytearrayOf(s, w_self!, "__delitem__"), w_index!);
    return w_None;
  });
  method(w_type, "__iadd__", "self, other, /", (s, [w_self, w_other]) => {
    const w_bytes = bytearrayOf(s, w_self!, "__iadd__");
    w_bytes.splice(w_bytes.length, 0, bytesLike(s, w_other!));
    return w_self!;
  });
  method(w_type, "__imul__", "self, times, /", (s, [w_self, w_times]) => {
    const w_bytes = bytearrayOf(s, w_self!, "__imul__");
    if (lookup(s, w_times!, "__index__") === null) return w_NotImplemented;
    const count = Math.max(intArgument(s, w_times!), 0);
    checkAllocation(s, count * w_bytes.length);
    w_bytes.replace(repeatBytes(w_bytes.value, count));
    return w_self!;
  });
  method(w_type, "__reduce__", "self", (s, [w_self]) => {
    const { value } = bytearrayOf(s, w_self!, "__reduce__");
    const w_args = new W_TupleObject([newtext(latin1Text(value)), newtext("latin-1")]);
    const w_dict = getattr_or_null(s, w_self!, "__dict__") ?? w_None;
    return new W_TupleObject([w_self!.getclass(s), w_args, w_dict]);
  });
  method(w_type, "__alloc__", "self", (s, [w_self]) =>
    newint(bytearrayOf(s, w_self!, "__alloc__").length + 1),
  );
  installBytearrayChanges(w_type);
}

function installBytearrayChanges(w_type: W_TypeObject): void {
  const change = (
    name: string,
    signature: string,
    code: (space: ObjSpace, w_self: W_BytearrayObject, args: BuiltinArguments) => unknown,
  ): void =>
    method(w_type, name, signature, (space, args) => {
      const result = code(space, bytearrayOf(space, args[0]!, name), args);
      return result instanceof W_Root ? result : w_None;
    });
  const nothing = new Uint8Array(0);
  change("append", "self, item", (s, w_self, [, w_item]) =>
    w_self.append(byteArgument(s, w_item!)),
  );
  change("extend", "self, other", (s, w_self, [, w_other]) =>
    w_self.splice(w_self.length, 0, bytesOfSource(s, w_other!)),
  );
  change("insert", "self, idx, other", (s, w_self, [, w_index, w_item]) => {
    const given = intArgument(s, w_index!);
    const index = Math.min(Math.max(given < 0 ? given + w_self.length : given, 0), w_self.length);
    w_self.splice(index, 0, Uint8Array.of(byteArgument(s, w_item!)));
  });
  change("pop", "self, idx=", (s, w_self, [, w_index]) => {
    const { length } = w_self;
    const given = w_index === null ? -1 : intArgument(s, w_index!);
    if (length === 0) throw oefmt(s, s.w_IndexError, "pop from empty bytearray");
    const index = given < 0 ? given + length : given;
    if (index < 0 || index >= length) throw oefmt(s, s.w_IndexError, "pop index out of range");
    const byte = w_self.byteAt(index);
    w_self.splice(index, 1, nothing);
    return newint(byte);
  });
  change("remove", "self, char", (s, w_self, [, w_item]) => {
    const byte = toIndex(
      s,
      w_item!,
      () => `'${typeName(s, w_item!)}' object cannot be interpreted as an integer`,
    );
    const index = byte >= 0n && byte < 256n ? w_self.value.indexOf(Number(byte)) : -1;
    if (index < 0) throw valueError(s, "value not found in bytearray");
    w_self.splice(index, 1, nothing);
  });
  change("reverse", "self", (_, w_self) => {
    w_self.value.reverse();
  });
  change("clear", "self", (_, w_self) => w_self.replace(nothing));
  change("copy", "self", (_, w_self) => w_self.like(w_self.value.slice()));
}
