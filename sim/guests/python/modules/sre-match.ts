/**
 * The type `re.Match`.
 *
 * Counterpart: pypy/module/_sre/interp_sre.py (W_SRE_Match).
 */

import { oefmt, typeError, typeName } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newint } from "../objects/int-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { w_None } from "../objects/singletons.ts";
import { readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_Root } from "../objects/w-root.ts";
import type { MatchData } from "../sre/regex.ts";
import type { SubjectText } from "../sre/subject.ts";
import { getset, method } from "./define.ts";
import type { W_SRE_Pattern } from "./sre-pattern.ts";

export class W_SRE_Match extends W_Root {
  readonly w_pattern: W_SRE_Pattern;
  readonly subject: SubjectText;
  readonly data: MatchData;
  readonly pos: number;
  readonly endpos: number;

  constructor(
    w_pattern: W_SRE_Pattern,
    subject: SubjectText,
    data: MatchData,
    pos: number,
    endpos: number,
  ) {
    super();
    this.w_pattern = w_pattern;
    this.subject = subject;
    this.data = data;
    this.pos = pos;
    this.endpos = endpos;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_pattern.types.w_match;
  }

  /** What a group has matched, or `w_default`. */
  group(number: number, w_default: W_Root): W_Root {
    const start = this.data.startOf(number);
    return start < 0 ? w_default : this.subject.slice(start, this.data.endOf(number));
  }
}

function self(w_obj: W_Root | null | undefined): W_SRE_Match {
  return w_obj as W_SRE_Match;
}

/** The number of the group that an argument names. */
function groupNumber(space: ObjSpace, w_match: W_SRE_Match, w_arg: W_Root | null): number {
  if (w_arg === null) return 0;
  const { regex } = w_match.w_pattern;
  const w_value = builtinValue(w_arg);
  const value = bigintOrNull(w_value);
  if (value !== null) {
    if (value >= 0n && value <= BigInt(regex.groupCount)) return Number(value);
  } else if (w_value instanceof W_UnicodeObject) {
    const number = regex.groupIndex.get(w_value.value);
    if (number !== undefined) return number;
  } else space.hash(w_arg);
  throw oefmt(space, space.w_IndexError, "no such group");
}

function pair(start: number, end: number): W_Root {
  return new W_TupleObject([newint(start), newint(end)]);
}

/** All groups beyond number 0. */
export function groupValues(w_match: W_SRE_Match, w_default: W_Root): W_Root[] {
  const values_w: W_Root[] = [];
  const { groupCount } = w_match.w_pattern.regex;
  for (let group = 1; group <= groupCount; group++) values_w.push(w_match.group(group, w_default));
  return values_w;
}

export function installMatch(w_type: W_TypeObject): void {
  installGroups(w_type);
  installPositions(w_type);
  installAttributes(w_type);
  method(w_type, "__copy__", "self, /", (_, [w_self]) => w_self!);
  method(w_type, "__deepcopy__", "self, memo, /", (_, [w_self]) => w_self!);
  method(w_type, "__repr__", "self, /", (space, [w_self]) => {
    const { data } = self(w_self);
    const text = readString(space, self(w_self).group(0, w_None));
    return newtext(`<re.Match object; span=(${data.start}, ${data.end}), match=${text}>`);
  });
  method(w_type, "expand", "self, template", (space, [w_self, w_template]) => {
    const w_match = self(w_self);
    return w_match.w_pattern.expand(space, w_match, w_template!);
  });
}

function installGroups(w_type: W_TypeObject): void {
  method(w_type, "group", "self, /, *args", (space, [w_self, w_args]) => {
    const w_match = self(w_self);
    const groups = (w_args as W_TupleObject).items.map((w_arg) =>
      w_match.group(groupNumber(space, w_match, w_arg), w_None),
    );
    if (groups.length === 0) return w_match.group(0, w_None);
    return groups.length === 1 ? groups[0]! : new W_TupleObject(groups);
  });
  method(w_type, "__getitem__", "self, group, /", (space, [w_self, w_group]) =>
    self(w_self).group(groupNumber(space, self(w_self), w_group!), w_None),
  );
  method(
    w_type,
    "groups",
    "self, default=",
    (_, [w_self, w_default]) => new W_TupleObject(groupValues(self(w_self), w_default ?? w_None)),
  );
  method(w_type, "groupdict", "self, default=", (space, [w_self, w_default]) => {
    const w_match = self(w_self);
    const w_dict = space.newdict();
    for (const [name, group] of w_match.w_pattern.regex.groupIndex) {
      space.setitem_str(w_dict, name, w_match.group(group, w_default ?? w_None));
    }
    return w_dict;
  });
}

function installPositions(w_type: W_TypeObject): void {
  method(w_type, "start", "self, group=", (space, [w_self, w_group]) => {
    const w_match = self(w_self);
    return newint(w_match.data.startOf(groupNumber(space, w_match, w_group!)));
  });
  method(w_type, "end", "self, group=", (space, [w_self, w_group]) => {
    const w_match = self(w_self);
    return newint(w_match.data.endOf(groupNumber(space, w_match, w_group!)));
  });
  method(w_type, "span", "self, group=", (space, [w_self, w_group]) => {
    const w_match = self(w_self);
    const group = groupNumber(space, w_match, w_group!);
    return pair(w_match.data.startOf(group), w_match.data.endOf(group));
  });
}

function installAttributes(w_type: W_TypeObject): void {
  getset(w_type, "pos", (_, w_obj) => newint(self(w_obj).pos));
  getset(w_type, "endpos", (_, w_obj) => newint(self(w_obj).endpos));
  getset(w_type, "re", (_, w_obj) => self(w_obj).w_pattern);
  getset(w_type, "string", (_, w_obj) => self(w_obj).subject.w_value);
  getset(w_type, "regs", (_, w_obj) => {
    const { data, w_pattern } = self(w_obj);
    const spans_w: W_Root[] = [];
    for (let group = 0; group <= w_pattern.regex.groupCount; group++) {
      spans_w.push(pair(data.startOf(group), data.endOf(group)));
    }
    return new W_TupleObject(spans_w);
  });
  getset(w_type, "lastindex", (_, w_obj) => {
    const { lastIndex } = self(w_obj).data;
    return lastIndex === 0 ? w_None : newint(lastIndex);
  });
  getset(w_type, "lastgroup", (_, w_obj) => {
    const { data, w_pattern } = self(w_obj);
    for (const [name, group] of w_pattern.regex.groupIndex) {
      if (group === data.lastIndex) return newtext(name);
    }
    return w_None;
  });
}

/** The parts of a substitution put together; each must be of the kind of the text. */
export function joinPieces(space: ObjSpace, subject: SubjectText, pieces_w: W_Root[]): W_Root {
  const expected = subject.isText ? "str" : "bytes";
  pieces_w.forEach((w_piece, index) => {
    if (subject.isPiece(w_piece)) return;
    const found = typeName(space, w_piece);
    throw typeError(space, `sequence item ${index}: expected ${expected}, ${found} found`);
  });
  return subject.join(pieces_w);
}
