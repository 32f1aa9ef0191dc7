/**
 * What holds of every guest's product: it is fresh, made of the same bytes each time, links against
 * the real modules, and its code is well-formed.
 */

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  isFresh,
  loadJitProgram,
  readFreshProduct,
  readProduct,
} from "../jitcode/product-store.ts";
import { checkJitCode } from "../jitcode/verify.ts";
import { ROOT, listGuests } from "./sources.ts";
import { translate } from "./translate.ts";

for (const guest of listGuests()) {
  test(`${guest}: the stored product is that of the sources`, () => {
    const product = readFreshProduct(guest);
    assert.ok(isFresh(product));
    assert.is(JSON.stringify(translate(guest).product), JSON.stringify(product));
  });

  test(`${guest}: links, and all code is well-formed`, async () => {
    const program = await loadJitProgram(guest);
    for (const code of program.jitcodes) checkJitCode(code);
    for (const driver of program.drivers) {
      assert.is(program.lookupFunction(driver.portalFunction.fn), driver.portal);
      assert.is(driver.portal.driver, driver);
    }
    for (const layout of program.layouts) {
      assert.is(layout.hostClass === null ? null : program.lookupLayout(layout.hostClass), layout);
      layout.fields.forEach((field, index) => {
        assert.is(field.offset, (layout.isRaw ? 0 : 8) + 8 * index);
      });
    }
  });
}

test("a product of other sources is made again", () => {
  const file = path.join(ROOT, ".build/jitcode/tiny.json");
  const good = JSON.stringify(readFreshProduct("tiny"));
  writeFileSync(file, good.replace(/"hash":"./, '"hash":"?'));
  const stale = readProduct("tiny");
  assert.not(stale !== undefined && isFresh(stale));
  assert.is(JSON.stringify(readFreshProduct("tiny")), good);
  assert.is(readFileSync(file, "utf8"), good);
});

test.run();
