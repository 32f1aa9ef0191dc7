/**
 * The type memoryview.
 *
 * Counterpart: pypy/objspace/std/memoryobject.py.
 */

import { bufferOf, bytesLike, writePart } from "../objects/buffer.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { W_SliceObject } from "../objects/constants.ts";
import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { hash } from "../objects/hashing.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint, W_IntObject } from "../objects/int-object.ts";
import { W_ListObject } from "../objects/list-object.ts";
import {
  contiguousStrides,
  FORMAT_SIZES,
  isContiguous,
  itemOffsets,
  makeMemoryView,
  nestedList,
  sizeOf,
  W_MemoryView,
} from "../objects/memoryview-object.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import { adaptSlice, intArgument } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { addressText } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { hexText } from "./bytes-methods.ts";
import { getset, method, selfOf, staticMethod } from "./define.ts";

type ViewCode = (space: ObjSpace, w_self: W_MemoryView, args: BuiltinArguments) => W_Root;

function viewMethod(w_type: W_TypeObject, name: string, signature: string, code: ViewCode): void {
  const parameters = signature === "" ? "self" : `self, ${signature}`;
  method(w_type, name, parameters, (space, args) => {
    const w_self = selfOf(space, args[0]!, W_MemoryView, "memoryview", name);
    if (name !== "__repr__" && name !== "release" && name !== "__exit__") w_self.live(space);
    return code(space, w_self, args);
  });
}

/** Fills memoryview. */
export function installMemoryView(space: ObjSpace): void {
  const { w_memoryview } = space;
  w_memoryview.acceptsSubclasses = false;
  staticMethod(w_memoryview, "__new__", "cls, object", (s, [, w_obj]) => makeMemoryView(s, w_obj!));
  installItems(w_memoryview);
  installAttributes(w_memoryview);
  installConversions(w_memoryview);
  viewMethod(w_memoryview, "__repr__", "/", (s, w_self) => {
    const kind = w_self.isReleased ? "released memory" : "memory";
    return newtext(`<${kind} at ${addressText(s, w_self)}>`);
  });
  viewMethod(w_memoryview, "__hash__", "/", (s, w_self) => {
    if (!w_self.view.readonly) throw valueError(s, "cannot hash writable memoryview object");
    return new W_IntObject(hash(s, new W_BytesObject(w_self.copy(s))));
  });
  for (const [name, isEqual] of [
    ["__eq__", true],
    ["__ne__", false],
  ] as const) {
    viewMethod(w_memoryview, name, "other, /", (s, w_self, [, w_other]) => {
      const result = equals(s, w_self, w_other!);
      return result === null ? w_NotImplemented : newbool(result === isEqual);
    });
  }
  viewMethod(w_memoryview, "__enter__", "", (_, w_self) => w_self);
  viewMethod(w_memoryview, "__exit__", "*args", (_, w_self) => {
    w_self.release();
    return w_None;
  });
  viewMethod(w_memoryview, "release", "", (_, w_self) => {
    w_self.release();
    return w_None;
  });
}

/** Equal shapes and equal items; null when the other has no buffer. */
function equals(space: ObjSpace, w_view: W_MemoryView, w_other: W_Root): boolean | null {
  if (w_other instanceof W_MemoryView && w_other.isReleased) return w_other === w_view;
  if (bufferOf(space, w_other) === null) return null;
  const w_b = makeMemoryView(space, w_other);
  const { shape, format } = w_view.view;
  if (shape.join() !== w_b.view.shape.join()) return false;
  const others = itemOffsets(w_b.view);
  const isSame = format === w_b.view.format && "BbcHhIiLlQqNnP?".includes(format);
  if (isSame) return Buffer.compare(w_view.copy(space), w_b.copy(space)) === 0;
  for (const offset of itemOffsets(w_view.view)) {
    const w_item = w_b.item(space, others.next().value as number);
    if (!space.eq_w(w_view.item(space, offset), w_item)) return false;
  }
  return true;
}

function lengthOf(space: ObjSpace, w_view: W_MemoryView): number {
  const [length] = w_view.view.shape;
  if (length === undefined) throw typeError(space, "0-dim memory has no length");
  return length;
}

