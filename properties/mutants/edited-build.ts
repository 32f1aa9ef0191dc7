/**
 * A build of the sources with a few edits, outside of the tree, which is not touched: the sources
 * as they would be with a bug in them. What planted bugs and mutants run in.
 *
 * The interpreter that results is consistent: when an edit changes what the guests' jitcode is made
 * of, or the code writer, the jitcode is made from the edited sources by the edited code writer.
 * It needs the sources and development packages, so whoever is part of the package imports it late.
 */

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UserError } from "../../sim/base/errors.ts";
import { ROOT, listGuests } from "../../sim/codewriter/sources.ts";
import { readFreshProduct } from "../../sim/jitcode/product-store.ts";
import type { Product } from "../../sim/jitcode/product.ts";
import { bundleSources, entryPath, writeProducts } from "./source-bundle.ts";

/** One place of a source file, and what stands there instead. */
export interface SourceEdit {
  /** Relative to the repository's root, with slashes. */
  readonly file: string;
  /** A text that occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

export interface EditedBuild {
  /** What `node` runs, or a worker thread; absolute. */
  readonly entry: string;
  /** All that belongs to the build; absolute. */
  readonly folder: string;
  /** Removes the folder. */
  remove(): void;
}

/** Makes jitcode inside of a build. */
export const TRANSLATOR = "properties/mutants/translate-edited.ts";

/** On a busy machine; it takes a few seconds. */
const TRANSLATOR_SECONDS_MAX = 300;

/** The stored jitcode of all guests, that of the present sources. */
export function presentProducts(): Map<string, Product> {
  return new Map(listGuests().map((guest) => [guest, readFreshProduct(guest)]));
}

/**
 * Builds `entry` (a file relative to the root) with the edits. An edit whose text does not occur
 * once, and one that the code writer refuses, is a UserError.
 */
export async function buildEdited(
  entry: string,
  edits: readonly SourceEdit[],
): Promise<EditedBuild> {
  const texts = editTexts(edits);
  const stored = presentProducts();
  const folder = mkdtempSync(path.join(tmpdir(), "jitreel-edited-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const files = [...texts.keys()];
    const stale = [...stored].filter(([, { sources }]) => files.some((f) => sources.includes(f)));
    const entries = stale.length > 0 ? [entry, TRANSLATOR] : [entry];
    const change = (file: string, text: string): string => texts.get(file) ?? text;
    await bundleSources({ entries, folder, change }, stored);
    const guests = stale.map(([guest]) => guest);
    if (guests.length > 0) {
      const made = await translateEdited(folder, texts, guests);
      if (!("products" in made)) {
        throw new UserError(`no jitcode from the edited sources\n${made.said}`);
      }
      writeProducts(folder, made.products);
    }
  } catch (error) {
    remove();
    throw error;
  }
  return { entry: entryPath(folder, entry), folder, remove };
}

/** What came of making jitcode: products, or the exit status and what was said. */
export type Translation =
  | { readonly products: Map<string, Product> }
  | { readonly status: number | null; readonly said: string };

/** The jitcode of guests made from edited texts by the code writer of the build in `folder`. */
export function translateEdited(
  folder: string,
  texts: ReadonlyMap<string, string>,
  guests: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Translation> {
  const child = spawn(process.execPath, [entryPath(folder, TRANSLATOR)], {
    env: { ...process.env, ...env },
    timeout: TRANSLATOR_SECONDS_MAX * 1000,
  });
  const [output, said]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  // A process that ends before it has read everything says why by its status.
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify({ texts: [...texts], guests }));
  return new Promise((resolve) => {
    child.on("close", (status) => {
      if (status !== 0) return resolve({ status, said: Buffer.concat(said).toString() });
      const products = JSON.parse(Buffer.concat(output).toString()) as [string, Product][];
      return resolve({ products: new Map(products) });
    });
  });
}

/** The edited files' whole texts, by file. */
export function editTexts(edits: readonly SourceEdit[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const text = texts.get(file) ?? readSource(file);
    const parts = text.split(find);
    if (parts.length !== 2) {
      const times = `${parts.length - 1} times, not once`;
      throw new UserError(`the text of an edit occurs ${times}: ${JSON.stringify(find)}`, { file });
    }
    texts.set(file, parts.join(replace));
  }
  return texts;
}

function readSource(file: string): string {
  try {
    return readFileSync(path.join(ROOT, file), "utf8");
  } catch {
    throw new UserError("there is no such source file to edit", { file });
  }
}
