/**
 * Profiles for speedscope. A stack is a loop and the bridges that lead to a bridge; its weight is what
 * that unit alone has of something, so what is under a loop is the loop with all of its bridges:
 *
 *     cycles, instructions   what compiled code has cost (virtual, exact), when the reel tells
 *     runs                   entries, when the run counted them
 *     operations             number of compiled operations
 *
 * There is no time in it: a profile that has no weights is left out, `operations` is always there.
 */

import { printJson } from "../format/event-json.ts";
import { printText } from "../replayer/print-value.ts";
import { placeOf } from "../replayer/source-texts.ts";
import type { ByteSink, ExportSource } from "./export-format.ts";
import type { TreeUnit, UnitTree } from "./unit-tree.ts";
import { readUnitTree } from "./unit-tree.ts";

/** Bridges of bridges beyond this lose the outermost. */
const STACK_MAX = 500;

const SCHEMA = "https://www.speedscope.app/file-format-schema.json";

/** What a unit weighs; null when that is not known. */
type Weigh = (unit: TreeUnit, tree: UnitTree) => number | null;

const PROFILES: readonly (readonly [name: string, weigh: Weigh])[] = [
  ["cycles", ({ identity }, tree) => tree.costs[identity.index]?.cycles ?? null],
  ["instructions", ({ identity }, tree) => tree.costs[identity.index]?.instructions ?? null],
  ["runs", (unit, tree) => tree.runsOf(unit)],
  ["operations", ({ operationCount }) => operationCount],
];

interface Sample {
  readonly stack: readonly number[];
  readonly weight: number;
}

export function writeSpeedscope(source: ExportSource, sink: ByteSink): void {
  const tree = readUnitTree(source);
  const profiles = PROFILES.flatMap(([name, weigh]) => {
    const samples = weighUnits(tree, weigh);
    return samples.length > 0 || name === "operations" ? [makeProfile(name, samples)] : [];
  });
  const file = {
    $schema: SCHEMA,
    name: printText(source.header.programName),
    exporter: "jitreel",
    activeProfileIndex: 0,
    shared: { frames: tree.units.map(makeFrame) },
    profiles,
  };
  sink(Buffer.from(`${printJson(file)}\n`));
}

function makeFrame({ identity }: TreeUnit): Readonly<Record<string, unknown>> {
  const { name, location } = identity;
  const place = placeOf(location);
  const at = place === null ? {} : { file: place.fileName, line: place.line };
  return { name: `${name} ${location}`.trimEnd(), ...at };
}

function weighUnits(tree: UnitTree, weigh: Weigh): Sample[] {
  return tree.units.flatMap((unit) => {
    const weight = unit.isSelected ? weigh(unit, tree) : null;
    return weight === null || weight <= 0 ? [] : [{ stack: stackOf(unit, tree), weight }];
  });
}

/** From the loop to the unit; an owner was compiled before, so this ends. */
function stackOf(unit: TreeUnit, tree: UnitTree): number[] {
  const stack: number[] = [];
  for (let one: TreeUnit | null = unit; one !== null; one = tree.ownerOf(one)) {
    if (stack.push(one.identity.index) === STACK_MAX) break;
  }
  return stack.reverse();
}

function makeProfile(name: string, samples: readonly Sample[]): Readonly<Record<string, unknown>> {
  return {
    type: "sampled",
    name,
    unit: "none",
    startValue: 0,
    endValue: samples.reduce((sum, { weight }) => sum + weight, 0),
    samples: samples.map(({ stack }) => stack),
    weights: samples.map(({ weight }) => weight),
  };
}
