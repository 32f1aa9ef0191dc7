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
import { makeCodeContext } from "./test-context.ts";
import { readCodeState } from "./code-state.ts";
import { findUnit } from "./find-code.ts";
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
  counting: null,
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

const PROGRAM = { programName: "prog.py", programText: Buffer.from("i = 0\nwhile i < 2000:\n") };

test("code is found by loop number and by guard, whether committed before or after", () => {
  const bridge: JitEvent = { ...LOOP, type: "bridge", loopNo: 1, bridgeNo: 16, greenKey: null };
  for (const events of [
    [COMMIT, LOOP],
    [LOOP, COMMIT],
  ]) {
    const read = new ReelReader(sampleReel([...events, bridge]), "s.reel").events();
    const state = readCodeState(PROGRAM, read, null);
    assert.is(findUnit(state, { kind: "loop", number: 1 })!.block!.address, 0x1000);
    assert.is(findUnit(state, { kind: "bridge", number: 16 })!.event.bridgeNo, 16);
    assert.is(findUnit(state, { kind: "bridge", number: 1 })!.bridgeIndex, 1);
    assert.is(findUnit(state, { kind: "loop", number: 16 }), null);
  }
});

/** `test rax,rax`, `jne` to the stub behind it: `jmp` to itself. */
const CODE = Uint8Array.of(0x48, 0x85, 0xc0, 0x75, 0x00, 0xeb, 0xfe);

/** The loop with that code, its guard at +3. */
function assembled(): { commit: JitEvent; loop: CompileEvent } {
  const bytes = new Uint8Array(0x20).fill(0xcc);
  bytes.set(CODE, 0x10);
  const commit: JitEvent = { ...COMMIT, size: 0x20, bytes } as JitEvent;
  const operations = OPERATIONS.map((one) => (one.offset === 2 ? { ...one, offset: 3 } : one));
  return { commit, loop: { ...LOOP, type: "bridge", blockSize: 0x20, operations } };
}

test("operations are shown with source and bytecodes, or beside their machine code", () => {
  const { commit, loop } = assembled();
  const events = [commit, loop].map((event, number) => ({ number, event }));
  const context = makeCodeContext(readCodeState(PROGRAM, events, null));
  const unit = context.state.units[0]!;
  assert.equal(printCode(unit, "operations", context).slice(3), [
    "        [i0]",
    "prog.py:2 in main  while i < 2000:",
    "        #4 LOAD_NAME",
    "    +0      i2 = int_lt(i0, 2000)",
    "    +3      guard_true(i2, descr=<Guard0x10>) [i0, None]",
    "",
    "machine code beside them: --asm",
  ]);
  const columns = printCode(unit, "machine code", context)
    .slice(3)
    .map((line) => line.replace(/ {2,}/g, " | "));
  assert.equal(columns, [
    "source, bytecode | operation | machine code, from 0x1010",
    "",
    "filler",
    " | -16 | 16 × int3",
    "",
    "operations",
    " | [i0]",
    "main in prog.py",
    " | 2 | while i < 2000:",
    " | #4 LOAD_NAME | i2 = int_lt(i0, 2000) | +0 | test | rax,rax",
    " | guard_true(i2, descr=<Guard0x10>) | +3 | jne | 0x1015 | ; stub of Guard0x10",
    "",
    "failure stubs",
    "stub of Guard0x10 | guard_true +3 [i0, None] | +5 | jmp | 0x1015 | ; stub of Guard0x10",
    "",
    "filler",
    " | +7 | 9 × int3",
  ]);
  const events2 = [loop].map((event, number) => ({ number, event }));
  const without = makeCodeContext(readCodeState(PROGRAM, events2, null));
  const lines = printCode(without.state.units[0]!, "machine code", without);
  assert.is(lines.at(-1), "machine code: not in this part of the reel");
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
  assert.is(info.cost, null);
  assert.ok(JSON.stringify(info).length > 100);
});

test("info tells the total cost, also of a reel whose last frames are missing", () => {
  const unit = { kind: "loop", number: 1 } as const;
  const events: JitEvent[] = [
    { kind: "cost", ticks: 5, unit, instructions: 1, cycles: 2 },
    { kind: "cost", ticks: 5, unit: null, instructions: 1234, cycles: 5678 },
    { kind: "end", ticks: 5, status: 0, outcome: "finished", exception: "" },
  ];
  const bytes = sampleReel(events, 2);
  const endFrame = checkReel(bytes, "s.reel").frames.findLast(({ kind }) => kind === "events")!;
  for (const part of [bytes, bytes.subarray(0, endFrame.offset)]) {
    const report = checkReel(part, "s.reel");
    assert.match(
      printInfo(report, PLAIN_STYLE).join("\n"),
      /\ncost +1,234 instructions, 5,678 cycles\n/,
    );
    assert.equal(makeInfo(report).cost, { instructions: 1234, cycles: 5678 });
  }
});

test("numbers, texts and bytes are printed without a locale", () => {
  assert.is(printCount(-1234567), "-1,234,567");
  assert.is(printText("a\x1b[31m\ud800\n"), "a\\x1b[31m\\ud800\\x0a");
  assert.is(printBytes(Buffer.from("hi\n")), '"hi\\n"');
  assert.is(printBytes(Uint8Array.of(0, 255)), "00ff");
  assert.is(printBytes(Buffer.from("é".repeat(30))), `"${"é".repeat(20)}"…`);
});

test.run();
