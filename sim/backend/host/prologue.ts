/**
 * The beginning of a host function: takes the arguments of the entry and checks their
 * representations before anything has happened, then sets up exception, time and counts.
 *
 * Entry 0 is the root's start and entry N its Nth label; both take `state.values`. An assembler
 * call enters at the start with its arguments as parameters, which saves the array.
 */

import { DIRECT_ENTRY } from "./host-root.ts";
import { I32, NUM } from "./representation.ts";
import type { UnitWriter } from "./unit-writer.ts";
import { misfitsI32 } from "./unit-writer.ts";

/** Parameters of a direct entry. */
export function parametersOf(w: UnitWriter): string[] {
  return w.job.root.unit.inputSlots.map((_, index) => `a${index}`);
}

export function writePrologue(w: UnitWriter): string[] {
  const { root, labels, out } = w.job;
  const parameters = parametersOf(w);
  const lines = ["switch (e) {"];
  const startExit = root.addExit({ kind: "entry", entry: 0 });
  const keep = `S.values = [${parameters.join(", ")}]; `;
  const { inputSlots } = root.unit;
  lines.push(`case ${DIRECT_ENTRY}: {`);
  lines.push(
    ...takeArguments(w, inputSlots, parameters, `{ ${keep}S.token = null; return ${startExit}; }`),
  );
  lines.push("e = 0; S.token = null; break; }", "case 0: { const values = S.values;");
  lines.push(...takeArguments(w, inputSlots, values(inputSlots), `return ${startExit};`));
  lines.push("break; }");
  for (const { entry, slots } of labels.values()) {
    lines.push(`case ${entry}: { const values = S.values;`);
    const code = root.addExit({ kind: "entry", entry });
    lines.push(...takeArguments(w, slots, values(slots), `return ${code};`), "break; }");
  }
  lines.push("}");
  if (out.usesException) lines.push("let x = S.exception; S.exception = null;");
  if (out.usesToken) lines.push("let T = S.token;");
  lines.push(...writeTime(w), ...writeCount(w));
  return lines;
}

function values(slots: readonly number[]): string[] {
  return slots.map((_, index) => `values[${index}]`);
}

function writeTime(w: UnitWriter): string[] {
  if (!w.job.hasLoop) return ["let u = 0, D = C.ticks;"];
  return [
    "let u = 0, n = Math.max(0, Math.min(B.ticks, S.limit - C.ticks));",
    "let D = C.ticks + n, t = n | 0;",
  ];
}

function writeCount(w: UnitWriter): string[] {
  const { unit } = w.linked;
  if (!unit.counted) return [];
  const owner = w.out.constant(unit.guard ?? unit.token);
  const kind = unit.guard === null ? "e" : "b";
  return [`if (e === 0) S.services.countRun("${kind}", ${owner});`];
}

function takeArguments(
  w: UnitWriter,
  slots: readonly number[],
  given: readonly string[],
  misfit: string,
): string[] {
  return slots.flatMap((slot, index) => {
    const { text, rep } = w.variable(slot);
    const value = given[index] as string;
    const kind = w.facts.kinds[slot];
    if (kind === "f") return `${text} = +${value};`;
    if (kind !== "i" || rep > NUM) return `${text} = ${value};`;
    const test = rep === I32 ? misfitsI32(value) : `typeof ${value} !== "number"`;
    return [`if (${test}) ${misfit}`, `${text} = ${rep === I32 ? `${value} | 0` : `+${value}`};`];
  });
}
