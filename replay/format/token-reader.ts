/**
 * Takes the values of an event's array one after the other, and checks each. What is not as it
 * should be is damage: a SchemaError.
 */

import { SchemaError } from "./schema-error.ts";

/** The values of one array, from the first on. */
export class TokenReader {
  private readonly tokens: readonly unknown[];
  private at = 0;

  constructor(tokens: readonly unknown[]) {
    this.tokens = tokens;
  }

  /** How many values have been taken. */
  get takenCount(): number {
    return this.at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  /** Any value. */
  take(): unknown {
    if (this.at >= this.tokens.length) throw new SchemaError("the event ends too early");
    return this.tokens[this.at++];
  }

  /** Whether the next value is nil, which is taken then. */
  takeNil(): boolean {
    if (this.tokens[this.at] !== null || this.isAtEnd) return false;
    this.at++;
    return true;
  }

  int(): number {
    const token = this.take();
    return typeof token === "number" && Number.isSafeInteger(token) ? token : wideInt(token);
  }

  /** A number of things, each of which takes at least one value. */
  count(): number {
    return this.checkCount(this.int());
  }

  /** Refuses a number of things that cannot all follow. */
  checkCount(count: number): number {
    if (count >= 0 && count <= this.tokens.length - this.at) return count;
    throw new SchemaError(`${count} things are said to follow`);
  }

  /** An integer as its difference from `last`, or by itself in an array. */
  near(last: number): number {
    const token = this.take();
    if (Array.isArray(token) && token.length === 1) return wideInt(token[0]);
    const value = last + (typeof token === "number" ? token : wideInt(token));
    return Number.isSafeInteger(value) ? value : notAnInt(value);
  }
}

/** Integers of more than 32 bits come as bigints. */
function wideInt(token: unknown): number {
  const value = typeof token === "bigint" ? Number(token) : token;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || Object.is(value, -0)) {
    return notAnInt(token);
  }
  return value;
}

function notAnInt(found: unknown): never {
  const shown = typeof found === "string" ? JSON.stringify(found) : String(found);
  throw new SchemaError(`expected an integer below 2^53, found ${shown.slice(0, 60)}`);
}
