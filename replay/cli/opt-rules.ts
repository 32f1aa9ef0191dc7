/**
 * `jitreel opt --rules`: the table of rewrite rules; with `--unfired`, those that no trace file
 * fires: of the files that are named, or of the package's own.
 */

import { UserError } from "../../sim/base/errors.ts";
import { GiveUp } from "../../sim/optimizer/context.ts";
import { allRules } from "../../sim/optimizer/rules/rules.ts";
import { optimizeTraceFile } from "../../sim/optimizer/run-trace-file.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { collectTraceSources, findOwnTraces } from "./trace-sources.ts";

export function printRules(console: Console, asJson: boolean): void {
  const rules = allRules();
  if (asJson) {
    for (const rule of rules) console.line(JSON.stringify(rule));
    return;
  }
  const nameWidth = Math.max(...rules.map(({ name }) => name.length));
  const passWidth = Math.max(...rules.map(({ pass }) => pass.length));
  for (const { pass, name, text } of rules) {
    console.line(`${pass.padEnd(passWidth)}  ${name.padEnd(nameWidth)}  ${text}`);
  }
}

/** Prints what did not fire; exit code 1 when there is something. */
export function printUnfired(paths: readonly string[], console: Console): number {
  const fired = new Set<string>();
  for (const source of collectTraceSources(paths.length > 0 ? paths : [findOwnTraces()])) {
    try {
      for (const rule of optimizeTraceFile(source.load()).rules) fired.add(rule);
    } catch (error) {
      if (error instanceof UserError) throw error;
      if (!(error instanceof GiveUp)) throw error;
    }
  }
  const unfired = allRules().filter(({ name }) => !fired.has(name));
  for (const { pass, name, text } of unfired) console.line(`${pass}  ${name}  ${text}`);
  return unfired.length === 0 ? EXIT.fine : EXIT.no;
}
