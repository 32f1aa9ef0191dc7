/**
 * Pictures of the unit tree: Graphviz draws every one and shows each text as it is, whatever is in
 * it; Mermaid's lines keep to the few forms that are written, and say the same.
 */

import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { CompileEvent, JitEvent } from "../format/events.ts";
import type { ExportSource } from "./export-format.ts";
import { sampleReel } from "../format/sample-reel.ts";
import { makeTreeGraph } from "./tree-graph.ts";
import type { TreeGraph } from "./tree-graph.ts";
import { exportSource, listRuns, openBytes, openRun } from "./testing.ts";
import { readUnitTree } from "./unit-tree.ts";

function graphOf(source: ExportSource): TreeGraph {
  return makeTreeGraph(readUnitTree(source));
}

/** It has no --version. */
function hasGraphviz(): boolean {
  const isThere = spawnSync("dot", ["-V"]).status === 0;
  if (!isThere && process.env.CI !== undefined) throw new Error("dot is needed under CI");
  if (!isThere) console.log("skipped: dot is missing");
  return isThere;
}

/** What stands in a picture: boxes and arrows with their lines of text. */
type Drawn = readonly (readonly [name: string, lines: readonly string[]])[];

function expectedOf({ boxes, arrows }: TreeGraph): Drawn {
  const arrow = ({ from, to, lines }: TreeGraph["arrows"][number]): Drawn[number] => [
    `${from}->${to}`,
    lines.flatMap(seen),
  ];
  return [...boxes.map(({ id, lines }): Drawn[number] => [id, lines.flatMap(seen)])]
    .concat(arrows.map(arrow).map(([name, lines]) => [name, lines]))
    .sort(byText);
}

function byText(a: Drawn[number], b: Drawn[number]): number {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** An empty line is drawn as nothing. */
function seen(line: string): string[] {
  return line.trim() === "" ? [] : [line];
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/g, (_, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[name] ?? `&${name};`;
  });
}

/** Draws with Graphviz and reads the picture. */
function draw(dot: Buffer): Drawn {
  const run = spawnSync("dot", ["-Tsvg"], { input: dot, encoding: "utf8", maxBuffer: 1 << 28 });
  assert.is(run.status, 0, run.stderr);
  assert.not.match(run.stderr, "syntax");
  const drawn: [string, string[]][] = [];
  for (const [, kind, body] of run.stdout.matchAll(
    /<g id="\w+" class="(node|edge)">([\s\S]*?)<\/g>/g,
  )) {
    const name = unescapeXml(/<title>([\s\S]*?)<\/title>/.exec(body!)![1]!);
    const texts = [...body!.matchAll(/<text[^>]*>([\s\S]*?)<\/text>/g)];
    assert.ok(kind === "edge" || texts.length > 0);
    drawn.push([name, texts.map(([, text]) => unescapeXml(text!)).flatMap(seen)]);
  }
  return drawn.sort(byText);
}

const TEXT = '"((?:[\\p{L}\\p{N} .,/=+-]|#\\d+;|<br/>)*)"';
const BOX = new RegExp(`^  (u\\d+)\\[${TEXT}\\]:::(loop|entry_bridge|bridge|callback)$`, "u");
const ARROW = new RegExp(`^  (u\\d+) (?:-->|-\\.->|==>)(?:\\|${TEXT}\\|)? (u\\d+)$`, "u");
const OTHER = new RegExp(`^flowchart TD$|^  title\\[${TEXT}\\]:::title$|^  classDef \\w+ `, "u");

/** Reads a flowchart of the forms that are written; nothing else may stand in it. */
function readMermaid(text: string): Drawn {
  const drawn: [string, string[]][] = [];
  const decode = (label: string): string[] => {
    return label
      .split("<br/>")
      .map((line) => line.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))))
      .flatMap(seen);
  };
  for (const line of text.split("\n").slice(0, -1)) {
    const box = BOX.exec(line);
    const arrow = ARROW.exec(line);
    if (box !== null) drawn.push([box[1]!, decode(box[2]!)]);
    else if (arrow !== null) drawn.push([`${arrow[1]}->${arrow[3]}`, decode(arrow[2] ?? "")]);
    else assert.match(line, OTHER);
  }
  return drawn.sort(byText);
}

test("all recorded runs: both formats draw every unit and arrow with its texts", () => {
  const canDraw = hasGraphviz();
  const kinds = new Set<string>();
  for (const run of listRuns()) {
    const source = openRun(run);
    const graph = graphOf(source);
    const expected = expectedOf(graph);
    assert.equal(readMermaid(exportSource("mermaid", source).toString()), expected);
    if (canDraw) assert.equal(draw(exportSource("dot", source)), expected);
    for (const { kind } of [...graph.boxes, ...graph.arrows]) kinds.add(kind);
    const events = [...source.events()].map(({ event }) => event);
    const compiled = events.filter((event): event is CompileEvent => event?.kind === "compile");
    const bridges = compiled.filter(({ type }) => type === "bridge");
    assert.is(graph.arrows.filter(({ kind }) => kind === "guard").length, bridges.length);
    for (const [i, unit] of graph.boxes.filter(({ kind }) => kind !== "callback").entries()) {
      const { operations } = compiled[i]!;
      assert.match(unit.lines[2]!, `${operations.length.toLocaleString("en")} op`);
    }
  }
  const all = ["bridge", "call", "callback", "entry bridge", "guard", "jump", "loop"];
  assert.equal([...kinds].sort(), all);
});

test("run counts stand at boxes and arrows", () => {
  const { boxes } = graphOf(openRun("debug-counters"));
  assert.ok(boxes[0]!.lines.includes("passes 2, 127"));
  assert.ok(boxes[0]!.lines.includes("2 runs"));
});

test("only selected units are drawn", () => {
  const { boxes, arrows } = graphOf(openRun("bridge", { from: 11, to: 20, matches: null }));
  assert.equal(
    boxes.map(({ id }) => id),
    ["u1", "u2"],
  );
  assert.equal(arrows, []);
});

test("hostile names are shown as they are", () => {
  const canDraw = hasGraphviz();
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
      const source = openBytes(sampleReel(events));
      const expected = expectedOf(graphOf(source));
      assert.equal(readMermaid(exportSource("mermaid", source).toString()), expected);
    }),
    { numRuns: 500 },
  );
  if (!canDraw) return;
  for (const name of HOSTILE) {
    const source = openBytes(sampleReel([makeCallback(name)]));
    assert.equal(draw(exportSource("dot", source)), expectedOf(graphOf(source)), name);
  }
});

const HOSTILE = [
  'a"] -> b [label="',
  "\\",
  "\\N\\G\\L\\l\\r",
  "&amp;&lt;&#65;&",
  "<b>x</b>",
  "-->|x|",
  "\x1b[31m\0\n\u2028",
  "\ud800 ä 漢 🎉",
  "/* */ // #",
  "%%{init: {}}%%",
  "fa:fa-ban `x` _y_ **z**",
];

function makeCallback(text: string): JitEvent {
  const greenKey = { text, position: 0, codeName: text, fileName: text, firstLine: 1 };
  return {
    kind: "tmp_callback",
    ticks: 0,
    greenKey: { ...greenKey, codeNumber: 0 },
    blockAddress: 0,
    blockSize: 0,
  };
}

test.run();
