/**
 * The program's text and those of the modules that it imported, as the reel holds them; and where a
 * merge point stands in them.
 */

import type { GreenKeyRecord } from "../format/events.ts";

export class SourceTexts {
  private readonly files = new Map<string, Uint8Array>();
  private readonly lines = new Map<string, readonly string[]>();

  constructor(programName: string, programText: Uint8Array) {
    this.files.set(programName, programText);
  }

  /** A module that was read; the program keeps its name. */
  add(name: string, text: Uint8Array): void {
    if (!this.files.has(name)) this.files.set(name, text);
  }

  /** A line, counted from 1; undefined when the reel does not hold it. */
  lookup(fileName: string, line: number): string | undefined {
    return this.linesOf(fileName)[line - 1];
  }

  private linesOf(fileName: string): readonly string[] {
    const known = this.lines.get(fileName);
    if (known !== undefined) return known;
    const text = this.files.get(fileName);
    // It may be added later.
    if (text === undefined) return [];
    const lines = splitSource(text);
    this.lines.set(fileName, lines);
    return lines;
  }
}

/** The lines of a program's text, from line 1 on. */
export function splitSource(programText: Uint8Array): string[] {
  return Buffer.from(programText)
    .toString("utf8")
    .split(/\r\n|\r|\n/);
}

/** The line of a green key, from its location `name;file:first-LINE~#offset OPCODE`, or null. */
export function lineOf(greenKey: GreenKeyRecord): number | null {
  const match = /[-:](\d+)~#\d+ \S+$/.exec(greenKey.text);
  return match === null ? null : Number(match[1]);
}

/** File and line of a printed location `name;file:first-LINE~#offset OPCODE`, or null. */
export function placeOf(location: string): { fileName: string; line: number } | null {
  const match = /^[^;]*;(.*):\d+-(\d+)~#\d+ \S+$/.exec(location);
  return match === null ? null : { fileName: match[1]!, line: Number(match[2]) };
}

/** The bytecode of a green key: `#20 LOAD_FAST`; its whole text when it has another form. */
export function bytecodeOf(greenKey: GreenKeyRecord): string {
  return /~(#\d+ \S+)$/.exec(greenKey.text)?.[1] ?? greenKey.text;
}
