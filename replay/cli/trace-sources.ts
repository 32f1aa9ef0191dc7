/**
 * Where trace files come from: files, standard input, folders with all that is below them, and the
 * files that they include, which stand beside them or among the package's own traces.
 */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../sim/base/errors.ts";
import type { TraceFile } from "../../sim/optimizer/trace-file.ts";
import { parseTraceFile } from "../../sim/optimizer/trace-file.ts";
import { readInputFile } from "./input-file.ts";

const STANDARD_INPUT = "-";
const EXTENSION = ".trace";

/** A trace file's text, which is parsed anew for each run: a run leaves its marks in the result. */
export interface TraceSource {
  readonly path: string;
  load(): TraceFile;
}

/** The package's own trace files: the folder nearest above this file, in sources and package. */
export function findOwnTraces(): string {
  let folder = import.meta.dirname;
  while (folder !== dirname(folder)) {
    const traces = join(folder, "fixtures", "traces");
    if (isFolder(traces)) return traces;
    folder = dirname(folder);
  }
  throw new UserError("the package's trace files are missing");
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** `include NAME` in the file `from`: NAME or NAME.decl beside it, or of the package. */
function readInclude(name: string, from: string): { text: string; file: string } | null {
  const folder = from === "<stdin>" ? "." : dirname(from);
  const candidates = [
    join(folder, name),
    join(folder, `${name}.decl`),
    join(findOwnTraces(), `${name}.decl`),
  ];
  const file = candidates.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
  return file === undefined ? null : { text: readFileSync(file, "utf8"), file };
}

/** The trace file at `path`; `-` is standard input. */
export function openTraceSource(path: string, includes: readonly string[] = []): TraceSource {
  const isInput = path === STANDARD_INPUT;
  const text = isInput ? readFileSync(0, "utf8") : Buffer.from(readInputFile(path)).toString();
  const file = isInput ? "<stdin>" : path;
  const options = { file, includes, include: readInclude };
  return { path: file, load: () => parseTraceFile(text, options) };
}

/** All trace files that the paths name: files themselves, of folders what ends in `.trace`. */
export function collectTraceSources(
  paths: readonly string[],
  includes: readonly string[] = [],
): TraceSource[] {
  return paths.flatMap((path) => {
    if (!isFolder(path)) return [openTraceSource(path, includes)];
    const names = readdirSync(path, { recursive: true, encoding: "utf8" });
    const traces = names.filter((name) => name.endsWith(EXTENSION)).sort();
    if (traces.length === 0) throw new UserError("no .trace file is in it", { file: path });
    return traces.map((name) => openTraceSource(join(path, name), includes));
  });
}
