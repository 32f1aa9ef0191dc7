/**
 * Prepared code: a compiled module as JSON text, so that the library is loaded without being parsed
 * and compiled. Writer and reader stand together; what one leaves out the other restores.
 *
 * Bytes are base64, integers decimal text, floats the sixteen hexadecimal digits of their bits.
 */

import { floatFromBits, floatToBits } from "../../../base/float.ts";
import type { CodeTemplate, Constant } from "./code.ts";

type PreparedConstant =
  | null
  | boolean
  | readonly [kind: "ellipsis"]
  | readonly [kind: "int" | "float" | "str" | "bytes", text: string]
  | readonly [kind: "complex", real: string, imag: string]
  | readonly [kind: "tuple" | "frozenset", items: readonly PreparedConstant[]]
  | readonly [kind: "code", code: PreparedCode];

interface PreparedCode
  extends Omit<CodeTemplate, "co_code" | "co_lnotab" | "co_filename" | "co_consts"> {
  readonly co_code: string;
  readonly co_lnotab: string;
  readonly co_consts: readonly PreparedConstant[];
}

/** The JSON text of a module's code; the file's name is left out. */
export function encodeCode(template: CodeTemplate): string {
  return JSON.stringify(prepareCode(template));
}

/** The code that {@link encodeCode} wrote, of a file called `filename`. */
export function decodeCode(text: string, filename: string): CodeTemplate {
  return restoreCode(JSON.parse(text) as PreparedCode, filename);
}

function prepareCode(template: CodeTemplate): PreparedCode {
  const { co_filename: _, ...kept } = template;
  return {
    ...kept,
    co_code: base64(template.co_code),
    co_lnotab: base64(template.co_lnotab),
    co_consts: template.co_consts.map(prepareConstant),
  };
}

function restoreCode(prepared: PreparedCode, filename: string): CodeTemplate {
  return {
    ...prepared,
    co_filename: filename,
    co_code: bytesOf(prepared.co_code),
    co_lnotab: bytesOf(prepared.co_lnotab),
    co_consts: prepared.co_consts.map((constant) => restoreConstant(constant, filename)),
  };
}

function prepareConstant(constant: Constant): PreparedConstant {
  switch (constant.kind) {
    case "none":
      return null;
    case "bool":
      return constant.value;
    case "ellipsis":
      return ["ellipsis"];
    case "int":
      return ["int", String(constant.value)];
    case "float":
      return ["float", floatText(constant.value)];
    case "complex":
      return ["complex", floatText(constant.real), floatText(constant.imag)];
    case "str":
      return ["str", constant.value];
    case "bytes":
      return ["bytes", base64(constant.value)];
    case "tuple":
      return ["tuple", constant.items.map(prepareConstant)];
    case "frozenset":
      return ["frozenset", constant.items.map(prepareConstant)];
    case "code":
      return ["code", prepareCode(constant.code)];
  }
}

function restoreConstant(prepared: PreparedConstant, filename: string): Constant {
  if (prepared === null) return { kind: "none" };
  if (typeof prepared === "boolean") return { kind: "bool", value: prepared };
  if (prepared[0] === "code") return { kind: "code", code: restoreCode(prepared[1], filename) };
  if (prepared[0] === "frozenset")
    return { kind: "frozenset", items: prepared[1].map(restoreLiteral) };
  return restoreLiteral(prepared);
}

type Literal = Exclude<Constant, { kind: "code" } | { kind: "frozenset" }>;

function restoreLiteral(prepared: PreparedConstant): Literal {
  if (prepared === null) return { kind: "none" };
  if (typeof prepared === "boolean") return { kind: "bool", value: prepared };
  switch (prepared[0]) {
    case "ellipsis":
      return { kind: "ellipsis" };
    case "int":
      return { kind: "int", value: BigInt(prepared[1]) };
    case "float":
      return { kind: "float", value: floatOf(prepared[1]) };
    case "complex":
      return { kind: "complex", real: floatOf(prepared[1]), imag: floatOf(prepared[2]) };
    case "str":
      return { kind: "str", value: prepared[1] };
    case "bytes":
      return { kind: "bytes", value: bytesOf(prepared[1]) };
    case "tuple":
      return { kind: "tuple", items: prepared[1].map(restoreLiteral) };
    default:
      throw new Error(`prepared code: ${prepared[0]} is no literal`);
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

function floatText(value: number): string {
  return floatToBits(value).toString(16).padStart(16, "0");
}

function floatOf(text: string): number {
  return floatFromBits(BigInt(`0x${text}`));
}
