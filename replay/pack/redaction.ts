/**
 * Takes out of a reel what its owner does not want to give away, and counts what it was. The rest
 * stays as it is: numbers, addresses, operations, names of functions. Paths are replaced the same
 * way everywhere, so a file is still found by its name.
 */

import { createHash } from "node:crypto";
import type { JitEvent } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";
import type { PrivatePaths } from "./private-paths.ts";
import { TracebackFilter } from "./tracebacks.ts";

/** What can be removed. */
export const CATEGORIES = ["paths", "source", "output", "input"] as const;
export type Category = (typeof CATEGORIES)[number];

/** How much of one category was removed. */
export interface Removed {
  readonly category: Category;
  /** Paths, texts, lines of tracebacks, or events. */
  readonly count: number;
  readonly sizeBytes: number;
  /** Where: fields of the header, kinds of events; in the order in which they came. */
  readonly places: readonly { readonly place: string; readonly count: number }[];
}

export class Redaction {
  private readonly categories: ReadonlySet<Category>;
  private readonly paths: PrivatePaths;
  private readonly counts = new Map<Category, Map<string, number>>();
  private readonly sizes = new Map<Category, number>();
  private readonly homes = new Map<string, number>();
  private readonly streams = { stdout: new TracebackFilter(), stderr: new TracebackFilter() };

  constructor(categories: ReadonlySet<Category>, paths: PrivatePaths) {
    this.categories = categories;
    this.paths = paths;
  }

  /** What was removed so far, in the order of {@link CATEGORIES}. */
  get removed(): readonly Removed[] {
    return CATEGORIES.flatMap((category) => {
      const places = [...(this.counts.get(category) ?? [])];
      if (places.length === 0) return [];
      const count = places.reduce((sum, [, one]) => sum + one, 0);
      const sizeBytes = this.sizes.get(category) ?? 0;
      return [
        { category, count, sizeBytes, places: places.map(([place, n]) => ({ place, count: n })) },
      ];
    });
  }

  /** Each home as it was written, and how often. */
  get removedHomes(): readonly { readonly path: string; readonly count: number }[] {
    return [...this.homes].map(([path, count]) => ({ path, count }));
  }

  /** The header without what is removed; `redacted` is for the caller to fill in. */
  redactHeader(header: ReelHeader): ReelHeader {
    const programText = this.redactProgram(header.programText);
    const argv = header.argv.map((argument) => {
      if (!this.has("input") || argument === "") return argument;
      this.count("input", "header argv", Buffer.byteLength(argument));
      return "";
    });
    const programSha256 = isSame(programText, header.programText)
      ? header.programSha256
      : new Uint8Array(createHash("sha256").update(programText).digest());
    const kept = { ...header, programText: EMPTY, programSha256: EMPTY, argv: [] };
    const rest = this.redactTexts(kept, "header");
    return { ...rest, argv: this.redactTexts(argv, "header argv"), programText, programSha256 };
  }

  private redactProgram(text: Uint8Array): Uint8Array {
    if (!this.has("source") || text.length === 0)
      return this.redactBytes(text, "header programText");
    this.count("source", "header programText", text.length);
    return EMPTY;
  }

  redactEvent(event: JitEvent): JitEvent {
    if (event.kind === "output") {
      return { ...event, bytes: this.redactOutput(event.bytes, event.stream) };
    }
    if (event.kind !== "input") return this.redactTexts(event, event.kind);
    const category = event.source === "module" ? "source" : "input";
    const place = `input ${event.source}`;
    const named = this.redactTexts(event, place);
    if (!this.has(category)) return { ...named, bytes: this.redactBytes(event.bytes, place) };
    if (event.bytes.length > 0) this.count(category, place, event.bytes.length);
    return { ...named, bytes: EMPTY };
  }

  private redactOutput(bytes: Uint8Array, stream: "stdout" | "stderr"): Uint8Array {
    if (this.has("output")) {
      if (bytes.length > 0) this.count("output", stream, bytes.length);
      return EMPTY;
    }
    const onLine = (): void => this.count("source", `traceback on ${stream}`, 0);
    const rest = this.has("source") ? this.streams[stream].replace(bytes, onLine) : bytes;
    return this.redactBytes(rest, stream);
  }

  private redactBytes(bytes: Uint8Array, place: string): Uint8Array {
    if (!this.has("paths")) return bytes;
    return this.paths.replaceBytes(bytes, (home) => this.countHome(home, place));
  }

  /** All texts in plain data; bytes stay. */
  private redactTexts<T extends object>(plain: T, place: string): T {
    if (!this.has("paths")) return plain;
    const onHome = (home: string): void => this.countHome(home, place);
    return mapTexts(plain, (text) => this.paths.replaceText(text, onHome));
  }

  private has(category: Category): boolean {
    return this.categories.has(category);
  }

  private count(category: Category, place: string, sizeBytes: number): void {
    const places = this.counts.get(category) ?? new Map<string, number>();
    this.counts.set(category, places);
    places.set(place, (places.get(place) ?? 0) + 1);
    this.sizes.set(category, (this.sizes.get(category) ?? 0) + sizeBytes);
  }

  private countHome(home: string, place: string): void {
    this.count("paths", place, Buffer.byteLength(home));
    this.homes.set(home, (this.homes.get(home) ?? 0) + 1);
  }
}

const EMPTY = new Uint8Array(0);

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a).equals(b);
}

/** Plain data with every text in it mapped; what has none that changes is the same object. */
export function mapTexts<T>(plain: T, map: (text: string) => string): T {
  return mapAny(plain, map) as T;
}

function mapAny(plain: unknown, map: (text: string) => string): unknown {
  if (typeof plain === "string") return map(plain);
  if (typeof plain !== "object" || plain === null || plain instanceof Uint8Array) return plain;
  if (Array.isArray(plain)) {
    const items: unknown[] = plain.map((item: unknown) => mapAny(item, map));
    return items.some((item, i) => item !== plain[i]) ? items : plain;
  }
  let isChanged = false;
  const entries = Object.entries(plain).map(([key, value]: [string, unknown]) => {
    const mapped = mapAny(value, map);
    if (mapped !== value) isChanged = true;
    return [key, mapped] as const;
  });
  return isChanged ? Object.fromEntries(entries) : plain;
}
