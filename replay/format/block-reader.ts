/**
 * What the events of one block share while they are read: the reading side of block-writer.ts.
 */

import type { GreenKeyRecord } from "../../sim/hooks/events.ts";
import { GreenKeyTableReader } from "./green-key-codec.ts";
import { OperationTablesReader } from "./operation-tables.ts";
import { TextTableReader } from "./text-table.ts";
import { TokenReader } from "./token-reader.ts";

/** Where the tokens of events come from. */
export class BlockReader {
  tokens = new TokenReader([]);
  readonly texts = new TextTableReader();
  readonly greenKeys = new GreenKeyTableReader();
  readonly operations = new OperationTablesReader();
  ticks = 0;
  code = 0;
  guard = 0;
  owner = 0;
  inputArgs: readonly string[] = [];
  /** Operations of the present frame's events so far. */
  operationCount = 0;

  text(): string {
    return this.texts.get(this.tokens.int());
  }

  greenKey(): GreenKeyRecord {
    return this.greenKeys.take(this);
  }
}
