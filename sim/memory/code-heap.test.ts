/**
 * Tests of the code heap: examples, and random scripts of commands against a model that knows
 * nothing but which bytes belong to whom.
 */

import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UserError } from "../base/errors.ts";
import { AddressSpace, PAGE_SIZE } from "./address-space.ts";
import { checkCodeHeap, makeOwnerMap } from "./check-code-heap.ts";
import { CodeFaults } from "./code-faults.ts";
import type { CodeTransaction } from "./code-heap.ts";
import { BLOCK_ALIGNMENT, CHUNK_SIZE, CodeHeap, OutOfCodeMemory } from "./code-heap.ts";
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

/** The model: who owns each committed block, and what its bytes are. */
interface Model {
  readonly blocks: Map<number, { size: number; owner: number; bytes: Uint8Array }>;
  open: { transaction: CodeTransaction; owner: number } | undefined;
  mapped: number;
  /** Reservations so far, by which faults are counted. */
  reservations: number;
}

interface Real extends Setup {
  readonly capacity: number;
  /** The reservation that fails, and the first of those that all fail. */
  readonly failing: number;
  readonly full: number;
}

type Command = fc.Command<Model, Real>;

class Reserve implements Command {
  readonly size: number;
  readonly owner: number;
  constructor(size: number, owner: number) {
    this.size = size;
    this.owner = owner;
  }
  check(model: Readonly<Model>): boolean {
    return model.open === undefined;
  }
  run(model: Model, real: Real): void {
    const size = Math.ceil(this.size / BLOCK_ALIGNMENT) * BLOCK_ALIGNMENT;
    const gaps = freeGaps(model);
    const fitting = gaps.filter((gap) => gap.size >= size).sort((a, b) => a.size - b.size);
    model.reservations++;
    const isFaulty = model.reservations === real.failing || model.reservations >= real.full;
    try {
      const transaction = real.heap.reserve(this.size, { kind: "loop", number: this.owner });
      assert.not(isFaulty);
      if (fitting[0] !== undefined) assert.is(transaction.address, fitting[0].address);
      assert.is(transaction.size, size);
      model.open = { transaction, owner: this.owner };
      model.mapped = real.heap.stats().mapped;
    } catch (error) {
      if (!(error instanceof OutOfCodeMemory)) throw error;
      assert.ok(isFaulty || fitting.length === 0);
      assert.is(real.actions.at(-1)?.kind === "fault", isFaulty);
    }
    checkHeap(model, real);
  }
  toString(): string {
    return `reserve(${this.size}, ${this.owner})`;
  }
}

class Commit implements Command {
  readonly permille: number;
  constructor(permille: number) {
    this.permille = permille;
  }
  check(model: Readonly<Model>): boolean {
    return model.open !== undefined;
  }
  run(model: Model, real: Real): void {
    const { transaction, owner } = model.open!;
    const used = Math.max(1, Math.floor((transaction.size * this.permille) / 1000));
    transaction.write(0, new Uint8Array(used).fill(owner));
    const block = transaction.commit(used);
    const bytes = new Uint8Array(block.size).fill(0xcc).fill(owner, 0, used);
    model.blocks.set(block.address, { size: block.size, owner, bytes });
    model.open = undefined;
    checkHeap(model, real);
  }
  toString(): string {
    return `commit(${this.permille})`;
  }
}

/** A reservation that is committed whole: what fills a heap quickly. */
class Put implements Command {
  readonly size: number;
  readonly owner: number;
  constructor(size: number, owner: number) {
    this.size = size;
    this.owner = owner;
  }
  check(model: Readonly<Model>): boolean {
    return model.open === undefined;
  }
  run(model: Model, real: Real): void {
    new Reserve(this.size, this.owner).run(model, real);
    if (model.open !== undefined) new Commit(1000).run(model, real);
  }
  toString(): string {
    return `put(${this.size}, ${this.owner})`;
  }
}

class Abort implements Command {
  check(model: Readonly<Model>): boolean {
    return model.open !== undefined;
  }
  run(model: Model, real: Real): void {
    model.open!.transaction.abort();
    model.open = undefined;
    checkHeap(model, real);
  }
  toString(): string {
    return "abort";
  }
}

class Free implements Command {
  readonly pick: number;
  constructor(pick: number) {
    this.pick = pick;
  }
  check(model: Readonly<Model>): boolean {
    return model.open === undefined && model.blocks.size > 0;
  }
  run(model: Model, real: Real): void {
    const address = [...model.blocks.keys()][this.pick % model.blocks.size]!;
    real.heap.free(address);
    model.blocks.delete(address);
    checkHeap(model, real);
  }
  toString(): string {
    return `free(${this.pick})`;
  }
}

