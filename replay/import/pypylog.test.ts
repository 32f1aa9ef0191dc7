/**
 * Importing PYPYLOG texts: each section by itself, sections together, logs that were cut.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { importBytes, ofKind } from "./testing.ts";

const OPT_LOOP = `[10] {jit-log-opt-loop
# Loop 1 (main;/u/p.py:1-6~#20 LOAD_FAST) : loop with 5 ops
[p0, i1]
+27: label(p0, i1, descr=TargetToken(139952))
debug_merge_point(0, 0, 'main;/u/p.py:1-6~#20 LOAD_FAST')
+30: i3 = int_add(i1, 1)
+34: guard_true(i3, descr=<Guard0x7f10>) [p0, None, i3]
+40: jump(p0, i3, descr=TargetToken(139952))
+45: --end of the loop--
[20] jit-log-opt-loop}
`;

const ADDRESSES = `[8] {jit-backend-addr
Loop 1 (main;/u/p.py:1-6~#20 LOAD_FAST) has address 0x101b to 0x102d (bootstrap 0x1008)
       gc table: 0x1000
       function: 0x1008
         resops: 0x101b
       failures: 0x102d
            end: 0x1040
[9] jit-backend-addr}
`;

/** 64 bytes at 0x1000, and one that is completed. */
const DUMP = `[5] {jit-backend-dump
BACKEND x86_64
SYS_EXECUTABLE pypy3
CODE_DUMP @1000 +0  ${"90".repeat(64)}
[6] jit-backend-dump}
`;
const PATCH = `[9] {jit-backend-dump
BACKEND x86_64
SYS_EXECUTABLE pypy3
CODE_DUMP @1020 +0  AABBCCDD
[9] jit-backend-dump}
`;

test("an optimized loop alone gives its operations, without addresses", async () => {
  const { kind, events, notices } = await importBytes(OPT_LOOP);
  assert.is(kind, "pypylog");
  const [loop] = ofKind(events, "compile");
  assert.is(events.length, 1);
  assert.is(loop?.ticks, 16);
  assert.equal([loop?.type, loop?.loopNo, loop?.asmaddr, loop?.asmlen], ["loop", 1, 0, 18]);
  assert.equal(loop?.greenKey, {
    text: "main;/u/p.py:1-6~#20 LOAD_FAST",
    position: 20,
    codeName: "main",
    fileName: "/u/p.py",
    firstLine: 1,
    codeNumber: 0,
  });
  assert.equal(loop?.inputArgs, ["p0", "i1"]);
  assert.equal(
    loop?.operations.map((one) => one.offset),
    [0, -1, 3, 7, 13],
  );
  const guard = loop?.operations[3];
  assert.equal(guard?.failArgs, ["p0", "None", "i3"]);
  assert.is(guard?.descr, "<Guard0x7f10>");
  assert.is(loop?.operations[1]?.mergePoint?.greenKey, loop?.greenKey);
  assert.ok(notices.some((notice) => notice.startsWith("no jit-backend-addr")));
});

test("addresses and bytes stand before the loop, offsets count from its operations", async () => {
  const { events } = await importBytes(DUMP + ADDRESSES + PATCH + OPT_LOOP);
  assert.equal(
    events.map(({ kind }) => kind),
    ["heap_reserve", "heap_commit", "compile"],
  );
  const [commit] = ofKind(events, "heap_commit");
  assert.equal(commit?.owner, { kind: "loop", number: 1 });
  assert.equal([...commit!.bytes.subarray(31, 37)], [0x90, 0xaa, 0xbb, 0xcc, 0xdd, 0x90]);
  const [loop] = ofKind(events, "compile");
  assert.equal([loop?.asmaddr, loop?.asmlen], [0x101b, 0x12]);
  assert.equal([loop?.blockAddress, loop?.blockSize], [0x1000, 64]);
  assert.equal(
    loop?.operations.map((one) => one.offset),
    [0, -1, 3, 7, 13],
  );
});

test("addresses alone give code without operations", async () => {
  const { events, notices } = await importBytes(ADDRESSES);
  assert.equal(
    events.map(({ kind }) => kind),
    ["heap_reserve", "compile"],
  );
  assert.equal(ofKind(events, "compile")[0]?.operations, []);
  assert.ok(notices.some((notice) => notice.startsWith("no jit-log-opt")));
});

test("what is written to code that was told is a patch; what covers a block frees it", async () => {
  const other = DUMP.replace("@1000", "@1020");
  const { events } = await importBytes(DUMP + ADDRESSES + OPT_LOOP + PATCH + other);
  assert.equal(
    events.slice(3).map(({ kind }) => kind),
    ["heap_patch", "heap_free", "heap_reserve", "heap_commit"],
  );
  assert.is(ofKind(events, "heap_free")[0]?.address, 0x1000);
});

