/**
 * Packing: nothing changes when nothing is asked for; what is asked for is gone from every byte; and
 * what is left is said.
 */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { listGoldenNames } from "../../fixtures/our-fixtures.ts";
import { checkReel } from "../format/check.ts";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { JitEvent } from "../format/events.ts";
import { ReelReader } from "../format/reader.ts";
import { sampleReel } from "../format/sample-reel.ts";
import type { PackOptions, PackReport } from "./pack-reel.ts";
import { packReel, searchLeftovers } from "./pack-reel.ts";
import { PrivatePaths } from "./private-paths.ts";
import type { Category } from "./redaction.ts";
import { CATEGORIES } from "./redaction.ts";
import { TracebackFilter } from "./tracebacks.ts";

interface Packed {
  readonly bytes: Buffer;
  readonly reader: ReelReader;
  readonly report: PackReport;
}

function packed(bytes: Uint8Array, options: Partial<PackOptions> = {}): Packed {
  const chunks: Uint8Array[] = [];
  const all = {
    redact: new Set<Category>(),
    homes: [],
    users: [],
    matches: null,
    onEvent: () => {},
  };
  const report = packReel(new ReelReader(bytes, "S.reel"), { ...all, ...options }, (chunk) => {
    chunks.push(new Uint8Array(chunk));
  });
  const made = Buffer.concat(chunks);
  assert.equal(checkReel(made, "T.reel").problems, []);
  return { bytes: made, reader: new ReelReader(made, "T.reel"), report };
}

function eventsOf(reader: ReelReader): (JitEvent | null)[] {
  return [...reader.events()].map(({ event }) => event);
}

const events = fc.array(anyEvent, { maxLength: 12 });

test("a reel of which nothing is taken away comes out byte for byte the same", () => {
  const law = fc.property(events, fc.integer({ min: 1, max: 5 }), (list, perFrame) => {
    const reel = sampleReel(list, perFrame);
    assert.ok(packed(reel).bytes.equals(reel));
    assert.ok(packed(reel, { matches: () => true }).bytes.equals(reel));
  });
  fc.assert(law, { seed: 101, numRuns: 100 });
});

test("recorded reels keep their events, older ones become whole ones of this version", () => {
  for (const name of listGoldenNames()) {
    const reel = readFileSync(`fixtures/runs/${name}/golden.reel`);
    const { bytes, reader } = packed(reel);
    assert.equal(eventsOf(reader), eventsOf(new ReelReader(reel, "S.reel")));
    assert.ok(packed(bytes).bytes.equals(bytes));
  }
});

test("a truncated reel becomes a whole one of the events that can be read", () => {
  const output: JitEvent = {
    kind: "output",
    ticks: 1,
    stream: "stdout",
    bytes: new Uint8Array(Buffer.from("a")),
  };
  const reel = sampleReel([output, output, output, output], 2);
  const { reader, report } = packed(reel.subarray(0, reel.length - 200));
  assert.is(report.ending.kind, "truncated");
  assert.is(reader.storedIndex()?.events, report.events);
});

const HOMES: readonly (readonly [text: string, replaced: string])[] = [
  ["/home/Ada", "~"],
  ["/home/Ada/x.py", "~/x.py"],
  ["f;/home/Ada/x.py:1-2~#0 LOAD_FAST", "f;~/x.py:1-2~#0 LOAD_FAST"],
  ["'/Users/ada.b/x' (/home/Ada)", "'~/x' (~)"],
  ["it is in /home/Ada.", "it is in ~."],
  ["file:///home/Ada/x", "file://~/x"],
  ["-I/home/Ada/include", "-I~/include"],
  ["C:\\Users\\Ada\\x and 'd:\\\\Users\\\\Ada\\\\x'", "~\\x and '~\\\\x'"],
  ["/root/X /root", "~/X ~"],
  ["/rooted /data/root/X /homes/ada /home /home/", "/rooted /data/root/X /homes/ada /home /home/"],
  ["/data/people/ada/x /data/people/ada2", "~/x /data/people/ada2"],
  ["/home/Zoë/x", "~/x"],
];

