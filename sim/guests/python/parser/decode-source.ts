/**
 * The bytes of a source file to text: a byte order mark, or a coding cookie in the first two lines
 * (PEP 263), or UTF-8.
 *
 * DIFFERS: knows UTF-8, ASCII and Latin-1 only.
 */

import { makeSourceText, PythonSyntaxError } from "./source-text.ts";

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

const ENCODINGS: Readonly<Record<string, "utf-8" | "latin-1" | "ascii">> = {
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
};

/** Decodes the source text in `bytes`; `filename` is for errors. */
export function decodeSource(bytes: Uint8Array, filename: string): string {
  const refuse = (message: string, line: number): never => {
    throw new PythonSyntaxError(makeSourceText("", filename), message, line, 1);
  };
  const name = findCookie(bytes) ?? "utf-8";
  const encoding = ENCODINGS[name.toLowerCase().replaceAll("_", "-")];
  if (encoding === undefined) return refuse(`unknown encoding: ${name}`, 1);
  if (encoding === "latin-1") return decodeLatin1(bytes);
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