test("a bridge belongs to the loop of its guard", async () => {
  const bridge = `[30] {jit-log-opt-bridge
# bridge out of Guard 0x7f10 with 1 ops
[p0]
+3: jump(p0, descr=TargetToken(139952))
+9: --end of the loop--
[31] jit-log-opt-bridge}
`;
  const [, compiled] = ofKind((await importBytes(OPT_LOOP + bridge)).events, "compile");
  assert.equal([compiled?.type, compiled?.loopNo, compiled?.bridgeNo], ["bridge", 1, 0x7f10]);
  assert.is(compiled?.greenKey, null);
});

test("an abort has the recorded operations and the function that is not inlined again", async () => {
  const { events } = await importBytes(`[1] {jit-tracing
main;p.py:1-6~#8 LOAD_FAST
[2] {jit-abort-longest-function
found new longest: f;p.py:9-10~#0 LOAD_FAST 26602
[3] {jit-abort-log
[p0]
i1 = int_add(2, 3)
[4] jit-abort-log}
[5] jit-abort-longest-function}
[6] {jit-disableinlining
disabled inlining f;p.py:9-10~#0 LOAD_FAST
[7] jit-disableinlining}
~~~ ABORTING TRACING ABORT_TOO_LONG
[8] jit-tracing}
`);
  const [abort, tooLong] = events;
  assert.is(abort?.kind, "abort");
  assert.is(tooLong?.kind, "too_long");
  const [told] = ofKind(events, "abort");
  assert.is(told?.greenKey?.position, 8);
  assert.equal(
    told?.operations.map((one) => one.name),
    ["int_add"],
  );
  assert.is(ofKind(events, "too_long")[0]?.greenKey.codeName, "f");
});

test("counters and run counts are one event, the last", async () => {
  const { events } = await importBytes(`[1] {jit-summary
Tracing:      \t2\t0.002937
opt guards shared:\t15
abort: vable escape:\t3
  calls:         \t3
[2] jit-summary}
[3] {jit-backend-counts
entry 1:201
TargetToken(140737036902432):201
bridge 140737036911008:1119
[4] jit-backend-counts}
`);
  assert.is(events.length, 1);
  const [stats] = ofKind(events, "stats");
  assert.equal(stats?.counters, [
    ["TRACING", 2],
    ["OPT_GUARDS_SHARED", 15],
    ["ABORT_ESCAPE", 3],
  ]);
  assert.is(stats?.tracingNanoseconds, 2_937_000);
  assert.equal(stats?.loopRunTimes, [
    ["e", 1, 201],
    ["l", 140737036902432, 201],
    ["b", 140737036911008, 1119],
  ]);
});

test("recorded traces are units only in a log that has nothing better", async () => {
  const noopt = `[1] {jit-log-noopt
# Traced loop or bridge with 2 ops
[p0]
debug_merge_point(0, 0, 'main;p.py:1-6~#8 LOAD_FAST')
guard_nonnull(p0)
jump(p0, descr=<Loop1>)
[2] jit-log-noopt}
`;
  const alone = ofKind((await importBytes(noopt)).events, "compile");
  assert.equal(
    alone.map(({ type, loopNo, operations }) => [type, loopNo, operations.length]),
    [["loop", 1, 3]],
  );
  assert.is(ofKind((await importBytes(noopt + OPT_LOOP)).events, "compile").length, 1);
});

test("every cut of a log is imported", async () => {
  const whole = DUMP + ADDRESSES + PATCH + OPT_LOOP;
  const { events } = await importBytes(whole);
  for (let size = whole.indexOf("{") + "{jit-backend-dump\n".length; size < whole.length; size++) {
    const cut = await importBytes(whole.slice(0, size));
    assert.ok(cut.events.length <= events.length);
    assert.ok(cut.notices.length > 0, String(size));
  }
});

test("names that objects have of themselves are names as others", async () => {
  for (const name of ["__proto__", "constructor", "__defineGetter__", "toString"]) {
    const log = `[1] {${name}\nany text\n[2] ${name}}\n[3] {jit-tracing
~~~ ABORTING TRACING ${name}\n[4] jit-tracing}\n`;
    const { events, notices } = await importBytes(log);
    assert.equal(events, []);
    assert.ok(notices.some((notice) => notice.includes("whose reason is not known")));
  }
});

test("what is no log is refused", async () => {
  for (const bad of ["", "just a text\n", "\x89PNG\r\n\x1a\n\0\0", "\0".repeat(100)]) {
    let message = "";
    try {
      await importBytes(bad);
    } catch (error) {
      message = error instanceof Error ? `${error.name}: ${error.message}` : "";
    }
    assert.match(message, /^UserError: /);
  }
});

test.run();
