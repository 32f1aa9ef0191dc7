/**
 * Tests of the code heap: examples, and a sample of random scripts against a model.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { assertLaw } from "../../properties/laws/assert-law.ts";
import { codeHeapModel } from "../../properties/laws/parts/heap-law.ts";
import { UserError } from "../base/errors.ts";
import { AddressSpace, PAGE_SIZE } from "./address-space.ts";
import { checkCodeHeap, makeOwnerMap } from "./check-code-heap.ts";
import { CodeFaults } from "./code-faults.ts";
import { CHUNK_SIZE, CodeHeap, OutOfCodeMemory } from "./code-heap.ts";
import type { BlockOwner, HeapAction } from "./heap-action.ts";
import { guardPagesOf } from "./guard-pages.ts";
import { makeMemoryLayout } from "./memory-layout.ts";
import { MemoryFault, PROTECTION, READ_EXEC, READ_WRITE } from "./protection.ts";

const BASE = makeMemoryLayout(0).code.base;
const OWNER: BlockOwner = { kind: "loop", number: 1 };

interface Setup {
  readonly space: AddressSpace;
  readonly heap: CodeHeap;
  readonly actions: HeapAction[];
}

function makeHeap(capacityBytes?: number, faultTexts: readonly string[] = []): Setup {
  const space = new AddressSpace();
  const actions: HeapAction[] = [];
  const listener = { heapAction: (action: HeapAction) => actions.push(action) };
  const region = makeMemoryLayout(0).code;
  const faults = new CodeFaults(faultTexts);
  const heap = new CodeHeap(space, region, { capacityBytes, listener, faults });
  return { space, heap, actions };
}

function put(heap: CodeHeap, size: number, owner = OWNER): number {
  const transaction = heap.reserve(size, owner);
  transaction.write(0, new Uint8Array(size).fill(owner.number));
  return transaction.commit().address;
}

test("a chunk is mapped at the first reservation and blocks follow each other", () => {
  const { heap } = makeHeap();
  assert.equal(heap.stats(), { mapped: 0, used: 0 });
  assert.is(put(heap, 100), BASE);
  assert.is(put(heap, 1), BASE + 112);
  assert.equal(heap.stats(), { mapped: CHUNK_SIZE, used: 128 });
  assert.equal(heap.blocks(), [
    { address: BASE, size: 112, owner: OWNER },
    { address: BASE + 112, size: 16, owner: OWNER },
  ]);
  assert.is(heap.lookupBlock(BASE + 111)?.address, BASE);
  assert.is(heap.lookupBlock(BASE + 128), undefined);
});

test("code is writable only inside its transaction and executable only outside", () => {
  const { heap, space } = makeHeap();
  const transaction = heap.reserve(32, OWNER);
  transaction.write(4, Uint8Array.of(1, 2, 3));
  assert.throws(() => space.fetchBytes(transaction.address, 1), isFault);
  transaction.commit();
  assert.equal([...space.fetchBytes(BASE + 4, 4)], [1, 2, 3, 0xcc]);
  assert.throws(() => space.writeUint(BASE, 1, 0), isFault);
  assert.throws(() => transaction.write(0, Uint8Array.of(1)), /is open/);
});

test("freed memory is reused best fit, lowest address first, and coalesces", () => {
  const { heap } = makeHeap();
  const [a, b, c, d, e] = [64, 16, 32, 16, 32].map((size) => put(heap, size));
  put(heap, 16);
  for (const address of [a, c, e]) heap.free(address!);
  assert.is(put(heap, 20), c);
  assert.is(put(heap, 20), e);
  assert.is(put(heap, 20), a);
  heap.free(b!);
  heap.free(d!);
  heap.free(c!);
  assert.equal(heap.freeRanges()[0], { address: a! + 32, size: 32 + 16 + 32 + 16 });
});

test("a commit gives unused bytes back and an abort everything", () => {
  const { heap } = makeHeap();
  heap.reserve(160, OWNER).commit(33);
  assert.is(heap.stats().used, 48);
  const transaction = heap.reserve(160, OWNER);
  assert.is(transaction.address, BASE + 48);
  transaction.abort();
  assert.is(heap.stats().used, 48);
  assert.is(put(heap, 8), BASE + 48);
});

test("blocks larger than a chunk get as many chunks as they need", () => {
  const { heap } = makeHeap();
  put(heap, 16);
  assert.is(put(heap, 2 * CHUNK_SIZE), BASE + 16);
  assert.is(heap.stats().mapped, 3 * CHUNK_SIZE);
});

test("code memory that runs out is a signal and changes nothing", () => {
  const { heap, actions } = makeHeap(CHUNK_SIZE);
  put(heap, CHUNK_SIZE - 16);
  const before = [heap.stats(), heap.freeRanges(), actions.length];
  assert.throws(
    () => heap.reserve(17, OWNER),
    (error: unknown) => error instanceof OutOfCodeMemory && error.neededBytes === 32,
  );
  assert.equal([heap.stats(), heap.freeRanges(), actions.length], before);
  assert.is(put(heap, 16), BASE + CHUNK_SIZE - 16);
});

test("a patch changes bytes of a committed block and nothing else may be patched", () => {
  const { heap, space } = makeHeap();
  put(heap, 32);
  heap.patch(BASE + 5, Uint8Array.of(9, 8));
  assert.equal([...space.readBytes(BASE + 4, 4)], [1, 9, 8, 1]);
  assert.is(space.lookupProtection(BASE), READ_EXEC);
  assert.throws(() => heap.patch(BASE + 31, Uint8Array.of(1, 2)), /inside its block/);
  assert.throws(() => heap.patch(BASE + 32, Uint8Array.of(1)), /block to patch/);
  assert.throws(() => heap.free(BASE + 16), /first byte/);
});

test("an injected fault makes one reservation fail, or all from one on, and is told", () => {
  const { heap, actions } = makeHeap(undefined, ["alloc-fail@2", "heap-full@4"]);
  put(heap, 16);
  const isOut = (error: unknown) => error instanceof OutOfCodeMemory;
  const before = [heap.stats(), [...heap.freeRanges()]];
  assert.throws(() => heap.reserve(20, OWNER), isOut);
  assert.equal(actions.at(-1), { kind: "fault", fault: "alloc-fail@2", size: 32, owner: OWNER });
  assert.equal([heap.stats(), [...heap.freeRanges()]], before);
  assert.is(put(heap, 20), BASE + 16);
  for (let i = 0; i < 3; i++) assert.throws(() => heap.reserve(1, OWNER), isOut);
  const told = actions.filter((action) => action.kind === "fault").map(({ fault }) => fault);
  assert.equal(told, ["alloc-fail@2", "heap-full@4", "heap-full@4", "heap-full@4"]);
});

test("a text that is no fault is refused with those there are", () => {
  for (const text of ["", "alloc-fail", "alloc-fail@0", "alloc-fail@x", "heap@3", "heap-full@-1"]) {
    assert.throws(
      () => new CodeFaults([text]),
      (error: unknown) => {
        const isUserError = error instanceof UserError;
        return isUserError && error.message.includes("there are alloc-fail@N and heap-full@N");
      },
    );
  }
});

test("a page without access stands below and above the code", () => {
  const { heap, space } = makeHeap();
  put(heap, 16);
  const [below, above] = guardPagesOf(heap.region);
  for (const page of [below, above]) {
    const ends = [page, page + PAGE_SIZE - 1];
    for (const address of ends) {
      assert.throws(() => space.readUint(address, 1), isFault);
      assert.throws(() => space.writeUint(address, 1, 0), isFault);
      assert.throws(() => space.fetchBytes(address, 1), isFault);
    }
    assert.throws(() => space.map(page, PAGE_SIZE, READ_WRITE), /mapped already/);
    assert.is(space.lookupProtection(page), PROTECTION.none);
  }
  assert.throws(() => space.fetchBytes(BASE + CHUNK_SIZE, 1), isFault);
  assert.throws(() => space.fetchBytes(BASE - 1, 2), isFault);
});

test("the check of the heap finds an open transaction, a stale byte, and code nobody owns", () => {
  const { heap, space } = makeHeap();
  const [a, b] = [put(heap, 16), put(heap, 16)];
  checkCodeHeap(heap, space, [b, a]);
  assert.throws(() => checkCodeHeap(heap, space, [a]), /belongs to living code/);
  assert.throws(() => checkCodeHeap(heap, space, [a, b, b + 16]), /has its block/);
  const transaction = heap.reserve(16, OWNER);
  assert.throws(() => checkCodeHeap(heap, space, [a, b]), /left open/);
  assert.equal(makeOwnerMap(heap)[2], { address: BASE + 32, size: 16, owner: OWNER });
  transaction.abort();
  space.protect(BASE, PAGE_SIZE, READ_WRITE);
  assert.throws(() => checkCodeHeap(heap, space, [a, b]), /not writable/);
  space.writeUint(b + 16, 1, 0);
  space.protect(BASE, PAGE_SIZE, READ_EXEC);
  assert.throws(() => checkCodeHeap(heap, space, [a, b]), /holds nothing/);
});

test("the listener hears every action as plain data", () => {
  const { heap, actions } = makeHeap();
  const address = put(heap, 16);
  heap.patch(address, Uint8Array.of(7));
  heap.free(address);
  heap.reserve(5, { kind: "bridge", number: 4 }).abort();
  const plain = actions.map((action) => ("bytes" in action ? [...action.bytes] : action.kind));
  assert.equal(plain, ["reserve", new Array(16).fill(1), [7], "free", "reserve", "abort"]);
  assert.equal(actions.at(-1), {
    kind: "abort",
    address: BASE,
    size: 16,
    owner: { kind: "bridge", number: 4 },
  });
});

function isFault(error: unknown): boolean {
  return error instanceof MemoryFault;
}

test("random scripts keep heap and model equal", async () => {
  const totals = await assertLaw(codeHeapModel, { seed: 20260, numRuns: 60 });
  for (const name of ["put", "free", "patch", "abort", "fault", "out of memory"]) {
    assert.ok((totals[name] ?? 0) > 0, name);
  }
});

test.run();
