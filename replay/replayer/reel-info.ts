/**
 * What a reel is about: its header, its totals, and whether it is whole.
 */

import type { CheckReport } from "../format/check.ts";
import type { ReelHeader } from "../format/header.ts";
import { NATIVE_ENGINE } from "../format/header.ts";
import { printCount, printPlural, printText } from "./print-value.ts";
import type { Style } from "./style.ts";
import type { Cost } from "./unit-costs.ts";

/** Plain data of `jitreel info --json`; bytes are hexadecimal. */
export function makeInfo(report: CheckReport): Record<string, unknown> {
  const { reader, index, frameCount, problems } = report;
  const { programText, programSha256, ...rest } = reader.header;
  return {
    ...rest,
    programSizeBytes: programText.length,
    programSha256: toHex(programSha256),
    toolVersion: reader.toolVersion(),
    sizeBytes: reader.sizeBytes,
    frames: frameCount,
    blocks: index.blocks.length,
    events: index.events,
    ticks: index.ticks,
    cost: findTotalCost(report),
    kinds: Object.fromEntries(index.kinds.map(({ kind, count }) => [kind, count])),
    sha256: toHex(index.sha256),
    isWhole: problems.length === 0,
  };
}

/** What compiled code has cost in all; stands right before the end. Null for reels without costs. */
function findTotalCost({ reader, index }: CheckReport): Cost | null {
  for (const { event } of reader.events(Math.max(index.events - 2, 0))) {
    if (event?.kind !== "cost" || event.unit !== null) continue;
    const { instructions, cycles } = event;
    return { instructions, cycles };
  }
  return null;
}

/** The lines of `jitreel info`. */
export function printInfo(report: CheckReport, style: Style): string[] {
  const { reader, index, frameCount } = report;
  const { header } = reader;
  const size = `${printPlural(reader.sizeBytes, "byte")}, ${printPlural(frameCount, "frame")}`;
  const cost = findTotalCost(report);
  const kinds = index.kinds.map(({ kind, count }) => `  ${kind.padEnd(14)}${printCount(count)}`);
  const rows: [string, string][] = [
    ["reel", printText(reader.file)],
    ["size", `${size}, ${printPlural(index.blocks.length, "block")}`],
    ["checkpoints", printCount(index.checkpoints.length)],
    ["format", `${header.formatVersion}, behaviour revision ${header.behaviourRevision}`],
    ["written by", `jitreel ${printText(reader.toolVersion())}`],
    ...describeRun(header),
    ["sha256", toHex(index.sha256)],
    ["events", `${printCount(index.events)} in ${printPlural(index.ticks, "tick")}`],
  ];
  if (cost !== null) rows.push(["cost", printCost(cost)]);
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return [...rows.map(([name, value]) => style.strong(name.padEnd(width)) + value), ...kinds];
}

function printCost({ instructions, cycles }: Cost): string {
  return `${printPlural(instructions, "instruction")}, ${printPlural(cycles, "cycle")}`;
}

/** What determines the run, as rows of a table. Rows without a value are left out. */
export function describeRun(header: ReelHeader): [string, string][] {
  const { limits } = header;
  const argv = header.argv.map((one) => ` ${printText(one)}`).join("");
  const limit = (name: string, value: number | null): string =>
    value === null ? "" : `${name} ${printCount(value)}`;
  const limitTexts = [
    limit("steps", limits.maxSteps),
    limit("memory bytes", limits.memoryBytes),
    limit("heap bytes", limits.heapBytes),
  ];
  const rows: [string, string][] = [
    ["program", `${printText(header.programName)}${argv} (${header.guest})`],
    ["program size", printPlural(header.programText.length, "byte")],
    ["program sha256", toHex(header.programSha256)],
    ["parameters", header.jit === "" ? "defaults" : printText(header.jit)],
    ["seed", String(header.seed)],
    ["time", header.timeMode],
    ["run counts", header.countRuns ? "from the start" : ""],
    ["limits", limitTexts.filter((text) => text !== "").join(", ")],
    ["faults", header.faults.map(printText).join(", ")],
    ["grants", header.grants.map(printText).join(", ")],
    ["engine", header.engine === NATIVE_ENGINE ? "" : printText(header.engine)],
    ["redacted", header.redacted.map(printText).join(", ")],
    ["quirks", header.quirks.map(printText).join(", ")],
  ];
  return rows.filter(([, value]) => value !== "");
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
