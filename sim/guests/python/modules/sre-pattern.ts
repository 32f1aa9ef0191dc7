/**
 * The types `re.Pattern` and `_sre.SRE_Scanner`.
 *
 * Counterpart: pypy/module/_sre/interp_sre.py (W_SRE_Pattern, W_SRE_Scanner).
 */

import { operationError } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { W_MappingProxy } from "../objects/mapping-proxy.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_AbstractIterator, W_Root } from "../objects/w-root.ts";
import { FLAG_NAMES, UNICODE } from "../sre/flags.ts";
import { parseTemplate, type Template } from "../sre/parse-template.ts";
import type { MatchData, MatchMode, Regex } from "../sre/regex.ts";
import type { SubjectText } from "../sre/subject.ts";
import { isCallable } from "./builtins.ts";
import { getset, method } from "./define.ts";
import { raiseRegexErrors } from "./sre-errors.ts";
import { groupValues, joinPieces, W_SRE_Match } from "./sre-match.ts";
import {
  bytesLike,
  bytesOrNull,
  countArgument,
  decodingError,
  SubjectCache,
} from "./sre-subject.ts";
import { spanArguments, subjectOf } from "./sre-subject.ts";

/** The types that patterns, matches and scanners of one run have. */
export class SreTypes {
  readonly w_pattern: W_TypeObject;
  readonly w_match: W_TypeObject;
  readonly w_scanner: W_TypeObject;
  readonly cache = new SubjectCache();

  constructor(w_pattern: W_TypeObject, w_match: W_TypeObject, w_scanner: W_TypeObject) {
    this.w_pattern = w_pattern;
    this.w_match = w_match;
    this.w_scanner = w_scanner;
  }
}

export class W_SRE_Pattern extends W_Root {
  readonly types: SreTypes;
  readonly regex: Regex;
  /** The str or bytes that it was made of. */
  readonly w_source: W_Root;
  private lastTemplate: { readonly text: string; readonly template: Template } | null = null;

  constructor(types: SreTypes, regex: Regex, w_source: W_Root) {
    super();
    this.types = types;
    this.regex = regex;
    this.w_source = w_source;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.types.w_pattern;
  }

  /** The template of a text for `sub` or `expand`. */
  template(space: ObjSpace, w_template: W_Root): Template {
    const w_value = builtinValue(w_template);
    const isText = w_value instanceof W_UnicodeObject;
    const text = isText
      ? w_value.value
      : Buffer.from(bytesLike(space, w_template).value).toString("latin1");
    if (!text.includes("\\")) return [text];
    const { lastTemplate } = this;
    if (lastTemplate !== null && lastTemplate.text === text) return lastTemplate.template;
    const parse = (): Template => parseTemplate(text, isText, this.regex);
    const template = raiseRegexErrors(space, w_value, parse);
    this.lastTemplate = { text, template };
    return template;
  }

  /** A template with the groups of a match filled in. */
  expand(space: ObjSpace, w_match: W_SRE_Match, w_template: W_Root): W_Root {
    const { subject } = w_match;
    const isText = builtinValue(w_template) instanceof W_UnicodeObject;
    if (!isText && bytesOrNull(space, w_template) === null) throw decodingError(space, w_template);
    const template = this.template(space, w_template);
    return joinPieces(space, subject, templatePieces(template, w_match, isText));
  }
}

/** The parts of a filled template; its literals are text or bytes as the template was. */
function templatePieces(template: Template, w_match: W_SRE_Match, isText: boolean): W_Root[] {
  const { subject } = w_match;
  const w_empty = subject.slice(0, 0);
  return template.map((part) =>
    typeof part === "number" ? w_match.group(part, w_empty) : subject.literal(part, isText),
  );
}

function self(w_obj: W_Root | null | undefined): W_SRE_Pattern {
  return w_obj as W_SRE_Pattern;
}

/** All matches in a part of a text, as `findall` and `sub` see them. */
function* eachMatch(
  regex: Regex,
  subject: SubjectText,
  start: number,
  end: number,
): IterableIterator<MatchData> {
  let position = start;
  let mustAdvance = false;
  for (;;) {
    const data = regex.exec(subject, position, end, "search", mustAdvance);
    if (data === null) return;
    yield data;
    position = data.end;
    mustAdvance = data.start === data.end;
  }
}

export function installPattern(w_type: W_TypeObject): void {
  for (const mode of ["match", "fullmatch", "search"] as const) {
    method(w_type, mode, "self, string, pos=, endpos=", (space, args) =>
      matchOnce(space, args, mode),
    );
  }
  method(w_type, "findall", "self, string, pos=, endpos=", findAll);
  method(w_type, "finditer", "self, string, pos=, endpos=", makeScanner);
  method(w_type, "scanner", "self, string, pos=, endpos=", makeScanner);
  method(w_type, "split", "self, string, maxsplit=", split);
  method(w_type, "sub", "self, repl, string, count=", (s, args) => substitute(s, args)[0]);
  method(w_type, "subn", "self, repl, string, count=", (space, args) => {
    const [w_result, count] = substitute(space, args);
    return new W_TupleObject([w_result, newint(count)]);
  });
  installPatternAttributes(w_type);
}

