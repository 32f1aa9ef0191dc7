/**
 * The operations of a trace in the words of PyPy's logger: a comment that says what it is, input
 * arguments, and a line each, with the offset of its code from the first byte of the unit's block.
 */

import type { CompileEvent, OperationRecord } from "../format/events.ts";
import { printOperation, printText } from "../replayer/print-value.ts";
import { printHex } from "./pypylog-parts.ts";

/** The lines of `jit-log-opt-loop` or `jit-log-opt-bridge`. */
export function printCompiled(event: CompileEvent): string[] {
  const { type, loopNo, bridgeNo, operations, inputArgs } = event;
  const count = `${operations.length} ops`;
  const location = printText(event.greenKey?.text ?? "");
  const title =
    type === "bridge"
      ? `# bridge out of Guard ${printHex(bridgeNo)} with ${count}`
      : `# Loop ${loopNo} (${location}) : ${type} with ${count}`;
  const base = findBase(event);
  const lines = operations.map((operation) => {
    const text = printOperation(operation);
    return operation.offset < 0 ? text : `+${base + operation.offset}: ${text}`;
  });
  return [title, printInputs(inputArgs), ...lines, `+${base + event.asmlen}: --end of the loop--`];
}

/** The lines of `jit-log-noopt`; what no operation makes comes in. */
export function printGivenUp(operations: readonly OperationRecord[]): string[] {
  const title = `# Traced loop or bridge with ${operations.length} ops`;
  return [title, printInputs(findInputs(operations)), ...operations.map(printOperation)];
}

/** Where the operations begin in their block; 0 for code that is not in one. */
function findBase({ asmaddr, blockAddress, blockSize }: CompileEvent): number {
  const base = asmaddr - blockAddress;
  return base >= 0 && base <= blockSize ? base : 0;
}

function printInputs(names: readonly string[]): string {
  return `[${names.map(printText).join(", ")}]`;
}

const BOX = /^[ipfr]\d+$/;

/** Boxes that no operation makes, in the order of their first use. */
export function findInputs(operations: readonly OperationRecord[]): string[] {
  const made = new Set<string>();
  const inputs = new Set<string>();
  for (const { args, result } of operations) {
    for (const name of args) if (BOX.test(name) && !made.has(name)) inputs.add(name);
    if (result !== "") made.add(result);
  }
  return [...inputs];
}
