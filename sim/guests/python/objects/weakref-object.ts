/**
 * Weak references and proxies. They hold what they refer to until a simulated collection finds that
 * nothing else does (collection.ts).
 *
 * Counterpart: pypy/module/_weakref/interp__weakref.py.
 */

import { delattr, setattr } from "./attribute-changes.ts";
import { getattr } from "./attributes.ts";
import { oefmt, typeError } from "./errors.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_WeakRef extends W_Root {
  readonly w_type: W_TypeObject;
  /** Null when it is dead. */
  w_target: W_Root | null;
  w_callback: W_Root;
  /** The hash of what it refers to, once it was asked for. */
  w_hash: W_Root | null = null;

  constructor(w_type: W_TypeObject, w_target: W_Root, w_callback: W_Root) {
    super();
    this.w_type = w_type;
    this.w_target = w_target;
    this.w_callback = w_callback;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (args_w.length === 0) {
      const w_target = this.w_target;
      return w_target === null ? w_None : w_target;
    }
    throw refTakesNothing(space, args_w.length, kwnames);
  }
}

/** @dont_look_inside @cannot_raise */
export function refTakesNothing(space: ObjSpace, count: number, kwnames: readonly string[] | null) {
  if (kwnames !== null) {
    return typeError(space, `__call__() got an unexpected keyword argument '${kwnames[0]}'`);
  }
  const message = `__call__() takes 1 positional argument but ${count + 1} were given`;
  return typeError(space, message);
}

/** A proxy: attributes are those of the target; special methods are on its type. */
export class W_Proxy extends W_Root {
  readonly w_type: W_TypeObject;
  /** Null when it is dead. */
  w_target: W_Root | null;
  w_callback: W_Root;

  constructor(w_type: W_TypeObject, w_target: W_Root, w_callback: W_Root) {
    super();
    this.w_type = w_type;
    this.w_target = w_target;
    this.w_callback = w_callback;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  override takes_own_attributes(): boolean {
    return true;
  }

  override getown(space: ObjSpace, name: string): W_Root | null {
    return getattr(space, proxied(space, this), name);
  }

  override setown(space: ObjSpace, name: string, w_value: W_Root): boolean {
    setattr(space, proxied(space, this), name, w_value);
    return true;
  }

  override delown(space: ObjSpace, name: string): boolean {
    delattr(space, proxied(space, this), name);
    return true;
  }
}

/** What a proxy stands for; anything else stands for itself. */
export function proxied(space: ObjSpace, w_obj: W_Root): W_Root {
  if (!(w_obj instanceof W_Proxy)) return w_obj;
  if (w_obj.w_target !== null) return w_obj.w_target;
  const w_type = space.exceptionTypes.get("ReferenceError")!;
  throw oefmt(space, w_type, "weakly referenced object no longer exists");
}

/** The references to one object. */
export class WeakrefLifeline {
  readonly w_target: W_Root;
  /** The reference and the proxy without callback, which are shared. */
  w_plain: W_WeakRef | null = null;
  w_proxy: W_Proxy | null = null;
  /** All references, the oldest first: a value of the type or of a class derived from it. */
  readonly refs_w: W_Root[] = [];

  constructor(w_target: W_Root) {
    this.w_target = w_target;
  }
}

/** How many lifelines there are before those are looked for that the host has dropped. */
const FIRST_SWEEP = 1024;

/**
 * The lifelines of one run. The list of them keeps none alive: what the host has dropped, target and
 * references, cannot be asked for by the program any more, so nothing depends on when it does so.
 */
export class WeakrefState {
  private readonly lifelines = new WeakMap<W_Root, WeakrefLifeline>();
  private list: WeakRef<WeakrefLifeline>[] = [];
  private nextSweep = FIRST_SWEEP;

  lookup(w_target: W_Root): WeakrefLifeline | null {
    return this.lifelines.get(w_target) ?? null;
  }

  of(space: ObjSpace, w_target: W_Root, unreferable: ReadonlySet<W_TypeObject>): WeakrefLifeline {
    let lifeline = this.lifelines.get(w_target);
    if (lifeline !== undefined) return lifeline;
    const w_class = w_target.getclass(space);
    if (unreferable.has(w_class)) {
      throw typeError(space, `cannot create weak reference to '${w_class.name}' object`);
    }
    lifeline = new WeakrefLifeline(w_target);
    this.lifelines.set(w_target, lifeline);
    this.list.push(new WeakRef(lifeline));
    if (this.list.length >= this.nextSweep) {
      this.list = this.list.filter((entry) => entry.deref() !== undefined);
      this.nextSweep = Math.max(FIRST_SWEEP, 2 * this.list.length);
    }
    return lifeline;
  }

  /** The lifelines of all objects, the oldest first. */
  all(): WeakrefLifeline[] {
    return this.list.flatMap((entry) => entry.deref() ?? []);
  }

  /** Forgets an object whose references have been cleared. */
  drop(lifeline: WeakrefLifeline): void {
    this.lifelines.delete(lifeline.w_target);
    this.list = this.list.filter((entry) => entry.deref() !== lifeline);
  }
}
