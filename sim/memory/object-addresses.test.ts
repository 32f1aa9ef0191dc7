/** Tests of the layout of the address space and of simulated object addresses. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { makeMemoryLayout } from "./memory-layout.ts";
import { ObjectAddresses } from "./object-addresses.ts";

test("seed 0 gives the constants, the same seed the same layout, another seed another", () => {
  assert.is(makeMemoryLayout(0).code.base, 0x7f32_0000_0000);
  assert.is(makeMemoryLayout(0).helper.base, 0x5555_5555_4000);
  assert.equal(makeMemoryLayout(7), makeMemoryLayout(7n));
  assert.is.not(makeMemoryLayout(7).code.base, makeMemoryLayout(8).code.base);
});

test("regions are page-aligned and never overlap, whatever the seed", () => {
  for (let seed = 0; seed < 200; seed++) {
    const regions = Object.values(makeMemoryLayout(seed)).sort((a, b) => a.base - b.base);
    let end = 0;
    for (const { base, size } of regions) {
      assert.ok(base % 4096 === 0 && base >= end);
      end = base + size;
    }
    assert.ok(end < 2 ** 47);
  }
});

test("addresses come in the order of first request and stay", () => {
  const layout = makeMemoryLayout(0);
  const addresses = new ObjectAddresses(layout);
  const [a, b, c] = [{}, {}, {}];
  assert.is(addresses.addressOf("guard", b), layout.guard.base);
  assert.is(addresses.addressOf("guard", a), layout.guard.base + 96);
  assert.is(addresses.addressOf("guard", b), layout.guard.base);
  assert.is(addresses.addressOf("token", c), layout.token.base);
  assert.is(addresses.lookupAddress("token", {}), undefined);
  assert.is(addresses.lookupAddress("token", c), layout.token.base);
  assert.is(addresses.lookupAddress("guard", c), undefined);
});

test("one thing has one address per kind, and strings go by their value", () => {
  const layout = makeMemoryLayout(0);
  const addresses = new ObjectAddresses(layout);
  const token = {};
  assert.is(addresses.addressOf("token", token), layout.token.base);
  assert.is(addresses.addressOf("counter", token), layout.counter.base);
  assert.is(addresses.addressOf("constant", "a"), layout.constant.base);
  assert.is(addresses.addressOf("constant", "b"), layout.constant.base + 4096);
  assert.is(addresses.addressOf("constant", ["a"].join("")), layout.constant.base);
  assert.is(addresses.lookupAddress("constant", "c"), undefined);
});

test("a constant has whole pages, an array room for twice its items", () => {
  const layout = makeMemoryLayout(0);
  const addresses = new ObjectAddresses(layout);
  addresses.addressOf("constant", new Array(256).fill(0));
  assert.is(addresses.addressOf("constant", {}), layout.constant.base + 2 * 4096);
  addresses.addressOf("constant", new Int32Array(254));
  assert.is(addresses.addressOf("constant", []), layout.constant.base + 4 * 4096);
});

test("identities have their own counter and need no address", () => {
  const layout = makeMemoryLayout(3);
  const addresses = new ObjectAddresses(layout);
  const [a, b] = [{}, {}];
  addresses.addressOf("constant", a);
  assert.is(addresses.identityOf(b), layout.identity.base);
  assert.is(addresses.identityOf(a), layout.identity.base + 16);
  assert.is(addresses.identityOf(b), layout.identity.base);
});

test.run();
