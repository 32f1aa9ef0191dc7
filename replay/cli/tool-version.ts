/**
 * The version of jitreel, from the package.json nearest above this file (which stands at different
 * depths in the repository and in the package).
 */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export function readToolVersion(): string {
  let folder = import.meta.dirname;
  while (folder !== dirname(folder)) {
    const version = versionIn(join(folder, "package.json"));
    if (version !== null) return version;
    folder = dirname(folder);
  }
  return "unknown";
}

function versionIn(path: string): string | null {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    const { name, version } = content as { name?: unknown; version?: unknown };
    return name === "jitreel" && typeof version === "string" ? version : null;
  } catch {
    return null;
  }
}
