/**
 * The recorded runs of the fixtures, for tests.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listGoldenNames } from "../../fixtures/our-fixtures.ts";
import { ReelReader } from "../format/reader.ts";

const RUNS = join(import.meta.dirname, "../../fixtures/runs");

export const GOLDEN_NAMES = listGoldenNames();

export function openGolden(name: string): ReelReader {
  const path = join(RUNS, name, "golden.reel");
  return new ReelReader(readFileSync(path), path);
}
