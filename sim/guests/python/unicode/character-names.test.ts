/** Characters by name, by examples and all of them against pypy3. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { requirePypy, runPypy } from "../compiler/pypy-oracle.ts";
import { lookupCharacterName } from "./character-names.ts";

test("characters are found by name and alias, in any case", () => {
  assert.is(lookupCharacterName("DEGREE SIGN"), "°");
  assert.is(lookupCharacterName("latin small letter a"), "a");
  assert.is(lookupCharacterName("GRINNING FACE"), "😀");
  assert.is(lookupCharacterName("LINE FEED"), "\n");
  assert.is(lookupCharacterName("CJK UNIFIED IDEOGRAPH-4E00"), "一");
  assert.is(lookupCharacterName("HANGUL SYLLABLE GAG"), "각");
});

test("what is no name is not found", () => {
  for (const name of ["", "FOO", "CJK UNIFIED IDEOGRAPH-0041", "HANGUL SYLLABLE Q", "DEGREE"]) {
    assert.is(lookupCharacterName(name), undefined, name);
  }
});

if (requirePypy("names of characters")) {
  test("every name that pypy3 gives leads back to its character", () => {
    const program = [
      "import unicodedata as u",
      "for c in range(0x110000):",
      "    name = u.name(chr(c), '')",
      "    if name: print('%x %s' % (c, name))",
    ].join("\n");
    for (const line of runPypy(program).trim().split("\n")) {
      const [code, ...words] = line.split(" ");
      const found = lookupCharacterName(words.join(" "));
      if (found?.codePointAt(0) !== parseInt(code!, 16)) assert.is(found, line);
    }
  });
}

test.run();
