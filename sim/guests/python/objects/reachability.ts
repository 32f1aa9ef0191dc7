/**
 * What a simulated collection finds in use: everything that is reached from the roots, over whatever
 * host objects lie between two Python objects. Weak references are not followed.
 *
 * Fields that are host functions are not looked into, so what only a closure holds is not found;
 * host code therefore keeps Python objects in fields. Classes hold their subclasses: they never die.
 */

import { JitDriver } from "../../../hints/jit-driver.ts";
import type { ObjSpace } from "./space.ts";
import { W_Proxy, W_WeakRef } from "./weakref-object.ts";
import { W_Root } from "./w-root.ts";

export class Reachability {
  private readonly seen = new Set<object>();
  private readonly pending: object[] = [];
  private readonly space: ObjSpace;
  /** What is not entered: what is known to be in use. */
  private readonly known: Reachability | null;
  /** What is marked, but not looked into. */
  private readonly ends: ReadonlySet<object>;

  constructor(
    space: ObjSpace,
    known: Reachability | null = null,
    ends: ReadonlySet<object> = new Set(),
  ) {
    this.space = space;
    this.known = known;
    this.ends = ends;
    // None of these keeps alive what a program has dropped; nor does the JIT behind a driver.
    for (const apart of [space.control, space.host, space.weakrefs, space.finalizers]) {
      if (apart !== null) this.seen.add(apart);
    }
  }

  has(object: object): boolean {
    return this.seen.has(object);
  }

  /** The marked ones of `objects`, in the order of marking. */
  marked<T extends object>(objects: ReadonlySet<T>): T[] {
    return [...(this.seen as Set<T>)].filter((object) => objects.has(object));
  }

  /** Marks `root` and all that it leads to. */
  mark(root: object): void {
    this.visit(root);
    this.finish();
  }

  /** Marks what `root` leads to. */
  markBeyond(root: object): void {
    this.visitChildren(root);
    this.finish();
  }

  private finish(): void {
    for (;;) {
      const object = this.pending.pop();
      if (object === undefined) return;
      if (!this.ends.has(object)) this.visitChildren(object);
    }
  }

  private visit(value: unknown): void {
    if (typeof value !== "object" || value === null || this.seen.has(value)) return;
    if (value instanceof JitDriver) return;
    if (this.known?.has(value) === true) return;
    this.seen.add(value);
    this.pending.push(value);
  }

  private visitChildren(object: object): void {
    if (Array.isArray(object) || object instanceof Set) {
      for (const item of object) this.visit(item);
    } else if (object instanceof Map) {
      for (const [key, value] of object) {
        this.visit(key);
        this.visit(value);
      }
    } else if (!ArrayBuffer.isView(object)) this.visitFields(object);
  }

  private visitFields(object: object): void {
    const isWeak = object instanceof W_WeakRef || object instanceof W_Proxy;
    const fields = object as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(fields)) {
      if (!isWeak || name !== "w_target") this.visit(fields[name]);
    }
    if (!(object instanceof W_Root)) return;
    const w_dict = this.space.instanceDicts.get(object);
    if (w_dict !== undefined) this.visit(w_dict);
  }
}