function installPatternAttributes(w_type: W_TypeObject): void {
  getset(w_type, "flags", (_, w_obj) => newint(self(w_obj).regex.flags));
  getset(w_type, "groups", (_, w_obj) => newint(self(w_obj).regex.groupCount));
  getset(w_type, "pattern", (_, w_obj) => self(w_obj).w_source);
  getset(w_type, "groupindex", (space, w_obj) => {
    const w_dict = space.newdict();
    for (const [name, group] of self(w_obj).regex.groupIndex) {
      space.setitem_str(w_dict, name, newint(group));
    }
    return new W_MappingProxy(w_dict);
  });
  method(w_type, "__copy__", "self, /", (_, [w_self]) => w_self!);
  method(w_type, "__deepcopy__", "self, memo, /", (_, [w_self]) => w_self!);
  method(w_type, "__repr__", "self, /", (s, [w_self]) => newtext(patternRepr(s, self(w_self))));
  method(w_type, "__eq__", "self, other, /", (space, [w_self, w_other]) => {
    if (!(w_other instanceof W_SRE_Pattern)) return w_NotImplemented;
    return newbool(isEqualPattern(space, self(w_self), w_other));
  });
  method(w_type, "__ne__", "self, other, /", (space, [w_self, w_other]) => {
    if (!(w_other instanceof W_SRE_Pattern)) return w_NotImplemented;
    return newbool(!isEqualPattern(space, self(w_self), w_other));
  });
  method(w_type, "__hash__", "self, /", (space, [w_self]) => {
    const { regex, w_source } = self(w_self);
    const w_key = new W_TupleObject([newint(regex.flags), w_source]);
    return wrapBigint(BigInt(space.hash(w_key)));
  });
}

function isEqualPattern(space: ObjSpace, w_a: W_SRE_Pattern, w_b: W_SRE_Pattern): boolean {
  if (w_a.regex.flags !== w_b.regex.flags || w_a.regex.isText !== w_b.regex.isText) return false;
  return space.eq_w(w_a.w_source, w_b.w_source);
}

/** `re.compile('…', re.FLAG|re.FLAG)`; the pattern is cut off after 200 characters. */
function patternRepr(space: ObjSpace, w_pattern: W_SRE_Pattern): string {
  const { regex, w_source } = w_pattern;
  const names: string[] = [];
  // UNICODE is what texts have; it is not shown.
  let rest = regex.isText ? regex.flags & ~UNICODE : regex.flags;
  for (const [flag, name] of FLAG_NAMES) {
    if ((rest & flag) === 0) continue;
    rest &= ~flag;
    names.push(name);
  }
  if (rest !== 0) names.push(`0x${rest.toString(16)}`);
  const source = Array.from(readString(space, w_source)).slice(0, 200).join("");
  return `re.compile(${[source, ...(names.length === 0 ? [] : [names.join("|")])].join(", ")})`;
}

function subjectArgument(space: ObjSpace, args: BuiltinArguments): SubjectText {
  const w_pattern = self(args[0]);
  return subjectOf(space, w_pattern.types.cache, w_pattern.regex, args[1]!);
}

function matchOnce(space: ObjSpace, args: BuiltinArguments, mode: MatchMode): W_Root {
  const w_pattern = self(args[0]);
  const subject = subjectArgument(space, args);
  const [start, end] = spanArguments(space, args, subject);
  const data = raiseRegexErrors(space, w_pattern.w_source, () =>
    w_pattern.regex.exec(subject, start, end, mode),
  );
  return data === null ? w_None : new W_SRE_Match(w_pattern, subject, data, start, end);
}

function findAll(space: ObjSpace, args: BuiltinArguments): W_Root {
  const w_pattern = self(args[0]);
  const { regex } = w_pattern;
  const subject = subjectArgument(space, args);
  const [start, end] = spanArguments(space, args, subject);
  // A str for bytes, too, as on PyPy.
  const w_empty = newtext("");
  const items_w: W_Root[] = [];
  raiseRegexErrors(space, w_pattern.w_source, () => {
    for (const data of eachMatch(regex, subject, start, end)) {
      if (regex.groupCount === 0) {
        items_w.push(subject.slice(data.start, data.end));
        continue;
      }
      const w_match = new W_SRE_Match(w_pattern, subject, data, start, end);
      const groups_w = groupValues(w_match, w_empty);
      items_w.push(groups_w.length === 1 ? groups_w[0]! : new W_TupleObject(groups_w));
    }
  });
  return newlist(items_w);
}

