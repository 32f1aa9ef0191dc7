/**
 * The traced parts of str, of its methods, and of `ord` and `chr`.
 *
 * Counterpart: pypy/objspace/std/unicodeobject.py, pypy/module/__builtin__/operation.py.
 */

import { int_ge, int_lt, numberFromInt } from "../../../base/int.ts";
import { FastCode } from "../objects/fast-code.ts";
import { newbool, newint, W_BoolObject, W_IntObject } from "../objects/int-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import {
  char_of_code,
  code_of_char,
  direct_text,
  ends_with,
  find_text,
  is_direct,
  starts_with,
  text_of_int,
} from "../objects/text-operations.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";

export class FastOrd extends FastCode {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    if (!(w_x instanceof W_UnicodeObject) || w_x.length !== 1) return null;
    return newint(code_of_char(w_x.value));
  }
}

export class FastChr extends FastCode {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    if (!(w_x instanceof W_IntObject)) return null;
    if (!int_ge(w_x.intval, 0) || !int_lt(w_x.intval, 0x110000)) return null;
    return new W_UnicodeObject(char_of_code(numberFromInt(w_x.intval)), 1);
  }
}

export class FastStr extends FastCode {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    if (w_x instanceof W_UnicodeObject) return w_x;
    if (!(w_x instanceof W_IntObject) || w_x instanceof W_BoolObject) return null;
    return direct_text(text_of_int(w_x.intval));
  }
}

export class FastStartswith extends FastCode {
  override call2(_space: ObjSpace, w_self: W_Root, w_piece: W_Root): W_Root | null {
    if (!(w_self instanceof W_UnicodeObject) || !(w_piece instanceof W_UnicodeObject)) return null;
    return newbool(starts_with(w_self.value, w_piece.value));
  }
}

export class FastEndswith extends FastCode {
  override call2(_space: ObjSpace, w_self: W_Root, w_piece: W_Root): W_Root | null {
    if (!(w_self instanceof W_UnicodeObject) || !(w_piece instanceof W_UnicodeObject)) return null;
    return newbool(ends_with(w_self.value, w_piece.value));
  }
}

export class FastFind extends FastCode {
  override call2(_space: ObjSpace, w_self: W_Root, w_piece: W_Root): W_Root | null {
    if (!(w_self instanceof W_UnicodeObject) || !(w_piece instanceof W_UnicodeObject)) return null;
    if (!is_direct(w_self.value, w_self.length)) return null;
    return newint(find_text(w_self.value, w_piece.value));
  }
}

export const FAST_TEXT_FUNCTIONS: readonly (readonly [string, FastCode])[] = [
  ["ord", new FastOrd()],
  ["chr", new FastChr()],
];

export const FAST_TEXT_METHODS: readonly (readonly [string, FastCode])[] = [
  ["startswith", new FastStartswith()],
  ["endswith", new FastEndswith()],
  ["find", new FastFind()],
];
