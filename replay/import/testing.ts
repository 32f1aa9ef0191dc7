/** Imports for tests: logs from texts, and what came of them. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JitEvent } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import type { EventKind } from "../format/events.ts";
import { openLog } from "./import-log.ts";
import type { LoggedProgram, LogKind } from "./import-log.ts";

export interface Imported {
  readonly kind: LogKind;
  readonly events: readonly JitEvent[];
  readonly notices: readonly string[];
}

/** Imports the log at `path`. */
export async function importFile(
  path: string,
  program: LoggedProgram | null = null,
): Promise<Imported> {
  const events: JitEvent[] = [];
  const log = await openLog(path, program);
  const notices = await log.importEvents((event) => events.push(event));
  return { kind: log.kind, events, notices };
}

/** Imports a log that is given. */
export async function importBytes(content: Uint8Array | string): Promise<Imported> {
  const folder = mkdtempSync(join(tmpdir(), "jitreel-import-"));
  try {
    const path = join(folder, "log");
    writeFileSync(path, content);
    return await importFile(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The events of one kind. */
export function ofKind<K extends EventKind>(
  events: readonly JitEvent[],
  kind: K,
): readonly EventOf<K>[] {
  return events.filter((event): event is EventOf<K> & JitEvent => event.kind === kind);
}
