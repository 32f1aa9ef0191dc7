/**
 * Files and reels that are not what they should be, through every command that reads reels: exit
 * code 2 and one message, or damage that is named; nothing that a terminal would obey is printed,
 * and nothing is written but the output that was asked for.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { EXPORT_FORMATS } from "../export/formats.ts";
import { encodeMsgpack } from "../format/codec.ts";
import type { PlainMap } from "../format/codec.ts";
import type { JitEvent } from "../format/events.ts";
import { encodeFrame, encodeHead } from "../format/frame.ts";
import { encodeHeader } from "../format/header.ts";
import { generateRun } from "../format/long-run.ts";
import { ReelWriter } from "../format/writer.ts";
import { SAMPLE_HEADER, sampleReel } from "../format/sample-reel.ts";
import { checkRefused, jitreel } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-bad-"));
test.after(() => rmSync(folder, { recursive: true }));

function makeFile(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Calls of all commands that read a reel, by its path. */
function readingCalls(path: string): string[][] {
  return [
    ["replay", path],
    ["replay", "--json", path],
    ["replay", "--follow", "--idle", "1", path],
    ["replay", "--where", "compile", path],
    ["query", path, "any(guard)"],
    ["info", path],
    ["info", "--json", path],
    ["check", path],
    ["check", "--json", "--frames", path],
    ["show", path, "--loop", "1"],
    ["show", path, "--loop", "1", "--asm"],
    ["goto", path, "3", "--state"],
    ["heap", path],
    ["disasm", path],
    ["cost", path],
    ["diff", path, path],
    ["verify", path],
    ["pack", path, "--dry-run", "--redact", "all"],
    ...EXPORT_FORMATS.map(({ name }) => ["export", path, "--format", name]),
  ];
}

const EVENTS = [...generateRun(60, 5)];
const WHOLE = Buffer.from(sampleReel(EVENTS, 5));
const HEADER = Buffer.from(encodeFrame(encodeMsgpack(encodeHeader(SAMPLE_HEADER))));
const START = Buffer.concat([encodeHead(), HEADER]);

/** A frame whose head says that it has so many bytes. */
function lyingFrame(length: number, content = ""): Buffer {
  const frame = Buffer.alloc(8 + content.length);
  frame.writeUInt32BE(length, 0);
  frame.write(content, 8, "latin1");
  return frame;
}

function payload(map: PlainMap): Buffer {
  return Buffer.from(encodeFrame(encodeMsgpack(map)));
}

function eventsFrame(strings: Uint8Array[], events: PlainMap["events"]): Buffer {
  return payload({ frame: "events", block: 0, first: 0, before: 0, strings, events: events! });
}

const PNG = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const DEEP = Buffer.alloc(50_000_000, 0x91);
const HUGE_LIST = Uint8Array.of(0x81, 0xa5, 0x66, 0x72, 0x61, 0x6d, 0x65, 0xdd, 255, 255, 255, 255);

test("files that are no reel, or have no header, are refused by every command", async () => {
  const head = encodeHead();
  const files: Record<string, Uint8Array | string> = {
    empty: "",
    png: Buffer.from(PNG, "latin1"),
    "length of nothing": Buffer.concat([head, lyingFrame(5000, "abc")]),
    "length of 4 GB": Buffer.concat([head, lyingFrame(0xffff_ffff, "abc")]),
    nested: Buffer.concat([head, encodeFrame(DEEP)]),
    "four billion items": Buffer.concat([head, encodeFrame(HUGE_LIST)]),
  };
  for (const [name, content] of Object.entries(files)) {
    const path = makeFile(`${name}.reel`, content);
    for (const call of readingCalls(path)) {
      // A header that is not there yet is waited for.
      if (call[1] === "--follow" && (name === "length of nothing" || name === "empty")) continue;
      checkRefused(await jitreel(...call), `${name}.reel`);
    }
  }
});

test("bad frames behind a good header are named, and what is around them is read", async () => {
  const size = 60_000_000;
  const bomb = deflateSync(Buffer.alloc(size));
  const bad: Record<string, Buffer> = {
    "4 GB": lyingFrame(0xffff_ffff),
    nested: Buffer.from(encodeFrame(DEEP)),
    "four billion items": Buffer.from(encodeFrame(HUGE_LIST)),
    extension: Buffer.from(encodeFrame(Uint8Array.of(0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 1))),
    "text out of range": eventsFrame([], [[7, 7, 7]]),
    "deflate bomb": payload({ frame: "deflate", size, bytes: new Uint8Array(bomb) }),
    "deflate that lies": payload({ frame: "deflate", size: 10, bytes: new Uint8Array(bomb) }),
    "deflate of 4 GB": payload({ frame: "deflate", size: 2 ** 32, bytes: new Uint8Array(5) }),
    "deflate in deflate": payload({
      frame: "deflate",
      size: payload({ frame: "deflate", size: 1, bytes: new Uint8Array(1) }).length,
      bytes: new Uint8Array(
        deflateSync(payload({ frame: "deflate", size: 1, bytes: new Uint8Array(1) })),
      ),
    }),
  };
  for (const [name, frame] of Object.entries(bad)) {
    const rest = WHOLE.subarray(START.length);
    const path = makeFile(`${name}.reel`, Buffer.concat([START, frame, rest]));
    const checked = await jitreel("check", path);
    assert.is(checked.code, 1, `${name}: ${checked.out}`);
    assert.match(checked.out, `byte ${START.length}: frame 1`, `${name}: ${checked.out}`);
    assert.match(checked.out, `${EVENTS.length} events readable`, `${name}: ${checked.out}`);
    const replayed = await jitreel("replay", "--json", path);
    checkRefused({ ...replayed, err: replayed.err.split("\n")[0]! }, `byte ${START.length}`);
    assert.is(replayed.out.trimEnd().split("\n").length, EVENTS.length, name);
    for (const call of readingCalls(path)) {
      const { code, err } = await jitreel(...call);
      assert.ok(code === 1 || code === 2 || code === 0, `${call.join(" ")}: ${code} ${err}`);
      assert.not.match(err, /^ +at /m);
    }
  }
});

