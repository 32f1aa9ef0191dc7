/**
 * Code that was committed and waits for the event that tells whose it is. What is not asked for soon
 * is forgotten, so that this takes no memory however long a reel is.
 */

import type { CompileEvent, JitEvent } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";

const PENDING_MAX = 64;

export class PendingCode {
  private readonly commits = new Map<number, EventOf<"heap_commit">>();

  /** Takes the next event; others than commits change nothing. */
  add(event: JitEvent): void {
    if (event.kind !== "heap_commit") return;
    this.commits.delete(event.address);
    this.commits.set(event.address, event);
    if (this.commits.size <= PENDING_MAX) return;
    for (const address of this.commits.keys()) {
      this.commits.delete(address);
      return;
    }
  }

  /** The commit of a unit's block, when all of the unit's code is in it; asked for once. */
  take({ blockAddress, asmaddr, asmlen }: CompileEvent): EventOf<"heap_commit"> | null {
    const commit = this.takeBlock(blockAddress);
    if (commit === null) return null;
    const end = blockAddress + commit.bytes.length;
    return asmaddr >= blockAddress && asmaddr + asmlen <= end ? commit : null;
  }

  /** The commit of the block at an address; asked for once. */
  takeBlock(address: number): EventOf<"heap_commit"> | null {
    const commit = this.commits.get(address) ?? null;
    this.commits.delete(address);
    return commit;
  }
}
