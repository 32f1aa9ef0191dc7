/** One thing has one address, whenever code that names it is made. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { makeMemoryLayout } from "../../memory/memory-layout.ts";
import { ObjectAddresses } from "../../memory/object-addresses.ts";
import { parseDeclarations } from "../../trace/declarations.ts";
import type { LoopToken } from "../../trace/descr.ts";
import { parseTrace } from "../../trace/parse.ts";
import type { Unit } from "../backend.ts";
import { AddressBook } from "./address-book.ts";

test("what code without room has named keeps its handle until code names it", () => {
  const addresses = new ObjectAddresses(makeMemoryLayout(0));
  const book = new AddressBook(addresses);
  const context = parseDeclarations("class Node value:i\nobject node Node value=1");
  const node = context.objects.get("node") as object;
  // The assembler has given the address, then there was no room for the code.
  const address = addresses.addressOf("constant", node);
  const handle = book.addressOf(node);
  assert.ok(book.handles.isHandle(handle));
  assert.is(book.thingAt(handle), node);

  const { inputargs, ops } = parseTrace("[]\nfinish(ConstPtr(node), descr=ref)", context);
  const token = context.lookupDescr("<Loop1>") as LoopToken;
  const unit: Unit = { type: "loop", token, guard: null, inputargs, ops, counted: false };
  assert.equal(book.learn(unit), [{ handle, address }]);
  assert.is(book.addressOf(node), address);
  assert.is(book.thingAt(address), node);
  assert.equal(book.placeOf(address + 8), { thing: node, offset: 8 });
  assert.equal(book.learn(unit), []);
});

test.run();
