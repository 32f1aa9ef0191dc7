/**
 * Translates guests whose sources are edited: reads `{ texts, guests }` as JSON from standard
 * input, writes pairs of guest and product to standard output. Runs inside of an edited build, so
 * that edits of the code writer count as well. Exit code 2 when something is refused.
 */

import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../sim/codewriter/sources.ts";
import { translate } from "../../sim/codewriter/translate.ts";
import type { Product } from "../../sim/jitcode/product.ts";

interface Request {
  /** File relative to the root, and its text. */
  readonly texts: readonly (readonly [file: string, text: string])[];
  readonly guests: readonly string[];
}

const request = JSON.parse(readFileSync(0, "utf8")) as Request;
const texts = new Map(request.texts.map(([file, text]) => [path.join(ROOT, file), text]));
const products: [string, Product][] = [];
for (const guest of request.guests) {
  const { product, errors } = translate(guest, texts);
  for (const error of errors) process.stderr.write(`${error.print()}\n`);
  if (product === null) process.exitCode = 2;
  else products.push([guest, product]);
}
process.stdout.write(JSON.stringify(products));
