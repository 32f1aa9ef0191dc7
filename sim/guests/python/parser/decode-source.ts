/**
 * The bytes of a source file to text: a byte order mark, or a coding cookie in the first two lines
 * (PEP 263), or UTF-8.
 *
 * DIFFERS: knows UTF-8, ASCII, Latin-1 and cp1252 only.
 */

import { makeSourceText, PythonSyntaxError } from "./source-text.ts";

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

const ENCODINGS: Readonly<Record<string, "utf-8" | "latin-1" | "ascii" | "cp1252">> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  u8: "utf-8",
  "utf-8-sig": "utf-8",
  ascii: "ascii",
  "us-ascii": "ascii",
  "latin-1": "latin-1",
  latin1: "latin-1",
  l1: "latin-1",
  "iso-8859-1": "latin-1",
  "iso8859-1": "latin-1",
  cp1252: "cp1252",
  "windows-1252": "cp1252",
};

/** What cp1252 has from 0x80 on where Latin-1 has control characters; `\ufffd` is undefined. */
const CP1252 =
  "\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd" +
  "\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178";

/** Decodes the source text in `bytes`; `filename` is for errors. */
export function decodeSource(bytes: Uint8Array, filename: string): string {
  const refuse = (message: string, line: number): never => {
    throw new PythonSyntaxError(makeSourceText("", filename), message, line, 1);
  };
  const name = findCookie(bytes) ?? "utf-8";
  const encoding = ENCODINGS[name.toLowerCase().replaceAll("_", "-")];
  if (encoding === undefined) return refuse(`Unknown encoding: ${name}`, 1);
  if (encoding === "latin-1") return decodeLatin1(bytes);
  if (encoding === "cp1252") {
    const text = decodeLatin1(bytes).replace(
      /[\x80-\x9f]/g,
      (control) => CP1252[control.charCodeAt(0) - 0x80]!,
    );
    if (!text.includes("\ufffd")) return text;
    return refuse("(unicode error) 'cp1252' codec can't decode the source", 1);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (encoding === "utf-8" || !/\P{ASCII}/u.test(text)) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  const bad = bytes.findIndex((byte) => byte >= 0x80);
  const line = bytes.subarray(0, bad).filter((byte) => byte === 10).length + 1;
  return refuse(`(unicode error) '${encoding}' codec can't decode the source`, line);
}

function findCookie(bytes: Uint8Array): string | undefined {
  const head = decodeLatin1(bytes.subarray(0, 500)).split(/\r\n?|\n/, 2);
  const first = (head[0] ?? "").replace(/^\u00ef\u00bb\u00bf/, "");
  const match = COOKIE.exec(first);
  if (match !== null) return match[1];
  if (!/^[ \t\f]*(#.*)?$/.test(first)) return undefined;
  return COOKIE.exec(head[1] ?? "")?.[1];
}

function decodeLatin1(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 4096) {
    text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  }
  return text;
}