class Patch implements Command {
  readonly pick: number;
  readonly byte: number;
  constructor(pick: number, byte: number) {
    this.pick = pick;
    this.byte = byte;
  }
  check(model: Readonly<Model>): boolean {
    return model.open === undefined && model.blocks.size > 0;
  }
  run(model: Model, real: Real): void {
    const [address, block] = [...model.blocks][this.pick % model.blocks.size]!;
    const offset = this.pick % block.size;
    real.heap.patch(address + offset, Uint8Array.of(this.byte));
    block.bytes[offset] = this.byte;
    checkHeap(model, real);
  }
  toString(): string {
    return `patch(${this.pick}, ${this.byte})`;
  }
}

/** What the model says is free: everything mapped that no block and no reservation has. */
function freeGaps(model: Model): { address: number; size: number }[] {
  const taken = [...model.blocks].map(([address, { size }]) => ({ address, size }));
  if (model.open !== undefined) taken.push(model.open.transaction);
  taken.sort((a, b) => a.address - b.address);
  const gaps: { address: number; size: number }[] = [];
  let end = BASE;
  for (const { address, size } of [...taken, { address: BASE + model.mapped, size: 0 }]) {
    assert.ok(address >= end, "blocks do not overlap");
    if (address > end) gaps.push({ address: end, size: address - end });
    end = address + size;
  }
  return gaps;
}

function checkHeap(model: Model, { heap, space, actions, capacity }: Real): void {
  assert.equal([...heap.freeRanges()], freeGaps(model));
  const sizes = [...model.blocks.values()].map((block) => block.size);
  const open = model.open?.transaction.size ?? 0;
  const used = sizes.reduce((sum, size) => sum + size, open);
  assert.equal(heap.stats(), { mapped: model.mapped, used });
  assert.ok(model.mapped <= capacity && model.mapped % CHUNK_SIZE === 0);
  assert.is(heap.blocks().length, model.blocks.size);
  for (const { address, size, owner } of heap.blocks()) {
    const expected = model.blocks.get(address)!;
    assert.equal([size, owner.number], [expected.size, expected.owner]);
    assert.ok(Buffer.from(space.readBytes(address, size)).equals(expected.bytes));
    if (model.open === undefined) assert.is(space.lookupProtection(address), READ_EXEC);
  }
  const owned = makeOwnerMap(heap).reduce((sum, range) => sum + range.size, 0);
  assert.is(owned, model.mapped);
  if (model.open === undefined) checkCodeHeap(heap, space, model.blocks.keys());
  assert.equal(
    replayed(actions),
    [...model.blocks.keys()].sort((a, b) => a - b),
  );
}

/** The addresses of the committed blocks as a recorder would know them. */
function replayed(actions: readonly HeapAction[]): number[] {
  const live = new Set<number>();
  for (const action of actions) {
    if (action.kind === "commit") live.add(action.address);
    else if (action.kind === "free") live.delete(action.address);
  }
  return [...live].sort((a, b) => a - b);
}

test("random scripts keep heap and model equal", () => {
  const size = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 300 }) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 300_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: CHUNK_SIZE - 20, max: CHUNK_SIZE + 20 }) },
  );
  const owner = fc.integer({ min: 1, max: 100 });
  const put = fc.tuple(size, owner).map(([s, o]) => new Put(s, o));
  const free = fc.nat().map((pick) => new Free(pick));
  const commands = [
    ...[put, put, put, put, free, free, free],
    fc.tuple(size, owner).map(([s, o]) => new Reserve(s, o)),
    fc.integer({ min: 0, max: 1000 }).map((permille) => new Commit(permille)),
    fc.constant(new Abort()),
    fc.tuple(fc.nat(), fc.nat(255)).map(([pick, byte]) => new Patch(pick, byte)),
  ];
  const script = fc.commands(commands, { maxCommands: 150, size: "max" });
  fc.assert(
    fc.property(script, fc.nat(40), fc.nat(200), (all, failing, full) => {
      const capacity = 2 * CHUNK_SIZE;
      const faults = [`alloc-fail@${failing + 1}`, `heap-full@${full + 1}`];
      const model: Model = { blocks: new Map(), open: undefined, mapped: 0, reservations: 0 };
      const real = {
        ...makeHeap(capacity, faults),
        capacity,
        failing: failing + 1,
        full: full + 1,
      };
      fc.modelRun(() => ({ model, real }), all);
    }),
    { seed: 20260, numRuns: 60 },
  );
});

test.run();
