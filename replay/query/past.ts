/**
 * What a query needs of the events before the one it looks at: the program's texts, the counters of
 * the last stats event, and which guard has which address.
 */

import type { CompileEvent, JitEvent } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";
import { SourceTexts } from "../replayer/source-texts.ts";
import { LivingGuards } from "./living-guards.ts";
import type { GuardSite, Past } from "./moment.ts";
import { guardAddress, isGuard, placeOperations } from "./moment.ts";

/** For queries that ask for nothing of it. */
export const NO_PAST: Past = {
  lookupSource: () => undefined,
  lookupCounter: () => null,
  lookupGuard: () => null,
};

export class PastEvents implements Past {
  private readonly sources: SourceTexts;
  private readonly guards = new LivingGuards<GuardSite>();
  private counters: ReadonlyMap<string, number> = new Map();

  constructor({ programName, programText }: ReelHeader) {
    this.sources = new SourceTexts(programName, programText);
  }

  /** Takes the next event. A compiled unit's own guards are known from then on. */
  add(event: JitEvent): void {
    if (event.kind === "compile") this.addGuards(event);
    else if (event.kind === "free_loop") this.guards.freeLoop(event.loopNo);
    else if (event.kind === "stats") this.counters = new Map(event.counters);
    else if (event.kind === "input" && event.source === "module") {
      this.sources.add(event.name, event.bytes);
    }
  }

  lookupSource(fileName: string, line: number): string | undefined {
    return this.sources.lookup(fileName, line);
  }

  lookupCounter(name: string): number | null {
    return this.counters.get(name) ?? null;
  }

  lookupGuard(address: number): GuardSite | null {
    return this.guards.lookup(address) ?? null;
  }

  private addGuards({ loopNo, operations }: CompileEvent): void {
    for (const { operation, place } of placeOperations(operations)) {
      const address = isGuard(operation) ? guardAddress(operation) : null;
      if (address !== null) this.guards.set(loopNo, address, { name: operation.name, place });
    }
  }
}
