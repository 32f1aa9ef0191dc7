/**
 * For tests: what a listing of machine code needs, without colours and without names of addresses.
 */

import type { CodeState } from "./code-state.ts";
import { CodeSymbols } from "./code-symbols.ts";
import type { CodeContext } from "./print-code.ts";
import { PLAIN_STYLE } from "./style.ts";

export function makeCodeContext(state: CodeState): CodeContext {
  const symbols = new CodeSymbols(state);
  return { state, symbols, nameAddress: () => null, style: PLAIN_STYLE };
}
