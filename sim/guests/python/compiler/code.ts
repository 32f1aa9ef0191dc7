/**
 * What the compiler produces: code objects as plain data. The interpreter wraps a CodeTemplate into
 * its own code object; nothing here refers to guest objects.
 *
 * Invariants: `co_code` is wordcode (pairs of bytes); constants are a closed union, a tuple or
 * frozenset constant holds constants; names are plain host strings (code points above the BMP as
 * surrogate pairs).
 *
 * Counterpart: pypy/interpreter/pycode.py (the compile-time part).
 */

import type { LiteralValue } from "../parser/ast.ts";

/** A constant a code object refers to. */
export type Constant =
  | LiteralValue
  | { readonly kind: "frozenset"; readonly items: readonly LiteralValue[] }
  | { readonly kind: "code"; readonly code: CodeTemplate };

/** Bits of `co_flags`. */
/** What the built-in functions written in Python call their file; their frames are hidden. */
export const APP_LEVEL_NAME = "<builtin>/__builtin__/";

export const CODE_FLAGS = {
  CO_OPTIMIZED: 0x1,
  CO_NEWLOCALS: 0x2,
  CO_VARARGS: 0x4,
  CO_VARKEYWORDS: 0x8,
  CO_NESTED: 0x10,
  CO_GENERATOR: 0x20,
  CO_NOFREE: 0x40,
  CO_COROUTINE: 0x80,
  CO_ITERABLE_COROUTINE: 0x100,
  CO_ASYNC_GENERATOR: 0x200,
  /** PyPy's own: the first constant is a docstring that may be taken away. */
  CO_KILL_DOCSTRING: 0x2000000,
  /** PyPy's own: a generator that must be closed, since it yields inside a try. */
  CO_YIELD_INSIDE_TRY: 0x4000000,
} as const;

/** A code object as the compiler leaves it; field names are Python's. */
export interface CodeTemplate {
  readonly co_name: string;
  /** The name with those of the scopes around it; no attribute of code objects in 3.9. */
  readonly qualname: string;
  readonly co_filename: string;
  readonly co_firstlineno: number;
  readonly co_code: Uint8Array;
  readonly co_consts: readonly Constant[];
  readonly co_names: readonly string[];
  readonly co_varnames: readonly string[];
  readonly co_freevars: readonly string[];
  readonly co_cellvars: readonly string[];
  readonly co_argcount: number;
  readonly co_posonlyargcount: number;
  readonly co_kwonlyargcount: number;
  readonly co_nlocals: number;
  readonly co_stacksize: number;
  readonly co_flags: number;
  /** Pairs of (byte increment, signed line increment), as PyPy 3.9 writes them. */
  readonly co_lnotab: Uint8Array;
}
