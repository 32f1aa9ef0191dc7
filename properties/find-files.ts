/** Files below folders, by their ending, in sorted order with forward slashes. */

import { existsSync, readdirSync, statSync } from "node:fs";
import { sep } from "node:path";

/** All files under `folders` (or the named files themselves) whose name ends with `ending`. */
export function findFiles(folders: readonly string[], ending: string): string[] {
  const found = folders.flatMap((folder) => {
    if (!existsSync(folder)) return [];
    if (statSync(folder).isFile()) return [folder];
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return names.map((name) => `${folder}/${name.split(sep).join("/")}`);
  });
  return [...new Set(found.filter((name) => name.endsWith(ending)))].sort();
}
