/**
 * Where build products are, and how a guest's jitcode is loaded.
 *
 * Compiled, the product lies beside the code and is true to it. Run from the TypeScript sources, it
 * lies in `.build`, is compared with the sources each time, and is made again in a child process
 * when they differ: the code writer and its compiler are never loaded into this process.
 */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { assert, defined } from "../base/assert.ts";
import { UserError } from "../base/errors.ts";
import { COMPILED_MODULES } from "./compiled-modules.ts";
import type { Modules } from "./compiled-modules.ts";
import type { JitProgram } from "./jitcode.ts";
import type { Resolver } from "./loader.ts";
import { linkProduct } from "./loader.ts";
import { hashSources } from "./product-hash.ts";
import type { Product } from "./product.ts";
import { PRODUCT_FORMAT } from "./product.ts";

/** Whether this runs from the TypeScript sources. */
const IS_SOURCE = import.meta.url.endsWith(".ts");

/** The folder that holds `sim/`: the repository, or the compiled code. */
const BASE = fileURLToPath(new URL("../../", import.meta.url));

/** Products by guest, as they were when the first run of this process needed them; never changed. */
const LOADED = new Map<string, Product>();

function loadProduct(guest: string): Product {
  const known = LOADED.get(guest);
  if (known !== undefined) return known;
  const stored = IS_SOURCE ? readFreshProduct(guest) : readProduct(guest);
  const product = defined(stored, `jitcode of ${guest}`);
  LOADED.set(guest, product);
  return product;
}

/** Loads and links the jitcode of a guest, importing the modules that it refers to. */
export async function loadJitProgram(guest: string): Promise<JitProgram> {
  const product = loadProduct(guest);
  const compiled = await COMPILED_MODULES.get(guest)?.();
  const modules = compiled?.modules ?? (await importModules(product.modules));
  return linkProduct(product, resolverOf(modules));
}

/** The product as it is stored; undefined when there is none. */
export function readProduct(guest: string): Product | undefined {
  const folder = IS_SOURCE ? ".build/jitcode" : "jitcode";
  let text: string;
  try {
    text = readFileSync(path.join(BASE, folder, `${guest}.json`), "utf8");
  } catch {
    return undefined;
  }
  const product = JSON.parse(text) as Product;
  return product.format === PRODUCT_FORMAT ? product : undefined;
}

/** Whether a product belongs to the sources as they are now. */
export function isFresh(product: Product): boolean {
  return hashSources(BASE, product.sources) === product.hash;
}

/** The product for the present sources, made now if need be. */
export function readFreshProduct(guest: string): Product {
  assert(IS_SOURCE, "only the sources can be compared with a product");
  const stored = readProduct(guest);
  if (stored !== undefined && isFresh(stored)) return stored;
  const script = path.join(BASE, "sim/codewriter/main.ts");
  const run = spawnSync(process.execPath, ["--import", "tsx", script, guest], {
    cwd: BASE,
    encoding: "utf8",
  });
  if (run.status !== 0) throw new UserError(`no jitcode for guest ${guest}\n${run.stderr}`);
  return defined(readProduct(guest), `product of ${guest}`);
}

/** From the sources. */
async function importModules(names: readonly string[]): Promise<Modules> {
  const namespaces = await Promise.all(
    names.map(async (name): Promise<[string, object]> => {
      const url = pathToFileURL(path.join(BASE, `${name}.ts`)).href;
      return [name, (await import(url)) as object];
    }),
  );
  return new Map(namespaces);
}

function resolverOf(modules: Modules): Resolver {
  return (module, exportPath) => {
    let value: unknown = modules.get(module);
    for (const part of exportPath.split(".")) {
      value = (value as Record<string, unknown> | undefined)?.[part];
    }
    return defined(value, `export ${exportPath} of ${module}`);
  };
}
