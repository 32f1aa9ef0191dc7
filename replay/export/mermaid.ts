/**
 * The tree of compiled units as a Mermaid flowchart, for texts that show those. Solid arrows lead
 * from a guard to its bridge, dotted ones are jumps to the label of another unit, thick ones calls of
 * compiled code. Viewers have limits: usually 50,000 characters and 500 arrows.
 */

import { printText } from "../replayer/print-value.ts";
import { BOX_COLOURS } from "./dot.ts";
import type { ByteSink, ExportSource } from "./export-format.ts";
import type { Arrow } from "./tree-graph.ts";
import { makeTreeGraph } from "./tree-graph.ts";
import { readUnitTree } from "./unit-tree.ts";

const ARROWS: Readonly<Record<Arrow["kind"], string>> = {
  guard: "-->",
  jump: "-.->",
  call: "==>",
};

export function writeMermaid(source: ExportSource, sink: ByteSink): void {
  const { boxes, arrows } = makeTreeGraph(readUnitTree(source));
  const line = (text: string): void => sink(Buffer.from(`${text}\n`));
  line("flowchart TD");
  line(`  title[${quote([printText(source.header.programName)])}]:::title`);
  for (const { id, kind, lines } of boxes) line(`  ${id}[${quote(lines)}]:::${className(kind)}`);
  for (const { kind, from, to, lines } of arrows) {
    const label = lines.length === 0 ? "" : `|${quote(lines)}|`;
    line(`  ${from} ${ARROWS[kind]}${label} ${to}`);
  }
  line("  classDef title fill:none,stroke:none");
  for (const [kind, colour] of Object.entries(BOX_COLOURS)) {
    line(`  classDef ${className(kind)} fill:${colour},stroke:#555555,color:#000000`);
  }
}

function className(kind: string): string {
  return kind.replace(" ", "_");
}

/** Whatever could mean something to Mermaid or HTML is written as the number of its character. */
function quote(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replace(/[^\p{L}\p{N} .,/=+-]/gu, (character) => `#${character.codePointAt(0)};`),
  );
  return `"${escaped.join("<br/>")}"`;
}
