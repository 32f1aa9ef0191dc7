/**
 * Tuples whose items have names: `sys.version_info`, `time.struct_time` and their like.
 *
 * Counterpart: lib_pypy/_structseq.py.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { W_BuiltinSubclassObject } from "../objects/instance-object.ts";
import { newint } from "../objects/int-object.ts";
import { is_iterable } from "../objects/iteration.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod } from "./define.ts";

/** One such type. Fields beyond `length` are no items, only attributes. */
export class StructType {
  readonly w_type: W_TypeObject;
  private readonly fields: readonly string[];
  private readonly length: number;

  constructor(
    space: ObjSpace,
    name: string,
    module: string,
    fields: readonly string[],
    shown = `${module}.${name}`,
    length = fields.length,
  ) {
    const { w_tuple } = space;
    this.fields = fields;
    this.length = length;
    this.w_type = new W_TypeObject(name, [w_tuple], w_tuple.mro_w, "tuple", false, null, false);
    this.w_type.w_module = newtext(module);
    fields.forEach((field, index) => {
      getset(this.w_type, field, (_, w_obj) => {
        const w_struct = w_obj as W_Struct;
        return index < length ? w_struct.items_w[index]! : w_struct.extra_w[index - length]!;
      });
    });
    for (const [key, value] of [
      ["n_fields", fields.length],
      ["n_sequence_fields", length],
      ["n_unnamed_fields", 0],
    ] as const) {
      this.w_type.dict_w.set(key, newint(value));
    }
    staticMethod(this.w_type, "__new__", "cls, sequence, dict=, /", (s, [, w_items]) =>
      this.fromSequence(s, w_items!),
    );
    method(this.w_type, "__repr__", "self, /", (s, [w_self]) => {
      const { items_w } = w_self as W_Struct;
      const parts = items_w.map((w_item, i) => `${fields[i]!}=${readString(s, w_item)}`);
      return newtext(`${shown}(${parts.join(", ")})`);
    });
    method(this.w_type, "__reduce__", "self, /", (_, [w_self]) => {
      const { items_w, extra_w } = w_self as W_Struct;
      const all = new W_TupleObject([...items_w, ...extra_w]);
      return new W_TupleObject([this.w_type, new W_TupleObject([all])]);
    });
  }

  make(values_w: readonly W_Root[]): W_Root {
    const items_w = values_w.slice(0, this.length);
    const extra_w = this.fields
      .slice(this.length)
      .map((_name, index) => values_w[this.length + index] ?? w_None);
    return new W_Struct(this.w_type, items_w, extra_w);
  }

  private fromSequence(space: ObjSpace, w_items: W_Root): W_Root {
    if (!is_iterable(space, w_items)) {
      throw typeError(space, `'${typeName(space, w_items)}' object is not iterable`);
    }
    const values_w = [...iterable_to_array(space, w_items, -1)];
    const [least, most] = [this.length, this.fields.length];
    const wrong =
      values_w.length < least
        ? `at least ${least} items`
        : values_w.length > most
          ? `at most ${most} items`
          : null;
    if (wrong !== null) {
      throw typeError(space, `expected a sequence with ${wrong}. has ${values_w.length}`);
    }
    return this.make(values_w);
  }
}

export class W_Struct extends W_BuiltinSubclassObject {
  readonly items_w: readonly W_Root[];
  readonly extra_w: readonly W_Root[];

  constructor(w_type: W_TypeObject, items_w: readonly W_Root[], extra_w: readonly W_Root[]) {
    super(w_type.terminator, new_array_r<W_Root>(0), new W_TupleObject(items_w));
    this.items_w = items_w;
    this.extra_w = extra_w;
  }
}
