/**
 * Importing binary jitlogs: records made here by hand, cut and broken ones among them.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { importBytes, ofKind } from "./testing.ts";

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function i64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}

function block(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as string);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  return Buffer.concat([size, bytes]);
}

function record(mark: number, ...fields: Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([mark]), ...fields]);
}

const NAMES = ["label", "getfield_gc_i", "gc_load_i", "guard_true", "jump", "constructor"];

function operation(name: string, text: string, descr = 0, failArgs = ""): Buffer {
  const number = u16(NAMES.indexOf(name));
  return descr === 0
    ? record(0x13, number, block(text), block(failArgs))
    : record(0x14, number, block(text), i64(descr), block(failArgs));
}

function code(offset: number, hex: string): Buffer {
  return record(0x16, u16(offset), block(Buffer.from(hex, "hex")));
}

function header(version = 4): Buffer {
  const names = NAMES.map((name, i) => Buffer.concat([u16(i), block(name)]));
  return Buffer.concat([
    record(0x1e, u16(version), Buffer.from([0]), block("x86_64")),
    record(0x12, u16(names.length), ...names),
  ]);
}

/** file, line, scope, index, opcode; then one place, and a second one by prefixes. */
const MERGE_FIELDS = record(0x1d, u16(5), Buffer.from("\x01s\x02i\x08s\x04i\x10s", "latin1"));
const FIRST_PLACE = record(
  0x1f,
  Buffer.concat([Buffer.from([0xff]), block("/u/p.py"), Buffer.from([0]), i64(6)]),
  Buffer.concat([Buffer.from([0xff]), block("main"), Buffer.from([0]), i64(16)]),
  Buffer.concat([Buffer.from([0xff]), block("LOAD_FAST")]),
);
const SECOND_PLACE = Buffer.concat([
  record(0x20, Buffer.from([0]), block("/u/p.py")),
  record(0x20, Buffer.from([2]), block("main")),
  record(0x20, Buffer.from([4]), block("LOAD_")),
  record(
    0x1f,
    Buffer.concat([Buffer.from([0xef, 0]), i64(7), Buffer.from([0xef, 0]), i64(18)]),
    Buffer.concat([Buffer.from([0]), block("CONST")]),
  ),
]);

const FIELD = "<FieldS a.B.inst_c 8>";

/** Ends in a jump of 5 bytes at 0x101f, then filling up to 0x1030 and a stub of 4 bytes. */
const LOOP = Buffer.concat([
  record(0x1b, i64(1), block("loop"), i64(0), block("pypyjit")),
  record(0x17, i64(1)),
  record(0x11, block("p0")),
  MERGE_FIELDS,
  FIRST_PLACE,
  record(0x18, i64(1)),
  record(0x11, block("p0")),
  operation("label", "?,p0,TargetToken(77)", 77),
  MERGE_FIELDS,
  FIRST_PLACE,
  operation("getfield_gc_i", `i2,p0,${FIELD}`, 5),
  SECOND_PLACE,
  operation("guard_true", "?,i2,<ResumeGuardDescr object at 0x7f10>", 0x7f10, "p0,-,i2"),
  operation("jump", "?,p0,TargetToken(77)", 77),
  record(0x19, i64(1)),
  record(0x11, block("p0")),
  record(0x15, i64(0x1000), i64(0x1034)),
  operation("label", "?,p0,TargetToken(77)", 77),
  code(16, ""),
  operation("gc_load_i", "i5,p0,8,-8"),
  code(16, "488b5108"),
  operation("guard_true", "?,i5,<ResumeGuardDescr object at 0x7f10>", 0x7f10, "p0,-,i5"),
  code(20, "4883fa000f850c000000"),
  operation("jump", "?,p0,TargetToken(77)", 77),
  code(30, "e9edffffff" + "cc".repeat(13) + "90909090"),
]);
const BRIDGE = Buffer.concat([
  record(0x1b, i64(2), block("bridge"), i64(0x7f10), block("pypyjit")),
  record(0x18, i64(2)),
  record(0x11, block("p0")),
  operation("jump", "?,p0,TargetToken(77)", 77),
  record(0x19, i64(2)),
  record(0x11, block("p0")),
  record(0x15, i64(0x2000), i64(0x2010)),
  operation("jump", "?,p0,TargetToken(77)", 77),
  code(0, "e9edffffff"),
  record(0x1a, i64(0x7f10), i64(0x2000)),
]);
const COUNTERS = Buffer.concat([
  record(0x1c, i64(1), Buffer.from("e"), i64(201)),
  record(0x1c, i64(77), Buffer.from("l"), i64(5000)),
]);
const WHOLE = Buffer.concat([header(), LOOP, BRIDGE, COUNTERS]);

