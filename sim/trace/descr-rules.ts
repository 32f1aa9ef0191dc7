/**
 * Which kinds of descrs operations take: one table, by the operation's name without what tells
 * variants apart.
 */

import type { Descr } from "./descr.ts";
import type { OpName } from "./ops.ts";
import { OP_NAMES, OPS } from "./ops.ts";
import type { ResOp } from "./values.ts";

type DescrKind = Descr["descrKind"];

/** By family: `getfield_gc_i` is of the family `getfield_gc`, all calls of functions of `call`. */
const FAMILIES: Readonly<Record<string, readonly DescrKind[]>> = {
  getfield_gc: ["field"],
  setfield_gc: ["field"],
  getfield_raw: ["field"],
  setfield_raw: ["field"],
  getarrayitem_gc: ["array"],
  setarrayitem_gc: ["array"],
  getarrayitem_raw: ["array"],
  setarrayitem_raw: ["array"],
  raw_load: ["array"],
  raw_store: ["array"],
  getinteriorfield_gc: ["interior"],
  setinteriorfield_gc: ["interior"],
  setinteriorfield_raw: ["interior"],
  new: ["size"],
  new_with_vtable: ["size"],
  new_array: ["array"],
  new_array_clear: ["array"],
  call: ["call"],
  cond_call: ["call"],
  cond_call_value: ["call"],
  call_release_gil: ["call"],
  call_assembler: ["loop"],
  quasiimmut_field: ["quasiimmut"],
};

/** Descrs that may be missing. */
const OPTIONAL: Readonly<Partial<Record<OpName, readonly DescrKind[]>>> = {
  label: ["target"],
  jump: ["target", "loop"],
  finish: ["finish"],
  arraylen_gc: ["array"],
};

function familyOf(name: OpName): string {
  const exact = name.replace(/_pure(?=_[irfnv]$)|_may_force|_loopinvariant/, "");
  return exact.replace(/_[irfnv]$/, "");
}

/** The kinds of descrs that each operation takes; empty when there is no rule. */
export const DESCR_KINDS: Readonly<Record<OpName, readonly DescrKind[]>> = Object.fromEntries(
  OP_NAMES.map((name) => {
    const kinds = OPTIONAL[name] ?? FAMILIES[familyOf(name)] ?? [];
    return [name, OPS[name].isGuard ? ["guard"] : kinds];
  }),
) as unknown as Record<OpName, readonly DescrKind[]>;

/** Whether the operation's descr is of a kind that it takes, or may be missing. */
export function fitsDescr({ opname, descr, info }: ResOp): boolean {
  const wanted = DESCR_KINDS[opname];
  if (wanted.length === 0) return true;
  if (descr === null) return info.isGuard || OPTIONAL[opname] !== undefined;
  if (opname === "new_with_vtable" && descr.descrKind === "size") return descr.layout.hasVtable;
  return wanted.includes(descr.descrKind);
}
