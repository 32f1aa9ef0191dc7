/**
 * The content hash of a build product: over the texts of all contributing sources, in the order of
 * their paths, so that a product is stale as soon as one of them differs.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/** The hash over files named relative to `root`; undefined when one of them is missing. */
export function hashSources(root: string, sources: readonly string[]): string | undefined {
  const hash = createHash("sha256");
  for (const source of sources) {
    let text: string;
    try {
      text = readFileSync(path.join(root, source), "utf8");
    } catch {
      return undefined;
    }
    hash.update(`${source}\n${text.length}\n${text}\n`);
  }
  return hash.digest("hex");
}