test("a loop has its place, operations, offsets and code", async () => {
  const { kind, events, notices } = await importBytes(WHOLE);
  assert.is(kind, "jitlog");
  assert.equal(notices, []);
  const [loop] = ofKind(events, "compile");
  assert.equal([loop?.type, loop?.loopNo], ["loop", 1]);
  assert.equal([loop?.asmaddr, loop?.asmlen, loop?.blockSize], [0x1010, 32, 36]);
  assert.is(loop?.greenKey?.text, "main;/u/p.py:0-6~#16 LOAD_FAST");
  assert.equal(
    loop?.operations.map(({ name, offset }) => [name, offset]),
    [
      ["label", 0],
      ["debug_merge_point", -1],
      ["getfield_gc_i", 0],
      ["debug_merge_point", -1],
      ["guard_true", 4],
      ["jump", 14],
    ],
  );
  assert.is(loop?.operations[3]?.mergePoint?.greenKey.text, "main;/u/p.py:0-7~#18 LOAD_CONST");
  const guard = loop?.operations[4];
  assert.is(guard?.descr, "<Guard0x7f10>");
  assert.equal(guard?.failArgs, ["p0", "None", "i2"]);
  assert.is(loop?.operations[2]?.descr, FIELD);
  assert.is(ofKind(events, "heap_commit")[0]?.bytes.length, 36);
});

test("a bridge belongs to the loop of its guard; counters are the last event", async () => {
  const { events } = await importBytes(WHOLE);
  const [, bridge] = ofKind(events, "compile");
  assert.equal([bridge?.type, bridge?.loopNo, bridge?.bridgeNo], ["bridge", 1, 0x7f10]);
  const last = events.at(-1);
  assert.equal(last?.kind === "stats" ? last.loopRunTimes : null, [
    ["e", 1, 201],
    ["l", 77, 5000],
  ]);
  assert.equal(
    events.map(({ ticks }) => ticks),
    events.map((_, i) => i),
  );
});

test("a bridge from no guard is an entry bridge", async () => {
  const start = record(0x1b, i64(1), block("bridge"), i64(0x9999), block("pypyjit"));
  const entry = Buffer.concat([start, LOOP.subarray(start.length - 2)]);
  const [compiled] = ofKind(
    (await importBytes(Buffer.concat([header(), entry]))).events,
    "compile",
  );
  assert.equal([compiled?.type, compiled?.loopNo, compiled?.bridgeNo], ["entry bridge", 1, -1]);
});

test("a bridge whose loop is not in the log is told by its stitch; sources are skipped", async () => {
  const line = Buffer.concat([u16(3), Buffer.from([4]), block("n += 1")]);
  const source = record(0x22, block("/u/p.py"), u16(2), line, line);
  const { events, notices } = await importBytes(
    Buffer.concat([header(), source, BRIDGE, COUNTERS]),
  );
  assert.equal(notices, []);
  const [bridge] = ofKind(events, "compile");
  assert.equal([bridge?.type, bridge?.loopNo, bridge?.bridgeNo], ["bridge", 0, 0x7f10]);
});

test("an operation may have any name", async () => {
  const odd = operation("constructor", "?,p0");
  const jump = operation("jump", "?,p0,TargetToken(77)", 77);
  const at = BRIDGE.indexOf(jump);
  const bridge = Buffer.concat([BRIDGE.subarray(0, at), odd, BRIDGE.subarray(at)]);
  const [compiled] = ofKind(
    (await importBytes(Buffer.concat([header(), bridge]))).events,
    "compile",
  );
  assert.equal(
    compiled?.operations.map(({ name, offset }) => [name, offset]),
    [
      ["constructor", -1],
      ["jump", 0],
    ],
  );
});

test("a trace without code was given up", async () => {
  const given = LOOP.subarray(0, LOOP.indexOf(record(0x19, i64(1))));
  const abort = record(0x21, i64(1));
  const { events, notices } = await importBytes(Buffer.concat([header(), given, abort]));
  assert.equal(events, []);
  assert.ok(notices.some((notice) => /not compiled/.test(notice)));
});

test("every cut behind the header gives what there is; others are refused", async () => {
  const first = record(0x1e, u16(4), Buffer.from([0]), block("x86_64")).length;
  // Nobody can see that a second counter is missing.
  const oneCounter = WHOLE.length - COUNTERS.length / 2;
  for (let size = 1; size < WHOLE.length; size++) {
    if (size === oneCounter) continue;
    const cut = importBytes(WHOLE.subarray(0, size));
    if (size >= first) {
      assert.ok((await cut).notices.length > 0, String(size));
      continue;
    }
    const error = await cut.catch((reason: Error) => reason.name);
    assert.is(error, "UserError", String(size));
  }
});

test("another version, and marks that are not known", async () => {
  let message = "";
  await importBytes(header(9)).catch((error: Error) => {
    message = `${error.name}: ${error.message}`;
  });
  assert.match(message, /^UserError: jitlog version 9 is not known/);
  const { events, notices } = await importBytes(
    Buffer.concat([header(), LOOP, Buffer.from([0x55, 1, 2]), BRIDGE]),
  );
  assert.is(ofKind(events, "compile").length, 1);
  assert.ok(notices.some((notice) => /the mark 0x55 is not known/.test(notice)));
});

test("addresses that no memory has", async () => {
  for (const address of [-5, Number.MAX_SAFE_INTEGER]) {
    const lie = record(0x15, i64(address), i64(address));
    const { notices } = await importBytes(Buffer.concat([header(), LOOP, lie]));
    assert.ok(notices.some((notice) => /an address that is none/.test(notice)));
  }
});

test("a length of four gigabytes is no length", async () => {
  const lie = Buffer.concat([Buffer.from([0x11]), Buffer.from("ffffffff", "hex")]);
  const { notices } = await importBytes(Buffer.concat([header(), LOOP, lie]));
  assert.ok(notices.some((notice) => /a field of 4294967295 bytes/.test(notice)));
});

test.run();
