/**
 * The tree of compiled units for Graphviz: `dot -Tsvg`. Solid arrows lead from a guard to its bridge,
 * dashed ones are jumps to the label of another unit, dotted ones calls of compiled code.
 */

import { printText } from "../replayer/print-value.ts";
import type { ByteSink, ExportSource } from "./export-format.ts";
import type { Arrow, Box, BoxKind } from "./tree-graph.ts";
import { makeTreeGraph } from "./tree-graph.ts";
import { readUnitTree } from "./unit-tree.ts";

export const BOX_COLOURS: Readonly<Record<BoxKind, string>> = {
  loop: "#cfe3f7",
  "entry bridge": "#d8efd3",
  bridge: "#fdebc8",
  callback: "#eeeeee",
};

const ARROW_STYLES: Readonly<Record<Arrow["kind"], string>> = {
  guard: "solid",
  jump: "dashed",
  call: "dotted",
};

export function writeDot(source: ExportSource, sink: ByteSink): void {
  const { boxes, arrows } = makeTreeGraph(readUnitTree(source));
  const title = quote([printText(source.header.programName)]);
  const line = (text: string): void => sink(Buffer.from(`${text}\n`));
  line("digraph jitreel {");
  line(`  graph [label=${title}, labelloc=t, fontname="monospace"];`);
  line('  node [shape=box, style=filled, fontname="monospace", fontsize=10];');
  line('  edge [fontname="monospace", fontsize=9];');
  for (const box of boxes) line(`  ${box.id} [${describeBox(box)}];`);
  for (const { kind, from, to, lines } of arrows) {
    line(`  ${from} -> ${to} [style=${ARROW_STYLES[kind]}, label=${quote(lines)}];`);
  }
  line("}");
}

function describeBox({ kind, lines, isFreed }: Box): string {
  const freed = isFreed ? ', style="filled,dashed", fontcolor="#777777"' : "";
  return `label=${quote(lines)}, fillcolor="${BOX_COLOURS[kind]}"${freed}`;
}

/** A string of the language; labels understand escapes with `\` and entities with `&`. */
function quote(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replaceAll("&", "&amp;").replaceAll("\\", "\\\\").replaceAll('"', '\\"'),
  );
  return `"${escaped.join("\\n")}"`;
}
