/**
 * The failure database: a folder per kept failure.
 *
 *   ID/case.json      law, key, seed, path, number of the case, versions; hashes of the other files
 *   ID/program.py     the subject for a person (program.tiny, subject.txt)
 *   ID/subject.json   the subject itself, when it is plain data: then no generator is needed
 *   ID/run.reel       the recording that shows the problem, if there is one
 *   ID/golden.reel    the recording that it should be equal to, if there is one
 *   ID/report.txt     what was wrong, with the first event that differs, and how to see it again
 *
 * A folder is written beside its place and renamed. One that is not complete, or in which a file is
 * not what was written, is refused with its name and the file's.
 */

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join, normalize } from "node:path";
import { hashOf } from "../../fixtures/store/manifest.ts";
import { replaceFile } from "../../fixtures/store/replace-file.ts";
import { readingReason, systemErrorCode, writingReason } from "../../replay/format/system-error.ts";
import { UserError } from "../../sim/base/errors.ts";
import type { JsonReader } from "../json-readers.ts";
import {
  readInteger,
  readJson,
  readMap,
  readNatural,
  readNullable,
  readObject,
  readText,
} from "../json-readers.ts";

/** Where failures are kept unless another folder is named. */
export const FAILURES_FOLDER = "fixtures/failures";

const SCHEMA = 1;

/** What is known of a failure besides its files. */
export interface FailureCase {
  readonly schema: typeof SCHEMA;
  readonly id: string;
  /** A law of the table; of `checkWithFailures`, the name of the property. */
  readonly law: string;
  /** The first difference without its numbers. */
  readonly key: string;
  /** fast-check's seed and path of the subject. */
  readonly seed: number;
  readonly path: string;
  /** Its campaign, and its number there; null when it is from elsewhere. */
  readonly campaign: { readonly seed: number; readonly case: number } | null;
  readonly version: string;
  readonly behaviourRevision: number;
  /** Kept for good, under this name; null: until it is put right. */
  readonly regression: string | null;
  /** The other files: name to the first 16 hexadecimal digits of the SHA-256. */
  readonly files: Readonly<Record<string, string>>;
}

/** A kept failure and its folder. */
export interface KeptFailure {
  readonly folder: string;
  readonly case: FailureCase;
  /** The subject for a person. */
  readonly text: string;
  /** See subject-json.ts; null: it is known by seed and path alone. */
  readonly json: string | null;
}

/** What is kept of a failure that was found. */
export interface NewFailure extends Omit<FailureCase, "schema" | "regression" | "files"> {
  readonly text: string;
  readonly json: string | null;
  readonly problem: string;
  readonly reel: Uint8Array | null;
  readonly golden: Uint8Array | null;
  /** The command that checks it once more. */
  readonly again: string;
}

const readSchema: JsonReader<typeof SCHEMA> = (json, node, what) => {
  const schema = readNatural(json, node, what);
  if (schema === SCHEMA) return SCHEMA;
  throw json.error(`it is of schema ${schema}, and this is schema ${SCHEMA}`, node.offset);
};

const readCase = readObject<FailureCase>({
  schema: readSchema,
  id: readText,
  law: readText,
  key: readText,
  seed: readInteger,
  path: readText,
  campaign: readNullable(readObject({ seed: readInteger, case: readNatural })),
  version: readText,
  behaviourRevision: readNatural,
  regression: readNullable(readText),
  files: readMap(readText),
});

const CASE_FILE = "case.json";
const SUBJECT_FILE = "subject.json";
const REPORT_FILE = "report.txt";
const TEXT_FILES = ["program.py", "program.tiny", "subject.txt"] as const;

/** The kept failures of a folder in the order of their ids; none when there is no folder. */
export function listFailures(root: string): KeptFailure[] {
  return folderNames(root).map((name) => readFailure(join(root, name)));
}

function folderNames(root: string): string[] {
  try {
    const entries = readdirSync(root, { withFileTypes: true });
    const folders = entries.filter((one) => one.isDirectory() && !one.name.startsWith("."));
    return folders.map(({ name }) => name).sort();
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return [];
    throw new UserError(`cannot read it: ${readingReason(error)}`, { file: root });
  }
}

