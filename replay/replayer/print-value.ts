/**
 * How numbers, addresses and texts of a run are shown to a person. Never by locale.
 */

import type { GreenKeyRecord, OperationRecord } from "../format/events.ts";

/** An integer with its digits in groups of three: `1,234,567`. */
export function printCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 loop`, `2 loops`. */
export function printPlural(count: number, noun: string): string {
  return `${printCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** An address in hexadecimal; -1 stands for none. */
export function printAddress(address: number): string {
  return address < 0 ? "none" : `0x${address.toString(16)}`;
}

/** Text of the guest with control characters, marks of direction and lone surrogates made visible. */
export function printText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** Like {@link printText}, of a text of several lines. */
export function printLines(text: string): string {
  return text.replace(/[^\n\t]+/g, printText);
}

/** The beginning of some bytes, as a quoted text when they are one. */
export function printBytes(bytes: Uint8Array, shownMax = 40): string {
  const text = Buffer.from(bytes.subarray(0, shownMax))
    .toString("utf8")
    .replace(/\ufffd+$/, "");
  const isText = !/[^\P{Cc}\n\t]|\ufffd/u.test(text);
  const shown = isText ? JSON.stringify(text) : Buffer.from(bytes.subarray(0, 16)).toString("hex");
  return bytes.length > (isText ? shownMax : 16) ? `${shown}…` : shown;
}

/** A green key's location, or what stands for it in a bridge. */
export function printGreenKey(key: GreenKeyRecord | null): string {
  return key === null ? "" : printText(key.text);
}

/** An operation as PyPy's hooks show it: `i2 = int_add(i0, 1)`, `guard_true(i2) [p0]`. */
export function printOperation(operation: OperationRecord): string {
  const descr = operation.descr === "" ? [] : [`descr=${operation.descr}`];
  const result = operation.result === "" ? "" : `${operation.result} = `;
  const fail = operation.failArgs === null ? "" : ` [${operation.failArgs.join(", ")}]`;
  return printText(
    `${result}${operation.name}(${[...operation.args, ...descr].join(", ")})${fail}`,
  );
}

/** Number of guards among operations. */
export function countGuards(operations: readonly OperationRecord[]): number {
  return operations.filter((one) => one.name.startsWith("guard_")).length;
}
