/**
 * Events, code and totals as text.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import { checkReel } from "../format/check.ts";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { CompileEvent, GreenKeyRecord, JitEvent, OperationRecord } from "../format/events.ts";
import { ReelReader } from "../format/reader.ts";
import { sampleReel } from "../format/sample-reel.ts";
import { CodeImage } from "./code-image.ts";
import { printEventJson } from "../format/event-json.ts";
import { findCode, listCode } from "./find-code.ts";
import { printCode } from "./print-code.ts";
import { printEvent } from "./print-event.ts";
import { printBytes, printCount, printText } from "./print-value.ts";
import { makeInfo, printInfo } from "./reel-info.ts";
import { EVERYTHING, findUnknownType, select, TYPE_NAMES } from "./selection.ts";
import { makeStyle, PLAIN_STYLE } from "./style.ts";

function greenKey(line: number, offset: number, opcode: string): GreenKeyRecord {
  return {
    text: `main;prog.py:1-${line}~#${offset} ${opcode}`,
    position: offset,
    codeName: "main",
    fileName: "prog.py",
    firstLine: 1,
    codeNumber: 0,
  };
}

const PLAIN_OP = { descr: "", failArgs: null, hash: "", mergePoint: null };

const OPERATIONS: readonly OperationRecord[] = [
  {
    ...PLAIN_OP,
    name: "debug_merge_point",
    result: "",
    args: ["0", "0", "'main;prog.py:1-2~#4 LOAD_NAME'"],
    offset: -1,
    mergePoint: {
      jitdriverName: "pypyjit",
      callDepth: 0,
      callId: 0,
      greenKey: greenKey(2, 4, "LOAD_NAME"),
    },
  },
  { ...PLAIN_OP, name: "int_lt", result: "i2", args: ["i0", "2000"], offset: 0 },
  {
    ...PLAIN_OP,
    name: "guard_true",
    result: "",
    args: ["i2"],
    descr: "<Guard0x10>",
    failArgs: ["i0", "None"],
    offset: 2,
    hash: "77",
  },
];

const LOOP: CompileEvent = {
  kind: "compile",
  ticks: 123456,
  type: "loop",
  jitdriverName: "pypyjit",
  greenKey: greenKey(2, 4, "LOAD_NAME"),
  loopNo: 1,
  bridgeNo: -1,
  asmaddr: 0x1010,
  asmlen: 5,
  blockAddress: 0x1000,
  blockSize: 0x40,
  inputArgs: ["i0"],
  operations: OPERATIONS,
  cause: { kind: "loop", threshold: 1039, count: 1040, decays: 0 },
  delivered: false,
};

const BYTES = Uint8Array.from({ length: 0x40 }, (_, i) => i);

const OWNER = { kind: "loop", number: 1 } as const;

const COMMIT: JitEvent = {
  kind: "heap_commit",
  ticks: 1,
  address: 0x1000,
  size: 0x40,
  owner: OWNER,
  bytes: BYTES,
};

test("a compiled loop is one line", () => {
  assert.is(
    printEvent(7, LOOP, PLAIN_STYLE),
    "     7        123,456  loop          1  main;prog.py:1-2~#4 LOAD_NAME  3 ops, 1 guard  " +
      "5 bytes at 0x1010  after 1,040 jumps (threshold 1,039)  (no hook)",
  );
});

test("any event is one line without control characters, coloured or not", () => {
  const law = fc.property(anyEvent, (event) => {
    const line = printEvent(1, event, PLAIN_STYLE);
    assert.not.match(line, /[\p{Cc}\p{Cs}]/u);
    const coloured = printEvent(1, event, makeStyle(true));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
    assert.is(coloured.replace(/\x1b\[\d+m/g, "").trimEnd(), line);
  });
  fc.assert(law, { seed: 61, numRuns: 400 });
});

test("the JSON of an event is one line that holds all fields", () => {
  const law = fc.property(anyEvent, (event) => {
    const line = printEventJson(3, event);
    assert.not.match(line, "\n");
    const back = JSON.parse(line) as Record<string, unknown>;
    assert.equal(Object.keys(back).sort(), ["number", ...Object.keys(event)].sort());
    assert.is(Buffer.from(line).toString("utf8"), line);
  });
  fc.assert(law, { seed: 62, numRuns: 200 });
});

function selected(events: readonly JitEvent[], part: Partial<typeof EVERYTHING>): number[] {
  const reader = new ReelReader(sampleReel(events), "s.reel");
  const selection = { ...EVERYTHING, ...part };
  return [...select(reader.events(selection.from), selection)].map((one) => one.number);
}

test("events are selected by number and type", () => {
  const bridge: JitEvent = { ...LOOP, type: "bridge", bridgeNo: 16, greenKey: null };
  const events = [LOOP, COMMIT, bridge, { ...LOOP, type: "entry bridge" as const }, COMMIT];
  assert.equal(selected(events, {}), [0, 1, 2, 3, 4]);
  assert.equal(selected(events, { from: 1, to: 3 }), [1, 2, 3]);
  assert.equal(selected(events, { types: new Set(["loop"]) }), [0]);
  assert.equal(selected(events, { types: new Set(["compile"]) }), [0, 2, 3]);
  assert.equal(selected(events, { types: new Set(["heap", "bridge"]) }), [1, 2, 4]);
  assert.is(findUnknownType(["loop", "zigzag"]), "zigzag");
  assert.is(findUnknownType(TYPE_NAMES), null);
});

test("the code image follows commits, patches and frees", () => {
  const image = new CodeImage();
  image.add(COMMIT);
  assert.equal([...image.read(0x1010, 3)!], [16, 17, 18]);
  image.add({ kind: "heap_patch", ticks: 2, address: 0x1011, bytes: Uint8Array.of(99) });
  assert.equal([...image.read(0x1010, 3)!], [16, 99, 18]);
  assert.is(image.read(0x103f, 2), null);
  assert.is(BYTES[0x11], 17);
  image.add({ kind: "heap_free", ticks: 3, address: 0x1000, size: 0x40, owner: OWNER });
  assert.is(image.read(0x1010, 1), null);
});

test("code is found by loop number and by guard, whether committed before or after", () => {
  const bridge: JitEvent = { ...LOOP, type: "bridge", loopNo: 1, bridgeNo: 16, greenKey: null };
  for (const events of [
    [COMMIT, LOOP, bridge],
    [LOOP, bridge, COMMIT],
  ]) {
    const read = (): ReturnType<ReelReader["events"]> =>
      new ReelReader(sampleReel(events), "s.reel").events();
    assert.equal([...findCode(read(), { kind: "loop", number: 1 })!.code!], [16, 17, 18, 19, 20]);
    assert.is(findCode(read(), { kind: "bridge", number: 16 })!.event.bridgeNo, 16);
    assert.is(findCode(read(), { kind: "loop", number: 16 }), null);
    assert.is(listCode(read(), "bridge").length, 1);
  }
});

test("a loop is shown with source, bytecodes, operations and machine code", () => {
  const found = { eventNumber: 4, event: LOOP, code: BYTES.slice(0x10, 0x15) };
  const context = {
    sourceLines: ["i = 0", "while i < 2000:"],
    programName: "prog.py",
    style: PLAIN_STYLE,
    disassemble: (code: Uint8Array, address: number) => [
      { address, bytes: code.slice(0, 2), text: "cmp" },
      { address: address + 2, bytes: code.slice(2), text: "jae" },
    ],
  };
  assert.equal(printCode(found, context), [
    "loop 1  main;prog.py:1-2~#4 LOAD_NAME",
    "event 4, pypyjit, after 1,040 jumps (threshold 1,039); 3 operations, 1 guard; " +
      "5 bytes at 0x1010",
    "",
    "        [i0]",
    "prog.py:2 in main  while i < 2000:",
    "        #4 LOAD_NAME",
    "    +0      i2 = int_lt(i0, 2000)",
    "    +2      guard_true(i2, descr=<Guard0x10>) [i0, None]",
    "",
    "machine code, 5 bytes",
    "; i2 = int_lt(i0, 2000)",
    "    +0  0x1010  1011                   cmp",
    "; guard_true(i2, descr=<Guard0x10>) [i0, None]",
    "    +2  0x1012  121314                 jae",
  ]);
  const dump = printCode(found, { ...context, disassemble: () => null });
  assert.is(dump.at(-1), "    +0  0x1010  10 11 12 13 14");
});

test("info tells header and totals", () => {
  const report = checkReel(sampleReel([LOOP, COMMIT, LOOP]), "s.reel");
  const text = printInfo(report, PLAIN_STYLE).join("\n");
  assert.match(text, /program +prog\.py a \\ud800 \(python\)/);
  assert.match(text, /parameters +threshold=50/);
  assert.match(text, /events +3 in 123,456 ticks/);
  assert.match(text, /\n {2}compile +2/);
  assert.match(text, /limits +memory bytes 1,099,511,627,776/);
  const info = makeInfo(report);
  assert.equal(info.kinds, { compile: 2, heap_commit: 1 });
  assert.is(info.isWhole, true);
  assert.ok(JSON.stringify(info).length > 100);
});

test("numbers, texts and bytes are printed without a locale", () => {
  assert.is(printCount(-1234567), "-1,234,567");
  assert.is(printText("a\x1b[31m\ud800\n"), "a\\x1b[31m\\ud800\\x0a");
  assert.is(printBytes(Buffer.from("hi\n")), '"hi\\n"');
  assert.is(printBytes(Uint8Array.of(0, 255)), "00ff");
  assert.is(printBytes(Buffer.from("é".repeat(30))), `"${"é".repeat(20)}"…`);
});

test.run();
