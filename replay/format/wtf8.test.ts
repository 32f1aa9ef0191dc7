/**
 * WTF-8: every JavaScript string, one spelling each.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import { anyText } from "./event-arbitrary.ts";
import { decodeWtf8, encodeWtf8 } from "./wtf8.ts";

test("every JavaScript string survives", () => {
  const law = fc.property(anyText, (text) => decodeWtf8(encodeWtf8(text)) === text);
  fc.assert(law, { seed: 20, numRuns: 2000 });
});

test("well-formed text is UTF-8", () => {
  for (const text of ["", "abc", "é€\u{10ffff}\ufeff\uffff\0"]) {
    assert.equal(Buffer.from(encodeWtf8(text)), Buffer.from(text, "utf8"));
  }
});

test("a lone surrogate takes three bytes, a pair four", () => {
  assert.equal([...encodeWtf8("\ud800")], [0xed, 0xa0, 0x80]);
  assert.equal([...encodeWtf8("\udfff\ud800")], [0xed, 0xbf, 0xbf, 0xed, 0xa0, 0x80]);
  assert.equal([...encodeWtf8("\ud800\udc00")], [0xf0, 0x90, 0x80, 0x80]);
});

test("bytes that are not WTF-8 are refused", () => {
  const wrong = [
    [0x80],
    [0xc3],
    [0xc3, 0x41],
    [0xc0, 0x80],
    [0xe0, 0x80, 0x80],
    [0xf0, 0x80, 0x80, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf8, 0x88, 0x80, 0x80, 0x80],
    [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80],
  ];
  for (const bytes of wrong) assert.is(decodeWtf8(Uint8Array.from(bytes)), null, String(bytes));
});

test.run();
