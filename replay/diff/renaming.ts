/**
 * Which name of one side stands for which of the other: one for one, per kind, found on the way and
 * then held on to. A contradiction changes nothing.
 */

import type { Hole } from "./operation-template.ts";

export class Renaming {
  private readonly toB = new Map<string, string>();
  private readonly toA = new Map<string, string>();
  /** Kinds whose names were not the same on both sides. */
  readonly renamedKinds = new Set<Hole["kind"]>();

  /** Whether the names in all holes can stand for each other; takes new ones over when they can. */
  agree(a: readonly Hole[], b: readonly Hole[]): boolean {
    if (a.length !== b.length) return false;
    const added: (readonly [string, string])[] = [];
    for (const [index, hole] of a.entries()) {
      const other = b[index]!;
      const left = `${hole.kind} ${hole.name}`;
      const right = `${other.kind} ${other.name}`;
      if (hole.kind !== other.kind) return this.undo(added);
      const knownB = this.toB.get(left);
      const knownA = this.toA.get(right);
      if (knownB === right && knownA === left) continue;
      if (knownB !== undefined || knownA !== undefined) return this.undo(added);
      this.toB.set(left, right);
      this.toA.set(right, left);
      added.push([left, right]);
    }
    for (const [index, { kind, name }] of a.entries()) {
      if (name !== b[index]!.name) this.renamedKinds.add(kind);
    }
    return true;
  }

  /** What a name of `b` is called in `a`; null when nothing there stands for it. */
  nameInA(kind: Hole["kind"], name: string): string | null {
    return this.toA.get(`${kind} ${name}`)?.slice(kind.length + 1) ?? null;
  }

  private undo(added: readonly (readonly [string, string])[]): false {
    for (const [left, right] of added) {
      this.toB.delete(left);
      this.toA.delete(right);
    }
    return false;
  }
}
