/** The table of printable characters, by examples and against pypy3. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { requirePypy, runPypy } from "../compiler/pypy-oracle.ts";
import { isPrintable } from "./printable.ts";

test("letters and the blank are printable, controls, separators and surrogates are not", () => {
  for (const ch of " aé∀😀") assert.ok(isPrintable(ch.codePointAt(0)!), ch);
  for (const code of [0, 10, 0x7f, 0x80, 0xa0, 0x200b, 0x2028, 0xd800, 0x378, 0x10ffff]) {
    assert.not(isPrintable(code), code.toString(16));
  }
});

if (requirePypy("table of printable characters")) {
  test("every code point is as printable as to pypy3", () => {
    const program = "print(''.join('01'[chr(c).isprintable()] for c in range(0x110000)))";
    const theirs = runPypy(program).trim();
    const ours = Array.from({ length: 0x110000 }, (_, code) => (isPrintable(code) ? "1" : "0"));
    assert.ok(ours.join("") === theirs);
  });
}

test.run();
