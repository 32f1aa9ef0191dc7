/**
 * `str.format`.
 *
 * Counterpart: pypy/objspace/std/newformat.py (TemplateFormatter).
 */

import { getattr } from "../objects/attributes.ts";
import { oefmt, valueError } from "../objects/errors.ts";
import { asciiText, formatValue } from "../objects/format.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newint } from "../objects/int-object.ts";
import { getitem } from "../objects/items.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString, str_w } from "../objects/text.ts";
import type { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext, type W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";

/** One call of `format`: its arguments, and how fields are numbered. */
interface Formatting {
  readonly space: ObjSpace;
  /** Null for `format_map`, which has no positional fields. */
  readonly args_w: readonly W_Root[] | null;
  readonly w_mapping: W_Root;
  automatic: number;
  isManual: boolean;
}

export function formatMethod(space: ObjSpace, args: BuiltinArguments): W_Root {
  const [w_self, w_args, w_kwargs] = args;
  const template = (builtinValue(w_self!) as W_UnicodeObject).value;
  const formatting: Formatting = {
    space,
    args_w: (w_args as W_TupleObject).items,
    w_mapping: w_kwargs!,
    automatic: 0,
    isManual: false,
  };
  return newtext(expand(formatting, template, 2));
}

/** `str.format_map`. */
export function formatMapMethod(space: ObjSpace, args: BuiltinArguments): W_Root {
  const [w_self, w_mapping] = args;
  const template = (builtinValue(w_self!) as W_UnicodeObject).value;
  const formatting: Formatting = {
    space,
    args_w: null,
    w_mapping: w_mapping!,
    automatic: 0,
    isManual: false,
  };
  return newtext(expand(formatting, template, 2));
}

function expand(formatting: Formatting, template: string, depth: number): string {
  const { space } = formatting;
  if (depth < 0) throw valueError(space, "Recursion depth exceeded");
  let result = "";
  for (let at = 0; at < template.length; at++) {
    const c = template[at]!;
    if (c !== "{" && c !== "}") {
      result += c;
      continue;
    }
    if (template[at + 1] === c) {
      result += c;
      at++;
      continue;
    }
    if (c === "}") throw valueError(space, "Single '}'");
    const end = fieldEnd(space, template, at + 1);
    result += expandField(formatting, template.slice(at + 1, end), depth);
    at = end;
  }
  return result;
}

function fieldEnd(space: ObjSpace, template: string, start: number): number {
  let depth = 1;
  for (let at = start; at < template.length; at++) {
    if (template[at] === "{") depth++;
    else if (template[at] === "}" && --depth === 0) return at;
  }
  if (start >= template.length) {
    throw valueError(space, "Single '{'");
  }
  throw valueError(space, "Unmatched '{'");
}

function expandField(formatting: Formatting, field: string, depth: number): string {
  const { space } = formatting;
  const match = /^((?:[^![:]|\[[^\]]*\])*)(?:!([^:]*))?(?::([\s\S]*))?$/.exec(field)!;
  const [, name, conversion, spec] = match;
  let w_value = fieldValue(formatting, name!);
  if (conversion !== undefined) {
    if (conversion === "r") w_value = newtext(readString(space, w_value));
    else if (conversion === "s") w_value = newtext(str_w(space, w_value));
    else if (conversion === "a") w_value = newtext(asciiText(space, w_value));
    else throw valueError(space, "invalid conversion");
  }
  const expanded = spec === undefined ? "" : expand(formatting, spec, depth - 1);
  return formatValue(space, w_value, expanded);
}

function fieldValue(formatting: Formatting, name: string): W_Root {
  const { space } = formatting;
  const first = /^[^.[]*/.exec(name)![0];
  let w_value = firstValue(formatting, first);
  const rest = /\.([^.[]+)|\[([^\]]+)\]/g;
  for (const match of name.slice(first.length).matchAll(rest)) {
    if (match[1] !== undefined) w_value = getattr(space, w_value, match[1]);
    else w_value = getitem(space, w_value, keyOf(match[2]!));
  }
  return w_value;
}

function keyOf(text: string): W_Root {
  return /^\d+$/.test(text) ? newint(Number(text)) : newtext(text);
}

function firstValue(formatting: Formatting, first: string): W_Root {
  const { space, args_w, w_mapping } = formatting;
  if (first !== "" && !/^\d+$/.test(first)) return getitem(space, w_mapping, newtext(first));
  if (args_w === null) throw valueError(space, "Format string contains positional fields");
  const index = first === "" ? nextIndex(formatting) : manualIndex(formatting, first);
  const w_value = args_w[index];
  if (w_value !== undefined) return w_value;
  const plural = args_w.length === 1 ? "" : "s";
  const message = `out of range: index ${index} but only ${args_w.length} argument${plural}`;
  throw oefmt(space, space.w_IndexError, message);
}

function nextIndex(formatting: Formatting): number {
  if (formatting.isManual) {
    throw valueError(formatting.space, "switching from manual to automatic numbering");
  }
  return formatting.automatic++;
}

function manualIndex(formatting: Formatting, text: string): number {
  if (formatting.automatic > 0) {
    throw valueError(formatting.space, "switching from automatic to manual numbering");
  }
  formatting.isManual = true;
  return Number(text);
}