test("home folders are replaced in texts and in bytes", () => {
  for (const [text, replaced] of HOMES) {
    const paths = new PrivatePaths(["/data/people/ada/"]);
    assert.is(
      paths.replaceText(text, () => {}),
      replaced,
    );
    const bytes = new Uint8Array(Buffer.from(text));
    assert.is(Buffer.from(paths.replaceBytes(bytes, () => {})).toString(), replaced);
  }
});

test("the names of users are known from their homes", () => {
  const paths = new PrivatePaths(["/data/people/grace", "/", ""]);
  paths.replaceBytes(
    new Uint8Array(Buffer.from("/home/Zoë/x /root /home/Al C:\\Users\\Eve")),
    () => {},
  );
  assert.equal(paths.homes, [
    "/data/people/grace",
    "/home/Zoë",
    "/root",
    "/home/Al",
    "C:\\Users\\Eve",
  ]);
  assert.equal(paths.names, ["grace", "Zoë", "Eve"]);
});

/** Events whose texts and bytes hold homes of two people. */
const privateText = fc
  .array(
    fc.constantFrom("/home/Ada/x", " ", "main", "/Users/grace", "\n", "C:\\Users\\ada\\", ":"),
    {
      maxLength: 5,
    },
  )
  .map((pieces) => pieces.join(""));

const privateEvent: fc.Arbitrary<JitEvent> = fc
  .tuple(anyEvent, privateText, privateText)
  .map(([event, text, other]): JitEvent => {
    const bytes = new Uint8Array(Buffer.from(text));
    if (event.kind === "output") return { ...event, bytes };
    if (event.kind === "input") return { ...event, name: other, bytes };
    if (event.kind === "set_param") return { ...event, name: text, value: other };
    if (event.kind === "too_long" || event.kind === "tmp_callback") {
      return { ...event, greenKey: { ...event.greenKey, text, fileName: other } };
    }
    if (event.kind !== "compile" && event.kind !== "abort") return event;
    const operations = event.operations.map((one) => ({
      ...one,
      args: [text, ...one.args],
      descr: other,
    }));
    return { ...event, operations };
  });

test("no byte of the pack holds a home, whichever event had it", () => {
  const law = fc.property(fc.array(privateEvent, { maxLength: 10 }), (list) => {
    const reel = sampleReel(list);
    const { bytes, reader, report } = packed(reel, { redact: new Set(["paths"]) });
    for (const home of ["/home/Ada", "/Users/grace", "C:\\Users\\ada"]) {
      assert.not.ok(bytes.includes(home));
    }
    // "/home/" and "ada/x" may come from two outputs.
    const isSplit = report.leftovers.some(({ word }) => word.startsWith("/"));
    assert.is(isSplit, false);
    const kept = eventsOf(reader);
    assert.equal(
      kept.map((event) => [event?.kind, event?.ticks]),
      list.map(({ kind, ticks }) => [kind, ticks]),
    );
    const count = report.homes.reduce((sum, home) => sum + home.count, 0);
    const said = report.removed.find(({ category }) => category === "paths");
    assert.is(said?.count ?? 0, count);
    assert.equal(reader.header.redacted, count > 0 ? ["paths"] : []);
    if (count === 0) assert.ok(bytes.equals(reel));
    // Packing again finds nothing more.
    assert.ok(packed(bytes, { redact: new Set(["paths"]) }).bytes.equals(bytes));
  });
  fc.assert(law, { seed: 102, numRuns: 300 });
});

function output(text: string, stream: "stdout" | "stderr" = "stdout"): JitEvent {
  return { kind: "output", ticks: 1, stream, bytes: new Uint8Array(Buffer.from(text)) };
}

test("what is left of a home or a name is told, in pieces of output and in frames, too", () => {
  const paths = { redact: new Set<Category>(["paths"]) };
  const split = [output("see /home/Ada/x\n"), output("/home/"), output("A"), output("da")];
  const { report, reader } = packed(sampleReel(split), paths);
  const said = [
    { word: "/home/Ada", places: [{ place: "stdout", count: 1 }] },
    { word: "Ada", places: [{ place: "stdout", count: 1 }] },
  ];
  assert.equal(report.leftovers, said);
  assert.equal(searchLeftovers(reader, report.paths), said);
  const named = packed(sampleReel([output("/home/Lovelace/x by Lovelace")]), paths);
  assert.equal(named.report.leftovers, [
    { word: "Lovelace", places: [{ place: "stdout", count: 1 }] },
  ]);
  // A name that only a frame holds: here in the bytes of machine code.
  const owner = { kind: "loop", number: 1 } as const;
  const code = {
    ticks: 1,
    address: 16,
    size: 8,
    owner,
    bytes: new Uint8Array(Buffer.from("Lovelace")),
  };
  const inCode = packed(
    sampleReel([output("/home/Lovelace"), { kind: "heap_commit", ...code }]),
    paths,
  );
  assert.equal(searchLeftovers(inCode.reader, inCode.report.paths), [
    { word: "Lovelace", places: [{ place: "events frames", count: 1 }] },
  ]);
});