function installItems(w_type: W_TypeObject): void {
  viewMethod(w_type, "__len__", "/", (s, w_self) => newint(lengthOf(s, w_self)));
  viewMethod(w_type, "__getitem__", "index, /", (s, w_self, [, w_index]) => {
    if (w_index instanceof W_SliceObject) return sliced(s, w_self, w_index);
    const isIndex = w_index instanceof W_TupleObject || hasIndex(s, w_index!);
    if (!isIndex) throw typeError(s, "memoryview: invalid slice key");
    return w_self.item(s, offsetOf(s, w_self, w_index!));
  });
  viewMethod(w_type, "__setitem__", "index, obj, /", (s, w_self, [, w_index, w_value]) => {
    if (w_self.view.readonly) throw typeError(s, "cannot modify read-only memory");
    if (w_index instanceof W_SliceObject) setSlice(s, w_self, w_index, w_value!);
    else w_self.setItem(s, offsetOf(s, w_self, w_index!), w_value!);
    return w_None;
  });
}

function hasIndex(space: ObjSpace, w_obj: W_Root): boolean {
  return w_obj.getclass(space).lookup("__index__") !== null;
}

/** An index of a view: PyPy takes integers only. */
function indexArgument(space: ObjSpace, w_index: W_Root): number {
  if (bigintOrNull(builtinValue(w_index)) !== null) return intArgument(space, w_index);
  throw typeError(space, `expected integer, got ${typeName(space, w_index)} object`);
}

function offsetOf(space: ObjSpace, w_view: W_MemoryView, w_index: W_Root): number {
  const { shape, strides, offset } = w_view.view;
  const given_w = w_index instanceof W_TupleObject ? w_index.items : [w_index];
  if (given_w.length === 0 && shape.length > 0) throw noSubviews(space);
  if (w_index instanceof W_TupleObject && given_w.length !== shape.length) {
    if (given_w.length < shape.length) throw noSubviews(space);
    const message = `cannot index ${given_w.length}-dimension view with ${shape.length}-element tuple`;
    throw typeError(space, message);
  }
  const indices = given_w.map((w_given) => indexArgument(space, w_given));
  if (indices.length < shape.length) throw noSubviews(space);
  return indices.reduce(
    (sum, given, i) => sum + indexAt(space, given, shape[i]!, i, shape.length) * strides[i]!,
    offset,
  );
}

function indexAt(
  space: ObjSpace,
  given: number,
  length: number,
  dimension: number,
  dimensions: number,
): number {
  const index = given < 0 ? given + length : given;
  if (index >= 0 && index < length) return index;
  const where = dimensions > 1 ? ` on dimension ${dimension + 1}` : "";
  const text = dimensions > 1 ? `index out of bounds${where}` : "index out of range";
  throw oefmt(space, space.w_IndexError, text);
}

function noSubviews(space: ObjSpace) {
  return oefmt(space, space.w_NotImplementedError, "sub-views are not implemented");
}

function sliced(space: ObjSpace, w_view: W_MemoryView, w_slice: W_SliceObject): W_MemoryView {
  const { view } = w_view;
  const { start, step, count } = adaptSlice(space, w_slice, lengthOf(space, w_view));
  const [stride, ...strides] = view.strides;
  return new W_MemoryView(w_view.live(space), {
    ...view,
    offset: view.offset + start * stride!,
    shape: [count, ...view.shape.slice(1)],
    strides: [stride! * step, ...strides],
  });
}

function setSlice(
  space: ObjSpace,
  w_view: W_MemoryView,
  w_slice: W_SliceObject,
  w_value: W_Root,
): void {
  const w_target = sliced(space, w_view, w_slice);
  const source = bytesLike(space, w_value).slice();
  if (source.length !== sizeOf(w_target.view)) {
    throw valueError(space, "cannot modify size of memoryview object");
  }
  const buffer = w_view.live(space);
  if (isContiguous(w_target.view)) {
    writePart(buffer, w_target.view.offset, source);
    return;
  }
  const { itemSizeBytes } = w_view.view;
  let at = 0;
  for (const offset of itemOffsets(w_target.view)) {
    writePart(buffer, offset, source.subarray(at, at + itemSizeBytes));
    at += itemSizeBytes;
  }
}

function integers(values: readonly number[]): W_Root {
  return new W_TupleObject(values.map(newint));
}

