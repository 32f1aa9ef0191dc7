/**
 * What the events of one block share while they are written: the tables of texts, green keys and
 * operations, and the last values that others are written as differences from. A new block begins
 * with a new one. Its reading side: block-reader.ts.
 */

import type { GreenKeyRecord } from "../../sim/hooks/events.ts";
import { GreenKeyTableWriter } from "./green-key-codec.ts";
import { OperationTablesWriter } from "./operation-tables.ts";
import { TextTableWriter } from "./text-table.ts";
import type { TokenWriter } from "./token-writer.ts";

/** Where the tokens of events go. */
export class BlockWriter {
  readonly tokens: TokenWriter;
  private readonly texts: TextTableWriter;
  readonly greenKeys = new GreenKeyTableWriter();
  readonly operations = new OperationTablesWriter();
  /** Virtual time of the last event. */
  ticks = 0;
  /** The last address of code. */
  code = 0;
  /** The last address of a guard. */
  guard = 0;
  /** The last number of an owner. */
  owner = 0;
  /** Names of the boxes that the present event's operations begin with. */
  inputArgs: readonly string[] = [];

  constructor(tokens: TokenWriter, strings: TokenWriter) {
    this.tokens = tokens;
    this.texts = new TextTableWriter(strings);
  }

  text(text: string): void {
    this.tokens.int(this.texts.numberOf(text));
  }

  /** The token that {@link text} writes. */
  numberOf(text: string): number {
    return this.texts.numberOf(text);
  }

  /** An integer as its difference from `last`, or by itself where that is not exact. */
  near(value: number, last: number): void {
    const difference = value - last;
    if (Number.isSafeInteger(difference)) this.tokens.int(difference);
    else this.tokens.boxedInt(value);
  }

  greenKey(key: GreenKeyRecord): void {
    this.greenKeys.put(key, this);
  }
}