test("a checkpoint that does not match the events is named", async () => {
  const chunks: Uint8Array[] = [];
  const writer = new ReelWriter(
    (bytes) => void chunks.push(Buffer.from(bytes)),
    SAMPLE_HEADER,
    "1",
  );
  const wrong: JitEvent = { kind: "free_loop", ticks: 1, loopNo: 1, bridges: 0, reason: "age" };
  for (const event of generateRun(9000, 100)) {
    writer.add(event);
    writer.flush();
  }
  writer.finish();
  const bytes = Buffer.concat(chunks);
  const frames = JSON.parse(
    (await jitreel("check", "--json", "--frames", makeFile("good.reel", bytes))).out,
  ) as { frames: { kind: string; offset: number; sizeBytes: number }[] };
  const at = frames.frames.find(({ kind }) => kind === "checkpoint");
  assert.ok(at !== undefined);
  const other: Uint8Array[] = [];
  const second = new ReelWriter((part) => void other.push(Buffer.from(part)), SAMPLE_HEADER, "1");
  for (const event of generateRun(9000, 90)) {
    second.add(event);
    second.flush();
  }
  second.add(wrong);
  second.finish();
  const path = makeFile("other.reel", Buffer.concat(other));
  const list = JSON.parse(
    (await jitreel("check", "--json", "--frames", path)).out,
  ) as typeof frames;
  const from = list.frames.find(({ kind }) => kind === "checkpoint")!;
  const foreign = Buffer.concat(other).subarray(from.offset, from.offset + from.sizeBytes);
  const mixed = Buffer.concat([
    bytes.subarray(0, at.offset),
    foreign,
    bytes.subarray(at.offset + at.sizeBytes),
  ]);
  const checked = await jitreel("check", makeFile("mixed.reel", mixed));
  assert.is(checked.code, 1);
  assert.match(
    checked.out,
    `the checkpoint at byte ${at.offset} does not match the events before it`,
  );
});

/** A title, a colour, an 8-bit escape, the direction of text, the end of a line, a path. */
const EVIL = "\x1b]0;evil\x07\x1b[31m\x9b5m\u202e\r\b../../../../etc/passwd\u2028";

/** Fields whose texts are free. */
const FREE_FIELDS: ReadonlySet<string> = new Set([
  ...["text", "codeName", "fileName", "name", "result", "args", "descr", "failArgs", "hash"],
  ...["jitdriverName", "exception", "fault", "value", "inputArgs"],
]);

/** `value` with every free text made hostile. */
function poison(value: unknown, key = ""): unknown {
  if (typeof value === "string") return FREE_FIELDS.has(key) ? value + EVIL : value;
  if (Array.isArray(value)) return value.map((item) => poison(item, key));
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, poison(item, name)]),
  );
}

function poisonedReel(): Uint8Array {
  const input = new TextEncoder().encode(EVIL);
  const events = [
    ...EVENTS,
    { kind: "input", ticks: 9, source: "module", name: "../../evil.py", bytes: input },
    { kind: "input", ticks: 9, source: "file", name: "/etc/passwd", bytes: input },
    { kind: "output", ticks: 9, stream: "stdout", bytes: input },
    { kind: "set_param", ticks: 9, name: "x", value: "y" },
    { kind: "fault", ticks: 9, fault: "f", size: 1, owner: { kind: "loop", number: 1 } },
    { kind: "end", ticks: 9, status: 1, outcome: "exception", exception: "E" },
  ].map((event) => poison(event) as JitEvent);
  const header = {
    ...SAMPLE_HEADER,
    programName: `../../${EVIL}.py`,
    argv: [EVIL],
    jit: EVIL,
    faults: [EVIL],
    grants: [EVIL],
    quirks: [EVIL],
    engine: EVIL,
    redacted: [EVIL],
  };
  const chunks: Uint8Array[] = [];
  const writer = new ReelWriter((part) => void chunks.push(Buffer.from(part)), header, EVIL);
  for (const event of events) writer.add(event);
  writer.finish();
  return Buffer.concat(chunks);
}

/** Formats of bytes, and of texts that programs read. */
const DATA_FORMATS: ReadonlySet<string> = new Set(["elf", "jitlog", "jitdump"]);

test("no command prints what a terminal would obey, or writes a file by a name in a reel", async () => {
  const path = makeFile("evil.reel", poisonedReel());
  const before = readdirSync(folder);
  const problems: string[] = [];
  for (const call of readingCalls(path)) {
    const { out, err } = await jitreel(...call);
    const text = call[0] === "export" && DATA_FORMATS.has(call[3]!) ? err : out + err;
    const found = /[^\P{Cc}\n\t]|[\u202a-\u202e]/u.exec(text);
    if (found === null) continue;
    const around = text.slice(Math.max(0, found.index - 60), found.index + 40);
    problems.push(`${call.join(" ")}: ${JSON.stringify(around)}`);
  }
  assert.is(problems.join("\n"), "");
  assert.equal(readdirSync(folder), before);
});

test.run();
