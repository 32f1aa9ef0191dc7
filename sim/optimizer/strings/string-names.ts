/**
 * The names that differ between strings of bytes and unicode strings. All else is the same.
 *
 * Counterpart: StrOrUnicode in rpython/jit/metainterp/optimizeopt/vstring.py.
 */

import type { OpName } from "../../trace/ops.ts";

export interface StringNames {
  readonly isUnicode: boolean;
  readonly make: OpName;
  readonly length: OpName;
  readonly getitem: OpName;
  readonly setitem: OpName;
  readonly copy: OpName;
  readonly hash: OpName;
  /** What the special meanings of calls begin with: `str.concat`, `streq.nonnull`. */
  readonly prefix: "str" | "unicode";
  readonly equalPrefix: "streq" | "unieq";
}

export const STR: StringNames = {
  isUnicode: false,
  make: "newstr",
  length: "strlen",
  getitem: "strgetitem",
  setitem: "strsetitem",
  copy: "copystrcontent",
  hash: "strhash",
  prefix: "str",
  equalPrefix: "streq",
};

export const UNICODE: StringNames = {
  isUnicode: true,
  make: "newunicode",
  length: "unicodelen",
  getitem: "unicodegetitem",
  setitem: "unicodesetitem",
  copy: "copyunicodecontent",
  hash: "unicodehash",
  prefix: "unicode",
  equalPrefix: "unieq",
};

export function namesOf({ isUnicode }: { readonly isUnicode: boolean }): StringNames {
  return isUnicode ? UNICODE : STR;
}
