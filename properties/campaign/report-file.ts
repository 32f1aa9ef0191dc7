/**
 * Reports as files: JSON of a versioned schema, complete (`R.json`), or the state of a campaign that
 * goes on (`R.json.partial`). Both are written beside their place and renamed, so that a kill at any
 * moment leaves the old or the new one.
 */

import { existsSync, readFileSync, rmSync } from "node:fs";
import { replaceFile } from "../../fixtures/store/replace-file.ts";
import { readToolVersion } from "../../replay/cli/tool-version.ts";
import { readingReason } from "../../replay/format/system-error.ts";
import { UserError } from "../../sim/base/errors.ts";
import { BEHAVIOUR_REVISION } from "../../sim/run-spec.ts";
import type { JsonReader } from "../json-readers.ts";
import {
  readBoolean,
  readInteger,
  readJson,
  readList,
  readMap,
  readNatural,
  readNullable,
  readNumber,
  readObject,
  readText,
} from "../json-readers.ts";
import type { CampaignReport, FailureReport, LawReport, Shard, ShrunkFailure } from "./report.ts";
import { REPORT_SCHEMA } from "./report.ts";

/** What a campaign is asked for; its state has it, its report does not. */
export interface Wanted {
  /** Cases of each law; null: until time is up. */
  readonly cases: Readonly<Record<string, number>> | null;
  readonly minutes: number | null;
}

export interface CampaignState {
  readonly wanted: Wanted;
  readonly report: CampaignReport;
}

const readSchema: JsonReader<typeof REPORT_SCHEMA> = (json, node, what) => {
  const schema = readNatural(json, node, what);
  if (schema === REPORT_SCHEMA) return REPORT_SCHEMA;
  throw json.error(`it is of schema ${schema}, and this is schema ${REPORT_SCHEMA}`, node.offset);
};

const readShrunk = readObject<ShrunkFailure>({
  id: readText,
  seed: readInteger,
  path: readText,
  steps: readNatural,
  problem: readText,
  subject: readText,
});

const readFailure = readObject<FailureReport>({
  key: readText,
  count: readNatural,
  cases: readList(readNatural),
  smallest: readObject({ case: readNatural, bytes: readNatural }),
  shrunk: readNullable(readShrunk),
});

const readLaw = readObject<LawReport>({
  name: readText,
  cases: readNatural,
  checked: readNatural,
  totals: readMap(readNumber),
  failures: readList(readFailure),
});

const readReportNode = readObject<CampaignReport>({
  schema: readSchema,
  version: readText,
  behaviourRevision: readNatural,
  seed: readInteger,
  shrinkSteps: readNatural,
  shard: readNullable(readObject<Shard>({ index: readNatural, count: readNatural })),
  isComplete: readBoolean,
  laws: readList(readLaw),
});

const readStateNode = readObject<CampaignState>({
  wanted: readObject<Wanted>({
    cases: readNullable(readMap(readNatural)),
    minutes: readNullable(readNumber),
  }),
  report: readReportNode,
});

/** The versions that a report of now has. */
export function currentVersions(): Pick<CampaignReport, "version" | "behaviourRevision"> {
  return { version: readToolVersion(), behaviourRevision: BEHAVIOUR_REVISION };
}

/** The report at `path`; throws a UserError for what is none. */
export function readReport(path: string): CampaignReport {
  return readJson(readTextFile(path), path, readReportNode);
}

/** The state of the campaign that shall write `path`; null: there is none. */
export function readState(path: string): CampaignState | null {
  const file = statePath(path);
  return existsSync(file) ? readJson(readTextFile(file), file, readStateNode) : null;
}

export function statePath(path: string): string {
  return `${path}.partial`;
}

export function printReportFile(report: CampaignReport): string {
  return `${JSON.stringify(report, null, 1)}\n`;
}

export function writeState(path: string, state: CampaignState): void {
  replaceFile(statePath(path), `${JSON.stringify(state)}\n`);
}

/** Writes the report; the state is not needed any more. */
export function writeReport(path: string, report: CampaignReport): void {
  replaceFile(path, printReportFile(report));
  rmSync(statePath(path), { force: true });
}

function readTextFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`cannot read it: ${readingReason(error)}`, { file: path });
  }
}
