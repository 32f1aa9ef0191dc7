/**
 * The last step of the build: the modules of the command line and of its thread, joined into a few
 * files, because loading hundreds of small modules takes longer than most programs run.
 *
 *   dist/bundle/*.js                   the joined code; what is imported at run time stays apart
 *   dist/replay/cli/{main,thread}.js, dist/fixtures/runner/fixture-worker.js,
 *   dist/properties/campaign/case-thread.js
 *                                      import it: the entries keep their places
 *   dist/jitcode/GUEST-modules.js      the modules that a guest's jitcode names, also unjoined
 *
 * All other files of `dist` stay as they are, for those who import jitreel as a library; nothing
 * loads both. A module that asks where it stands is told its place before it was joined.
 */

import { readFile } from "node:fs/promises";
import { readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "esbuild";
import { build } from "esbuild";
import type { Product } from "../jitcode/product.ts";
import { enclose } from "./enclose.ts";
import { listGuests } from "./sources.ts";

/** Modules of the package that must exist as files, and load fast; no two of one name. */
const ENTRIES = [
  "replay/cli/main",
  "replay/cli/thread",
  "fixtures/runner/fixture-worker",
  "properties/campaign/case-thread",
];

/** Writes the modules that give each guest's jitcode its modules by name. */
export function writeGuestModules(dist: string): void {
  const table: string[] = [];
  for (const guest of listGuests()) {
    table.push(`  ["${guest}", () => import("../../jitcode/${guest}-modules.js")],`);
    const folder = path.join(dist, "jitcode");
    const text = readFileSync(path.join(folder, `${guest}.json`), "utf8");
    const { modules } = JSON.parse(text) as Product;
    const imports = modules.map((module, i) => `import * as m${i} from "../${module}.js";`);
    const entries = modules.map((module, i) => `  [${JSON.stringify(module)}, m${i}],`);
    const lines = [...imports, "export const modules = new Map([", ...entries, "]);", ""];
    writeFileSync(path.join(folder, `${guest}-modules.js`), lines.join("\n"));
  }
  const lines = ["export const COMPILED_MODULES = new Map([", ...table, "]);", ""];
  writeFileSync(path.join(dist, "sim/jitcode/compiled-modules.js"), lines.join("\n"));
}

/** Joins the compiled modules of the command line. */
export async function bundle(dist: string): Promise<void> {
  const folder = path.join(dist, "bundle");
  await build({
    absWorkingDir: dist,
    entryPoints: ENTRIES.map((name) => path.join(dist, `${name}.js`)),
    outdir: folder,
    entryNames: "[name]",
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    minifyWhitespace: true,
    minifySyntax: true,
    // `keepNames` would define properties on classes, which makes `instanceof` slow.
    keepNames: false,
    logLevel: "warning",
    plugins: [keepPlaces(dist, folder)],
  });
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    writeFileSync(file, enclose(restoreNames(readFileSync(file, "utf8"))));
  }
  for (const name of ENTRIES) {
    const entry = path.join(dist, `${name}.js`);
    const [first] = readFileSync(entry, "utf8").split("\n", 1);
    const mark = first?.startsWith("#!") === true ? `${first}\n` : "";
    const joined = `../../bundle/${path.basename(name)}.js`;
    writeFileSync(`${entry}.partial`, `${mark}import "${joined}";\n`);
    renameSync(`${entry}.partial`, entry);
  }
}

/**
 * A class that mentions itself has become `X = class _X`, but names of classes are seen in traces.
 * Inside of it, X is as good a name.
 */
function restoreNames(text: string): string {
  const names = text.matchAll(/\b(\w+?)\d* ?= ?class (_\1)\b/g);
  const inner = new Map([...names].map(([, name, changed]) => [changed, name]));
  if (inner.size === 0) return text;
  const changed = new RegExp(`(?<![.\\w$])(${[...inner.keys()].join("|")})\\b`, "g");
  return text.replaceAll(changed, (name) => inner.get(name) ?? name);
}

/** Replaces what modules ask of their own place. */
function keepPlaces(dist: string, folder: string): Plugin {
  return {
    name: "keep-places",
    setup({ onLoad }) {
      onLoad({ filter: /\.js$/ }, async ({ path: file }) => {
        if (!file.startsWith(dist + path.sep)) return undefined;
        const text = await readFile(file, "utf8");
        const place = path.relative(folder, file).split(path.sep).join("/");
        const url = `new URL(${JSON.stringify(place)}, import.meta.url)`;
        const contents = text.replaceAll("import.meta.url", `${url}.href`);
        return { contents, loader: "js" };
      });
    },
  };
}
