/** Prepared code: what is read is what was written, for the whole library and every constant. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { initParser } from "../parser/parse.ts";
import { compileModule } from "./compile.ts";
import { decodeCode, encodeCode } from "./prepared-code.ts";

const LIBRARY = fileURLToPath(new URL("../lib", import.meta.url));
await initParser();

test("every constant comes back as it was", () => {
  const source = [
    "x = [None, True, False, ..., 1, -1, 2 ** 70, 1.5, -0.0, 1e400, 1e400 - 1e400]",
    "y = 3j, (0.0 - 1j), 'text', '\\ud800', '\\U0001f600', b'\\x00\\xff', (1, (2, b'')), ()",
    "z = 1 in {1, 'a', None}",
    "def f(a, /, b=1, *c, d, **e):",
    "    return lambda: (yield a)",
  ].join("\n");
  const template = compileModule(source, "all.py");
  assert.equal(decodeCode(encodeCode(template), "all.py"), template);
});

for (const name of readdirSync(LIBRARY, { recursive: true, encoding: "utf8" }).sort()) {
  if (!name.endsWith(".py")) continue;
  test(`${name} is prepared without loss`, () => {
    const template = compileModule(readFileSync(`${LIBRARY}/${name}`, "utf8"), name);
    assert.equal(decodeCode(encodeCode(template), name), template);
  });
}

test.run();
