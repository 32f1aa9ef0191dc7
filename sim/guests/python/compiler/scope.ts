/**
 * One scope of names: what happens to each name in it (roles), and after `finalize` where each name
 * lives (places). Class scopes hide their names from functions inside them.
 *
 * Counterpart: pypy/interpreter/astcompiler/symtable.py (Scope and its subclasses).
 */

import type { Located } from "../parser/ast.ts";
import { PythonSyntaxError, type SourceText } from "../parser/source-text.ts";
import { mangleName } from "./mangle.ts";

/** Bits of a role: what is done with a name in a scope. */
export const ROLES = {
  GLOBAL: 1,
  ASSIGNED: 2,
  PARAM: 4,
  NONLOCAL: 8,
  USED: 16,
  ANNOTATED: 32,
  COMP_ITER: 64,
} as const;

/** Where a name lives. `cell_class` is the `__class__` cell of a class body. */
export type Place =
  | "unknown"
  | "global_implicit"
  | "global_explicit"
  | "local"
  | "free"
  | "cell"
  | "cell_class";

/** The kinds of scopes. */
export type ScopeKind = "module" | "class" | "function" | "async_function" | "comprehension";

const BOUND = ROLES.PARAM | ROLES.ASSIGNED;

/** The names of a module, class, function or comprehension. */
export class Scope {
  readonly kind: ScopeKind;
  readonly name: string;
  readonly at: Located;
  readonly source: SourceText;
  parent: Scope | null = null;
  readonly children: Scope[] = [];
  readonly roles = new Map<string, number>();
  readonly places = new Map<string, Place>();
  /** Parameters, in the order of `co_varnames`. */
  readonly varnames: string[] = [];
  /** Names that come from outside, including those that only pass through a class. */
  readonly freeVars: string[] = [];
  readonly nonlocalDirectives = new Map<string, Located>();
  nested = false;
  isCoroutine: boolean;
  isGenerator = false;
  hasYieldInsideTry = false;
  hasVariableArg = false;
  hasKeywordsArg = false;
  containsAnnotated = false;
  /** Depth of try bodies around the node being visited. */
  tryDepth = 0;
  /** The target of a comprehension's clause is being visited. */
  inComprehensionTarget = false;
  /** Depth of iterables of comprehensions around the node being visited. */
  comprehensionIterDepth = 0;

  constructor(kind: ScopeKind, name: string, at: Located, source: SourceText) {
    this.kind = kind;
    this.name = name;
    this.at = at;
    this.source = source;
    this.isCoroutine = kind === "async_function";
  }

  /** Functions, lambdas and comprehensions: locals are numbered. */
  get isFunction(): boolean {
    return this.kind !== "module" && this.kind !== "class";
  }

  /** `shift` is for errors whose column PyPy counts from 0. */
  fail(message: string, at: Located = this.at, shift = 0): never {
    const { source } = this;
    throw new PythonSyntaxError(source, message, at.line, at.column + shift, "SyntaxError", true);
  }

  addChild(child: Scope): void {
    child.parent = this;
    child.nested = this.isFunction;
    child.comprehensionIterDepth = this.comprehensionIterDepth;
    this.children.push(child);
  }

  mangle(name: string): string {
    if (this.kind === "class") return mangleName(name, this.name);
    return this.parent === null ? name : this.parent.mangle(name);
  }

  /** Where `name` lives, once the scope is finalized. */
  lookup(name: string): Place {
    return this.places.get(this.mangle(name)) ?? "unknown";
  }

  roleOf(name: string): number {
    return this.roles.get(this.mangle(name)) ?? 0;
  }

