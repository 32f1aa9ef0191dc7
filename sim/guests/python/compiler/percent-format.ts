/** placeholder */
import type { LiteralValue } from "../parser/ast.ts";
export function formatPercent(_f: string, _v: LiteralValue): LiteralValue | undefined {
  return undefined;
}
