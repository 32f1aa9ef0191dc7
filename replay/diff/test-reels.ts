/**
 * The recorded runs of the fixtures, for tests.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ReelReader } from "../format/reader.ts";

const RUNS = join(import.meta.dirname, "../../fixtures/runs");

export const GOLDEN_NAMES = readdirSync(RUNS).sort();

export function openGolden(name: string): ReelReader {
  const path = join(RUNS, name, "golden.reel");
  return new ReelReader(readFileSync(path), path);
}
