/** Which loops live and which are freed. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoopToken } from "../trace/descr.ts";
import { MemoryManager } from "./memory-manager.ts";

function loops(count: number): LoopToken[] {
  return Array.from({ length: count }, (_, i) => {
    const token = new LoopToken();
    token.number = i + 1;
    return token;
  });
}

test("a collection frees nothing that is alive", () => {
  const memory = new MemoryManager();
  const [a, b] = loops(2) as [LoopToken, LoopToken];
  memory.keepAlive(a);
  memory.keepAlive(b);
  assert.equal(memory.collect(), []);
});

test("after releaseall a collection frees all loops, in the order of their compilation", () => {
  const memory = new MemoryManager();
  const all = loops(3);
  for (const token of all) memory.keepAlive(token);
  assert.is(memory.releaseAll(), 3);
  assert.equal(
    memory.collect().map((token) => token.number),
    [1, 2, 3],
  );
  assert.equal(memory.collect(), []);
});

test("a loop that a living one jumps to or calls is not freed", () => {
  const memory = new MemoryManager();
  const [a, b, c] = loops(3) as [LoopToken, LoopToken, LoopToken];
  for (const token of [a, b, c]) memory.keepAlive(token);
  memory.recordJump(a, b);
  memory.recordJump(b, c);
  memory.releaseAll();
  memory.keepAlive(a);
  assert.equal(memory.collect(), []);
});

test("a loop that runs is not freed until it is left", () => {
  const memory = new MemoryManager();
  const [a] = loops(1) as [LoopToken];
  memory.keepAlive(a);
  memory.enter(a);
  memory.enter(a);
  memory.releaseAll();
  memory.leave(a);
  assert.equal(memory.collect(), []);
  memory.leave(a);
  assert.equal(memory.collect(), [a]);
});

test("loops that are not entered for loop_longevity generations are let go", () => {
  const memory = new MemoryManager();
  memory.setMaxAge(9);
  const [old, used] = loops(2) as [LoopToken, LoopToken];
  memory.keepAlive(old);
  let dropped = 0;
  for (let generation = 0; generation < 20; generation++) {
    memory.keepAlive(used);
    if (memory.nextGeneration()) dropped++;
  }
  assert.is(dropped, 1);
  assert.equal(memory.collect(), [old]);
});

test("a longevity of zero keeps loops for ever", () => {
  const memory = new MemoryManager();
  memory.setMaxAge(0);
  const [token] = loops(1) as [LoopToken];
  memory.keepAlive(token);
  for (let generation = 0; generation < 5000; generation++) {
    assert.is(memory.nextGeneration(), false);
  }
});

test.run();