  /** Records that `name` occurs here; returns the mangled name. */
  note(name: string, role: number, at: Located = this.at): string {
    if (role === ROLES.USED && name === "super" && this.isFunction) {
      this.note("__class__", ROLES.USED, at);
    }
    const mangled = this.mangle(name);
    const old = this.roles.get(mangled) ?? 0;
    let updated = role | old;
    if (old & ROLES.PARAM && role & ROLES.PARAM) {
      this.fail(`duplicate argument '${name}' in function definition`, at, -1);
    }
    if (this.inComprehensionTarget) {
      if (updated & (ROLES.GLOBAL | ROLES.NONLOCAL)) {
        const what = "comprehension inner loop cannot rebind assignment expression target";
        this.fail(`${what} '${name}'`);
      }
      updated |= ROLES.COMP_ITER;
    }
    this.roles.set(mangled, updated);
    if (role & ROLES.PARAM) this.varnames.push(mangled);
    return mangled;
  }

  /**
   * Decides where every name lives. `bound` holds what enclosing functions bind (null for a
   * module), `globs` what is explicitly global around; the names this scope needs from outside go
   * to `free`.
   */
  finalize(bound: Set<string> | null, free: Set<string>, globs: Set<string>): void {
    const isClass = this.kind === "class";
    const local = new Set<string>();
    const innerBound = new Set<string>();
    const innerGlobs = new Set<string>();
    const innerFree = new Set<string>();
    const passOn = () => {
      if (this.isFunction) for (const name of local) innerBound.add(name);
      for (const name of globs) innerGlobs.add(name);
      if (bound !== null) for (const name of bound) innerBound.add(name);
    };
    if (isClass) passOn();
    for (const [name, role] of this.roles) this.finalizeName(name, role, local, bound, free, globs);
    if (isClass) innerBound.add("__class__");
    else passOn();
    for (const child of this.children) {
      const childFree = new Set<string>();
      child.finalize(new Set(innerBound), childFree, new Set(innerGlobs));
      for (const name of childFree) innerFree.add(name);
    }
    this.finalizeCells(innerFree);
    for (const name of innerFree) this.passThrough(name, bound);
    for (const name of innerFree) free.add(name);
  }

  private finalizeName(
    name: string,
    role: number,
    local: Set<string>,
    bound: Set<string> | null,
    free: Set<string>,
    globs: Set<string>,
  ): void {
    if (role & ROLES.GLOBAL) {
      this.places.set(name, "global_explicit");
      globs.add(name);
      bound?.delete(name);
    } else if (role & ROLES.NONLOCAL) {
      if (bound === null || !bound.has(name)) {
        this.fail(`no binding for nonlocal '${name}' found`, this.nonlocalDirectives.get(name), -1);
      }
      this.places.set(name, "free");
      if (this.kind !== "class") this.freeVars.push(name);
      free.add(name);
    } else if (role & (BOUND | ROLES.ANNOTATED)) {
      this.places.set(name, "local");
      local.add(name);
      globs.delete(name);
    } else if (bound?.has(name)) {
      this.places.set(name, "free");
      this.freeVars.push(name);
      free.add(name);
    } else this.places.set(name, "global_implicit");
  }

  /** Locals that inner scopes need become cells. */
  private finalizeCells(free: Set<string>): void {
    for (const [name, place] of this.places) {
      if (place !== "local" || !free.has(name)) continue;
      if (this.isFunction) this.places.set(name, "cell");
      else if (this.kind === "class" && name === "__class__") this.places.set(name, "cell_class");
      else continue;
      free.delete(name);
    }
  }

  /** An inner scope needs `name` from further outside: it goes through this one. */
  private passThrough(name: string, bound: Set<string> | null): void {
    const role = this.roles.get(name);
    if (role === undefined) {
      if (!bound?.has(name)) return;
      this.places.set(name, "free");
      this.freeVars.push(name);
    } else if (role & (BOUND | ROLES.GLOBAL) && this.kind === "class" && !(role & ROLES.NONLOCAL)) {
      // The class has an attribute of this name: that stays local, the free variable passes by.
      this.freeVars.push(name);
    }
  }
}