/** The failure in a folder; throws a UserError when a file is missing or was changed. */
export function readFailure(folder: string): KeptFailure {
  const one = readJson(readPart(folder, CASE_FILE).toString(), join(folder, CASE_FILE), readCase);
  const parts = new Map(Object.keys(one.files).map((name) => [name, readPart(folder, name)]));
  for (const [name, bytes] of parts) {
    if (hashOf(bytes) === one.files[name]) continue;
    const message = `it was changed since ${CASE_FILE} was written: drop the failure or restore it`;
    throw new UserError(message, { file: join(folder, name) });
  }
  const text = TEXT_FILES.map((name) => parts.get(name)).find((bytes) => bytes !== undefined);
  if (text === undefined || !parts.has(REPORT_FILE)) {
    const message = `"files" must name ${REPORT_FILE} and one of ${TEXT_FILES.join(", ")}`;
    throw new UserError(message, { file: join(folder, CASE_FILE) });
  }
  if (one.id !== basename(normalize(folder))) {
    const message = `it is the failure ${one.id}, and its folder has another name`;
    throw new UserError(message, { file: join(folder, CASE_FILE) });
  }
  const json = parts.get(SUBJECT_FILE)?.toString() ?? null;
  return { folder, case: one, text: text.toString(), json };
}

function readPart(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    const reason = systemErrorCode(error) === "ENOENT" ? "it is missing" : readingReason(error);
    const message = `the kept failure is not complete: ${reason}`;
    throw new UserError(message, { file: join(folder, name) });
  }
}

/** Keeps a failure; one that is kept already stays as it is. Gives its folder. */
export function keepFailure(root: string, failure: NewFailure): string {
  const { text, json, problem, reel, golden, again, ...known } = failure;
  const folder = join(root, failure.id);
  if (existsSync(join(folder, CASE_FILE))) return folder;
  const report = `${problem}\n\n${describeOrigin(failure)}\nonce more: ${again}\n`;
  const parts = new Map<string, string | Uint8Array>([
    [textFileOf(json), text],
    [REPORT_FILE, report],
  ]);
  if (json !== null) parts.set(SUBJECT_FILE, json);
  if (reel !== null) parts.set("run.reel", reel);
  if (golden !== null) parts.set("golden.reel", golden);
  const files = Object.fromEntries(
    [...parts].map(([name, content]) => [name, hashOf(Buffer.from(content))]),
  );
  const one: FailureCase = { schema: SCHEMA, ...known, regression: null, files };
  parts.set(CASE_FILE, printCase(one));
  writeFolder(root, failure.id, parts);
  return folder;
}

function describeOrigin({ law, seed, path, campaign, version }: NewFailure): string {
  const from = campaign === null ? "" : ` (case ${campaign.case} of seed ${campaign.seed})`;
  return `law ${law}, seed ${seed}, path ${path}${from}, jitreel ${version}`;
}

/** Programs keep the name that their language knows them by. */
function textFileOf(json: string | null): (typeof TEXT_FILES)[number] {
  const guest = json === null ? null : /"guest":"(\w+)"/.exec(json)?.[1];
  if (guest === "python") return "program.py";
  return guest === "tiny" ? "program.tiny" : "subject.txt";
}

function printCase(one: FailureCase): string {
  return `${JSON.stringify(one, null, 2)}\n`;
}

function writeFolder(
  root: string,
  name: string,
  parts: ReadonlyMap<string, string | Uint8Array>,
): void {
  const partial = join(root, `.${name}.${process.pid}.new`);
  const target = join(root, name);
  writing(target, () => {
    mkdirSync(partial, { recursive: true });
    for (const [file, content] of parts) writeFileSync(join(partial, file), content);
    rmSync(target, { recursive: true, force: true });
    renameSync(partial, target);
  });
}

function writing(target: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new UserError(`cannot write it: ${writingReason(error)}`, { file: target });
  }
}

/** Keeps a failure for good, as a regression of that name. */
export function markRegression({ folder, case: one }: KeptFailure, name: string): void {
  replaceFile(join(folder, CASE_FILE), printCase({ ...one, regression: name }));
}

/** Forgets a failure. */
export function dropFailure(folder: string): void {
  writing(folder, () => rmSync(folder, { recursive: true }));
}

/** The folder that an id, its beginning, or a path names; throws a UserError when none does. */
export function findFailure(root: string, name: string): string {
  if (isFolder(name)) return normalize(name);
  const names = folderNames(root);
  const found = names.filter((one) => one.startsWith(name));
  const exact = names.includes(name) ? name : found.length === 1 ? found[0] : undefined;
  if (exact !== undefined) return join(root, exact);
  if (found.length > 1) throw new UserError(`${name} may be ${found.join(" or ")}`);
  const kept = names.length === 0 ? "none are kept there" : "`jitreel prop list` lists those kept";
  throw new UserError(`there is no failure ${name} in ${root}; ${kept}`);
}

function isFolder(path: string): boolean {
  return path.includes("/") && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
