/**
 * `jitreel --jit help`: the JIT's parameters, sorted by name as PyPy
 * prints them.
 */

import { PARAM_TABLE } from "../../sim/metainterp/params.ts";

const NAME_WIDTH = 22;
const DEFAULT_WIDTH = 7;

/** The lines of the table. */
export function printParameters(): string[] {
  const rows = Object.entries(PARAM_TABLE).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([name, [value, doc]]) =>
    [name.padEnd(NAME_WIDTH), String(value).padEnd(DEFAULT_WIDTH), doc].join("  "),
  );
  return [
    "--jit name=value[,name=value…]  or  --jit off  or  --jit default",
    "",
    ["parameter".padEnd(NAME_WIDTH), "default".padEnd(DEFAULT_WIDTH), "meaning"].join("  "),
    ...lines,
  ];
}
