/** What is kept of code that waits for its event, and what is forgotten. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { EventOf } from "../format/event-schema.ts";
import { PendingCode } from "./pending-code.ts";

function commit(address: number, byte: number): EventOf<"heap_commit"> {
  return {
    kind: "heap_commit",
    ticks: 0,
    address,
    size: 1,
    owner: { kind: "loop", number: 1 },
    bytes: Uint8Array.of(byte),
  };
}

test("code is taken once, and the newest at its address", () => {
  const pending = new PendingCode();
  pending.add(commit(16, 1));
  pending.add(commit(16, 2));
  assert.is(pending.takeBlock(16)?.bytes[0], 2);
  assert.is(pending.takeBlock(16), null);
});

test("the oldest of more than 64 is forgotten; what is committed again is new", () => {
  const pending = new PendingCode();
  for (let i = 0; i < 64; i++) pending.add(commit(i, 1));
  pending.add(commit(0, 2));
  pending.add(commit(64, 1));
  assert.is(pending.takeBlock(1), null);
  assert.is(pending.takeBlock(0)?.bytes[0], 2);
  assert.is(pending.takeBlock(64)?.bytes[0], 1);
});

test.run();