function split(space: ObjSpace, args: BuiltinArguments): W_Root {
  const w_pattern = self(args[0]);
  const subject = subjectArgument(space, args);
  const limit = countArgument(space, args, 2, 0);
  const items_w: W_Root[] = [];
  let last = 0;
  let count = 0;
  raiseRegexErrors(space, w_pattern.w_source, () => {
    if (limit < 0) return;
    for (const data of eachMatch(w_pattern.regex, subject, 0, subject.length)) {
      items_w.push(subject.slice(last, data.start));
      const w_match = new W_SRE_Match(w_pattern, subject, data, 0, subject.length);
      items_w.push(...groupValues(w_match, w_None));
      last = data.end;
      count++;
      if (count === limit) return;
    }
  });
  items_w.push(subject.slice(last, subject.length));
  return newlist(items_w);
}

/** What replaces a match: parts to add. */
type Replacement = (w_match: W_SRE_Match) => W_Root[];

function replacementOf(space: ObjSpace, w_pattern: W_SRE_Pattern, w_repl: W_Root): Replacement {
  const w_value = builtinValue(w_repl);
  const isText = w_value instanceof W_UnicodeObject;
  if (!isText && isCallable(space, w_repl)) {
    return (w_match) => {
      const w_result = builtinValue(w_repl.call_args(space, [w_match], null));
      return w_result === w_None ? [] : [w_result];
    };
  }
  const template = w_pattern.template(space, w_repl);
  return (w_match) => {
    const pieces_w = templatePieces(template, w_match, isText);
    // One piece per match, as far as the numbers in messages go.
    return pieces_w.length <= 1 ? pieces_w : [joinPieces(space, w_match.subject, pieces_w)];
  };
}

/** The new text, and how many matches were replaced. */
function substitute(space: ObjSpace, args: BuiltinArguments): readonly [W_Root, number] {
  const w_pattern = self(args[0]);
  const { regex, types } = w_pattern;
  const replace = replacementOf(space, w_pattern, args[1]!);
  const subject = subjectOf(space, types.cache, regex, args[2]!, "cannot");
  const limit = countArgument(space, args, 3, 0);
  const pieces_w: W_Root[] = [];
  let last = 0;
  let count = 0;
  const matches = limit < 0 ? [] : eachMatch(regex, subject, 0, subject.length);
  raiseRegexErrors(space, w_pattern.w_source, () => {
    for (const data of matches) {
      if (data.start > last) pieces_w.push(subject.slice(last, data.start));
      pieces_w.push(...replace(new W_SRE_Match(w_pattern, subject, data, 0, subject.length)));
      last = data.end;
      count++;
      if (count === limit) return;
    }
  });
  if (count === 0) return [subject.w_value, 0];
  if (last < subject.length) pieces_w.push(subject.slice(last, subject.length));
  return [joinPieces(space, subject, pieces_w), count];
}

/** Goes through the matches of a text, one call after the other. */
export class W_SRE_Scanner extends W_AbstractIterator {
  readonly w_pattern: W_SRE_Pattern;
  private readonly subject: SubjectText;
  private readonly pos: number;
  private readonly endpos: number;
  private position: number;
  private mustAdvance = false;
  private isFinished = false;

  constructor(w_pattern: W_SRE_Pattern, subject: SubjectText, pos: number, endpos: number) {
    super();
    this.w_pattern = w_pattern;
    this.subject = subject;
    this.pos = pos;
    this.endpos = endpos;
    this.position = pos;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_pattern.types.w_scanner;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    return this.advance(space, "search");
  }

  /** The next match, or null at the end. */
  advance(space: ObjSpace, mode: MatchMode): W_Root | null {
    if (this.isFinished) return null;
    const { w_pattern, subject, position, endpos, mustAdvance } = this;
    const data = raiseRegexErrors(space, w_pattern.w_source, () =>
      w_pattern.regex.exec(subject, position, endpos, mode, mustAdvance),
    );
    if (data === null) {
      this.isFinished = true;
      return null;
    }
    this.position = data.end;
    this.mustAdvance = data.start === data.end;
    return new W_SRE_Match(w_pattern, subject, data, this.pos, endpos);
  }
}

function makeScanner(space: ObjSpace, args: BuiltinArguments): W_Root {
  const subject = subjectArgument(space, args);
  return new W_SRE_Scanner(self(args[0]), subject, ...spanArguments(space, args, subject));
}

export function installScanner(w_type: W_TypeObject): void {
  method(w_type, "__iter__", "self, /", (_, [w_self]) => w_self!);
  method(w_type, "__next__", "self, /", (space, [w_self]) => {
    const w_match = (w_self as W_SRE_Scanner).advance(space, "search");
    if (w_match === null) throw operationError(space.w_StopIteration, []);
    return w_match;
  });
  getset(w_type, "pattern", (_, w_obj) => (w_obj as W_SRE_Scanner).w_pattern);
  for (const mode of ["match", "search"] as const) {
    method(w_type, mode, "self, /", (space, [w_self]) => {
      return (w_self as W_SRE_Scanner).advance(space, mode) ?? w_None;
    });
  }
}
