/**
 * Green keys from the locations that PyPy's logs print. A log knows code objects by name, file and
 * first line alone; they are numbered in the order in which it mentions them.
 *
 * Counterpart: pypy/module/pypyjit/interp_jit.py (get_printable_location).
 */

import type { GreenKeyRecord } from "../format/events.ts";

/** A green key and the driver that it belongs to. */
export interface DrivenKey {
  readonly jitdriverName: string;
  readonly greenKey: GreenKeyRecord;
}

/** A bytecode of some Python code. */
export interface PythonPlace {
  readonly codeName: string;
  readonly fileName: string;
  readonly firstLine: number;
  readonly line: number;
  readonly position: number;
  readonly opcode: string;
}

/** `name;file:first-line~#position OPCODE`. */
const PYTHON = /^(.*?);(.*):(\d{1,9})-(\d{1,9})~#(\d{1,9}) \S+$/s;
/** What drivers without a text of their own print, with its comma or the dot that replaces it. */
const UNPRINTED = /^\(([^:]*): (?:no get_printable_location|get_printable_location disabled)/;
/** `min [has_key=0, …]`, `update_set: list …`. */
const OTHER = /^([\w.]+)(?=[ :[])/;

/** How file names are shown: as the log has them, or relative to a folder. */
export type RenameFile = (path: string) => string;

/** The file names below `folder` without it; others stay. */
export function relativeTo(folder: string): RenameFile {
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return (path) => (path.startsWith(prefix) ? path.slice(prefix.length) : path);
}

/** The most different locations that are remembered; more are parsed again. */
const KNOWN_MAX = 100_000;

/** The keys of one log. */
export class GreenKeys {
  private readonly renameFile: RenameFile;
  private readonly known = new Map<string, DrivenKey>();
  private readonly codeNumbers = new Map<string, number>();

  constructor(renameFile: RenameFile = (path) => path) {
    this.renameFile = renameFile;
  }

  /** The key that a location says. */
  parse(location: string): DrivenKey {
    const known = this.known.get(location);
    if (known !== undefined) return known;
    const key = this.parseNew(location);
    if (this.known.size < KNOWN_MAX) this.known.set(location, key);
    return key;
  }

  private parseNew(location: string): DrivenKey {
    const match = PYTHON.exec(location);
    if (match === null) return otherKey(location);
    const [, codeName = "", path = "", first = "", , position = ""] = match;
    const fileName = this.renameFile(path);
    const text = `${codeName};${fileName}${location.slice(codeName.length + 1 + path.length)}`;
    return this.pythonKey({ text, codeName, fileName, firstLine: Number(first) }, Number(position));
  }

  /** The key of a place as binary logs tell it, who do not know where its function begins. */
  locate(place: Omit<PythonPlace, "firstLine">): DrivenKey {
    const { codeName, line, position, opcode } = place;
    const fileName = this.renameFile(place.fileName);
    const text = `${codeName};${fileName}:0-${line}~#${position} ${opcode}`;
    return this.pythonKey({ text, codeName, fileName, firstLine: 0 }, position);
  }

  /** A key of Python code, whose code object gets its number here. */
  pythonKey(
    code: Pick<GreenKeyRecord, "text" | "codeName" | "fileName" | "firstLine">,
    position: number,
  ): DrivenKey {
    const identity = JSON.stringify([code.codeName, code.fileName, code.firstLine]);
    const codeNumber = this.codeNumbers.get(identity) ?? this.codeNumbers.size;
    if (codeNumber < KNOWN_MAX) this.codeNumbers.set(identity, codeNumber);
    return { jitdriverName: "pypyjit", greenKey: { ...code, position, codeNumber } };
  }
}

/** A driver's key that has no code object. */
function otherKey(text: string): DrivenKey {
  const jitdriverName = UNPRINTED.exec(text)?.[1] ?? OTHER.exec(text)?.[1] ?? "";
  const none = { position: 0, codeName: "", fileName: "", firstLine: 0, codeNumber: -1 };
  return { jitdriverName, greenKey: { text, ...none } };
}