test("the names of users that are given are looked for, too", () => {
  const list = [output("ada was here"), output("/home/Grace")];
  const redact = new Set<Category>(["paths"]);
  const { report } = packed(sampleReel(list), { redact, users: ["ada", "root", "x"] });
  assert.equal(report.leftovers, [{ word: "ada", places: [{ place: "stdout", count: 1 }] }]);
});

test("categories are removed as a whole, and the header says so", () => {
  const module = { kind: "input", ticks: 1, source: "module", name: "m.py" } as const;
  const stdin = { kind: "input", ticks: 1, source: "stdin", name: "" } as const;
  const bytes = new Uint8Array(Buffer.from("secret"));
  const reel = sampleReel([{ ...module, bytes }, { ...stdin, bytes }, output("secret")]);
  for (const category of CATEGORIES) {
    const { reader, report } = packed(reel, { redact: new Set([category]) });
    const left = eventsOf(reader).map((event) =>
      event !== null && "bytes" in event ? event.bytes.length : -1,
    );
    const expected = {
      paths: [6, 6, 6],
      source: [0, 6, 6],
      input: [6, 0, 6],
      output: [6, 6, 0],
    }[category];
    assert.equal(left, expected, category);
    assert.equal(reader.header.redacted, category === "paths" ? [] : [category]);
    assert.is(reader.header.programText.length === 0, category === "source");
    assert.is(reader.header.argv.join("") === "", category === "input");
    assert.equal(
      report.removed.map((one) => one.category),
      reader.header.redacted,
    );
  }
  const all = packed(reel, { redact: new Set(CATEGORIES) });
  assert.not.ok(all.bytes.includes("secret"));
  assert.equal(all.reader.header.redacted, ["source", "output", "input"]);
});

test("events that are not selected are left out, and the header says so", () => {
  const list = [output("a"), output("b"), output("c")];
  const { reader, report } = packed(sampleReel(list), { matches: ({ number }) => number !== 1 });
  assert.equal(eventsOf(reader), [list[0], list[2]]);
  assert.is(report.left, 1);
  assert.equal(reader.header.redacted, ["events"]);
});

const TRACEBACK = `before
    File "x.py", line 3, not a traceback's but the same
    kept? no: it looks like source
Traceback (most recent call last):
  File "prog.py", line 12, in <module>
    main(secret)
  File "prog.py", line 3, in main
  File "lib.py", line 4, in f
    raise ValueError(key)
ValueError: key
  File "prog.py", line 1
    x = = 1
        ^
SyntaxError: invalid syntax
    indented output stays
`;

const FILTERED = TRACEBACK.replace("    kept? no: it looks like source", "    [source removed]")
  .replace("main(secret)", "[source removed]")
  .replace("raise ValueError(key)", "[source removed]")
  .replace("x = = 1", "[source removed]");

test("source lines of tracebacks are removed, wherever output is cut", () => {
  const law = fc.property(fc.array(fc.nat(TRACEBACK.length), { maxLength: 12 }), (cuts) => {
    const filter = new TracebackFilter();
    const places = [0, ...cuts.sort((a, b) => a - b), TRACEBACK.length];
    let count = 0;
    const pieces = places.slice(1).map((end, i) => {
      const piece = new Uint8Array(Buffer.from(TRACEBACK.slice(places[i], end)));
      return Buffer.from(filter.replace(piece, () => count++)).toString();
    });
    const whole = pieces.join("");
    for (const source of ["main(secret)", "ValueError(key)", "x = = 1"]) {
      assert.not.ok(whole.includes(source), whole);
    }
    assert.is(whole, FILTERED);
    assert.is(count, 4);
  });
  fc.assert(law, { seed: 103, numRuns: 500 });
});

test.run();