function installAttributes(w_type: W_TypeObject): void {
  const attribute = (name: string, get: (w_view: W_MemoryView, s: ObjSpace) => W_Root): void =>
    getset(w_type, name, (s, w_obj) => {
      const w_view = w_obj as W_MemoryView;
      w_view.live(s);
      return get(w_view, s);
    });
  attribute("obj", (w_view, s) => w_view.live(s).w_owner);
  attribute("nbytes", ({ view }) => newint(sizeOf(view)));
  attribute("readonly", ({ view }) => newbool(view.readonly));
  attribute("format", ({ view }) => newtext(view.format));
  attribute("itemsize", ({ view }) => newint(view.itemSizeBytes));
  attribute("ndim", ({ view }) => newint(view.shape.length));
  attribute("shape", ({ view }) => integers(view.shape));
  attribute("strides", ({ view }) => integers(view.strides));
  attribute("suboffsets", () => integers([]));
  attribute("c_contiguous", ({ view }) => newbool(isContiguous(view)));
  attribute("contiguous", ({ view }) => newbool(isContiguous(view) || isColumnOrder(view)));
  attribute("f_contiguous", ({ view }) => newbool(isColumnOrder(view)));
}

function isColumnOrder(view: W_MemoryView["view"]): boolean {
  const strides = contiguousStrides([...view.shape].reverse(), view.itemSizeBytes).reverse();
  return strides.every((stride, i) => stride === view.strides[i] || view.shape[i]! <= 1);
}

function installConversions(w_type: W_TypeObject): void {
  viewMethod(w_type, "tobytes", "", (s, w_self) => new W_BytesObject(w_self.copy(s)));
  viewMethod(w_type, "tolist", "", (s, w_self) => nestedList(s, w_self));
  viewMethod(w_type, "hex", "sep=, bytes_per_sep=", (s, w_self, [, w_sep, w_per]) =>
    newtext(hexText(s, w_self.copy(s), w_sep ?? null, w_per ?? null)),
  );
  viewMethod(
    w_type,
    "toreadonly",
    "",
    (s, w_self) => new W_MemoryView(w_self.live(s), { ...w_self.view, readonly: true }),
  );
  viewMethod(w_type, "cast", "format, shape=", (s, w_self, [, w_format, w_shape]) =>
    cast(s, w_self, w_format!, w_shape ?? null),
  );
}

function formatOf(space: ObjSpace, w_format: W_Root): string {
  if (w_format instanceof W_UnicodeObject) return w_format.value;
  throw typeError(space, "memoryview: format argument must be a string");
}

function cast(
  space: ObjSpace,
  w_view: W_MemoryView,
  w_format: W_Root,
  w_shape: W_Root | null,
): W_Root {
  const { view } = w_view;
  const format = formatOf(space, w_format);
  if (!isContiguous(view)) {
    throw typeError(space, "memoryview: casts are restricted to C-contiguous views");
  }
  if ((w_shape !== null || view.shape.length !== 1) && view.shape.includes(0)) {
    throw typeError(space, "memoryview: cannot casts view with zeros in shape or strides");
  }
  const itemSizeBytes = castSize(space, view.format, format);
  const size = sizeOf(view);
  if (size % itemSizeBytes !== 0) {
    throw typeError(space, "memoryview: length is not a multiple of itemsize");
  }
  const shape = w_shape === null ? [size / itemSizeBytes] : shapeOf(space, w_shape);
  if (shape.reduce((product, length) => product * length, itemSizeBytes) !== size) {
    throw typeError(space, "memoryview: product(shape) * itemsize != buffer size");
  }
  return new W_MemoryView(w_view.live(space), {
    ...view,
    format,
    itemSizeBytes,
    shape,
    strides: contiguousStrides(shape, itemSizeBytes),
  });
}

function castSize(space: ObjSpace, from: string, to: string): number {
  const letter = to.startsWith("@") ? to.slice(1) : to;
  if (letter.length === 2 && FORMAT_SIZES[letter[0]!] !== undefined) {
    throw oefmt(space, space.w_RuntimeError, "memoryview: internal error");
  }
  const size = FORMAT_SIZES[letter];
  if (size === undefined) {
    const message =
      "memoryview: destination format must be a native single character format prefixed with an optional '@'";
    throw valueError(space, message);
  }
  const isByte = (format: string): boolean => "Bbc".includes(format.replace("@", ""));
  if (!isByte(from) && !isByte(to)) {
    throw typeError(space, "memoryview: cannot cast between two non-byte formats");
  }
  return size;
}

function shapeOf(space: ObjSpace, w_shape: W_Root): number[] {
  const isSequence = w_shape instanceof W_TupleObject || w_shape instanceof W_ListObject;
  if (!isSequence) {
    throw typeError(space, `expected list or tuple got ${typeName(space, w_shape)}`);
  }
  const items_w = w_shape instanceof W_TupleObject ? w_shape.items : w_shape.getitems();
  return items_w.map((w_item) => intArgument(space, w_item));
}
