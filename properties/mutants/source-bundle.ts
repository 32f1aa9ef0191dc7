/**
 * The sources joined into one module outside of the tree, with each file's text changed on the way.
 *
 *   FOLDER/all.mjs              every entry and what it imports, each started by its name
 *   FOLDER/a/b/entry.js         starts one entry: what `node` or a worker thread is given
 *   FOLDER/jitcode/GUEST.json   the guests' jitcode, as in a compiled package
 *   FOLDER/node_modules         a link: packages stay apart
 *
 * A file that asks where it stands is told its place in the tree, so that it finds its data. One
 * that starts a compiled entry ("thread.js") when it is compiled, or reads compiled jitcode, is
 * told a place in FOLDER instead, and the entries that it names are joined too: no part of a
 * changed build runs unchanged sources.
 */

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { build } from "esbuild";
import { ROOT, listGuests } from "../../sim/codewriter/sources.ts";
import type { Product } from "../../sim/jitcode/product.ts";
import { findFiles } from "../find-files.ts";

export interface BundleRequest {
  /** Files that can be started, relative to the repository's root. */
  readonly entries: readonly string[];
  /** Where the result goes, absolute; it exists. */
  readonly folder: string;
  /** The text of a file as it shall be; called once for each file. */
  readonly change: (file: string, text: string) => string;
  /** JavaScript that runs before all else. */
  readonly prologue?: string;
  /** Packages that are replaced: name to the absolute path of a source file. */
  readonly replaced?: Readonly<Record<string, string>>;
}

const SOURCE_FOLDERS = ["sim", "replay", "fixtures", "properties"];
const STORE = "sim/jitcode/product-store.ts";
const MODULES_TABLE = "sim/jitcode/compiled-modules.ts";

/** Writes the bundle; the products of all guests must be in `products`. */
export async function bundleSources(
  request: BundleRequest,
  products: ReadonlyMap<string, Product>,
): Promise<void> {
  const { folder, prologue = "" } = request;
  const entries = [...new Set([...request.entries, ...startedEntries()])].sort();
  const table = entries.map((entry) => `${q(entry)}: () => import(${q(`./${entry}`)}),`);
  await build({
    stdin: {
      contents: `export const entries = {\n${table.join("\n")}\n};\n`,
      resolveDir: ROOT,
      loader: "ts",
    },
    absWorkingDir: ROOT,
    outfile: path.join(folder, "all.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    // Names of classes are seen in traces, and two classes of one name get another in a bundle.
    keepNames: true,
    banner: { js: prologue },
    logLevel: "silent",
    plugins: [changeSources(request, products)],
  });
  linkPackages(folder);
  for (const entry of entries) writeEntry(folder, entry);
  writeProducts(folder, products);
}

/** Names the place of the module that reads jitcode, when it is another than the build's. */
export const JITCODE_VARIABLE = "JITREEL_JITCODE";

/** The value of JITCODE_VARIABLE for the jitcode in `folder`. */
export function jitcodePlace(folder: string): string {
  return pathToFileURL(entryPath(folder, STORE)).href;
}

/** Writes products where a build in `folder` reads them. */
export function writeProducts(folder: string, products: ReadonlyMap<string, Product>): void {
  mkdirSync(path.join(folder, "jitcode"), { recursive: true });
  for (const [guest, product] of products) {
    writeFileSync(path.join(folder, "jitcode", `${guest}.json`), JSON.stringify(product));
  }
}

function q(text: string): string {
  return JSON.stringify(text);
}

/** Where an entry of a build in `folder` is started. */
export function entryPath(folder: string, entry: string): string {
  return path.join(folder, entry.replace(/\.ts$/, ".js"));
}

function writeEntry(folder: string, entry: string): void {
  const file = entryPath(folder, entry);
  mkdirSync(path.dirname(file), { recursive: true });
  const all = path.relative(path.dirname(file), path.join(folder, "all.mjs"));
  const from = q(all.startsWith(".") ? all : `./${all}`);
  writeFileSync(file, `import { entries } from ${from};\nawait entries[${q(entry)}]();\n`);
}

function linkPackages(folder: string): void {
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }\n');
}

/** The compiled entries that a file starts by name when it is compiled, as source files. */
function entriesStartedBy(file: string, text: string): string[] {
  if (!/import\.meta\.url\.endsWith\("\.ts"\)/.test(text)) return [];
  const names = [...text.matchAll(/"([\w-]+)\.js"/g)].map(([, name]) => `${name}.ts`);
  const entries = names.map((name) => path.posix.join(path.posix.dirname(file), name));
  return entries.filter((entry) => existsSync(path.join(ROOT, entry)));
}

function startedEntries(): string[] {
  return findFiles(
    SOURCE_FOLDERS.map((folder) => path.join(ROOT, folder)),
    ".ts",
  ).flatMap((file) => entriesStartedBy(relative(file), readFileSync(file, "utf8")));
}

function relative(file: string): string {
  return path.relative(ROOT, file).split(path.sep).join("/");
}

function changeSources(
  { folder, change, replaced = {} }: BundleRequest,
  products: ReadonlyMap<string, Product>,
): Plugin {
  return {
    name: "change-sources",
    setup({ onLoad, onResolve }) {
      for (const [name, path] of Object.entries(replaced)) {
        onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path }));
      }
      onLoad({ filter: /\.ts$/ }, ({ path: name }) => {
        const file = relative(name);
        if (file.startsWith("..") || file.startsWith("node_modules/")) return undefined;
        const text = readFileSync(name, "utf8");
        const changed = file === MODULES_TABLE ? modulesTable(products) : change(file, text);
        const isMoved = file === STORE || entriesStartedBy(file, text).length > 0;
        const place = isMoved ? entryPath(folder, file) : name;
        const url = q(pathToFileURL(place).href);
        const chosen = file === STORE ? `(process.env.${JITCODE_VARIABLE} ?? ${url})` : url;
        return { contents: keepPlace(changed, place, chosen), loader: "ts" };
      });
    },
  };
}

/** As patterns, so that this file can be part of a build itself. */
function keepPlace(text: string, place: string, url: string): string {
  return text
    .replaceAll(/import\.meta\.url/g, () => url)
    .replaceAll(/import\.meta\.dirname/g, () => q(path.dirname(place)));
}

/** The modules that the guests' jitcode names, joined like all else. */
function modulesTable(products: ReadonlyMap<string, Product>): string {
  const rows = listGuests().map((guest) => {
    const modules = products.get(guest)?.modules ?? [];
    const loads = modules.map((name) => `[${q(name)}, await import("../../${name}.ts")],`);
    return `[${q(guest)}, async () => ({ modules: new Map([\n${loads.join("\n")}\n]) })],`;
  });
  return `export const COMPILED_MODULES = new Map([\n${rows.join("\n")}\n]);\n`;
}
