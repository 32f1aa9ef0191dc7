/**
 * The package's build, `npm run build`: the jitcode of all guests, the compiled modules, what is
 * neither (grammars in WebAssembly, licences), and the command line in a few files, all under
 * `dist`.
 *
 * Paths in `dist` are those of the sources; products lie in `dist/jitcode`.
 */

import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { bundle, writeGuestModules } from "./bundle.ts";
import { ROOT, listGuests } from "./sources.ts";

const DIST = path.join(ROOT, "dist");

/** Files that are copied as they are. */
const ASSETS = [".wasm", ".LICENSE", ".json", ".py", ".txt", ".html", ".css"];

/** Folders whose assets belong to the package, and those inside that do not. */
const ASSET_FOLDERS = ["sim", "replay", "properties"];
const NO_ASSETS = ["sim/codewriter", "testdata"];

/** Runs a script with node; gives its exit code. */
function run(script: string, args: readonly string[], options: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...options, script, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve) => {
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

function compile(): Promise<number> {
  const require = createRequire(import.meta.url);
  return run(require.resolve("typescript/bin/tsc"), ["-p", "tsconfig.build.json"], []);
}

function translate(): Promise<number> {
  const script = path.join(ROOT, "sim/codewriter/main.ts");
  return run(script, listGuests(), ["--import", "tsx"]);
}

/** Prepares the code of the Python guest's library, which must have been copied. */
function prepareLibrary(): Promise<number> {
  const script = path.join(ROOT, "sim/prepare-library.ts");
  const folder = path.join(DIST, "sim/guests/python/lib");
  return run(script, [folder], ["--import", "tsx"]);
}

function copyProducts(): void {
  mkdirSync(path.join(DIST, "jitcode"), { recursive: true });
  for (const guest of listGuests()) {
    const name = `${guest}.json`;
    copyFileSync(path.join(ROOT, ".build/jitcode", name), path.join(DIST, "jitcode", name));
  }
}

function copyAssets(): void {
  for (const folder of ASSET_FOLDERS) {
    if (!existsSync(path.join(ROOT, folder))) continue;
    const names = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" });
    for (const name of names.map((inner) => path.join(folder, inner)).sort()) {
      if (!ASSETS.some((extension) => name.endsWith(extension))) continue;
      if (NO_ASSETS.some((part) => name.includes(part))) continue;
      mkdirSync(path.join(DIST, path.dirname(name)), { recursive: true });
      copyFileSync(path.join(ROOT, name), path.join(DIST, name));
    }
  }
}

function markExecutable(): void {
  const bin = path.join(DIST, "replay/cli/main.js");
  if (existsSync(bin)) chmodSync(bin, 0o755);
}

rmSync(DIST, { recursive: true, force: true });
const statuses = await Promise.all([compile(), translate()]);
process.exitCode = Math.max(...statuses);
if (process.exitCode === 0) {
  copyProducts();
  copyAssets();
  writeGuestModules(DIST);
  const prepared = prepareLibrary();
  await bundle(DIST);
  process.exitCode = await prepared;
  markExecutable();
}
