/** placeholder */
import type { Module } from "../parser/ast.ts";
export function foldConstants(m: Module): Module {
  return m;
}
