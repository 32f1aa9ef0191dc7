/**
 * What a method call can reach: the implementations that the concrete class of the receiver may
 * have, over the whole program.
 */

import { defined } from "../base/assert.ts";
import type { ClassTable } from "./classes.ts";
import type { ClassModel } from "./model.ts";
import { ts } from "./typescript.ts";

/** Where a method call may go. */
export interface MethodTargets {
  /** In the order of the class tree, each once. */
  readonly implementations: readonly ts.MethodDeclaration[];
  /** Whether the receiver may be an object of no class that we know. */
  readonly isOpen: boolean;
}

/** The implementations of `name` for receivers of type `type`. */
export function findTargets(
  checker: ts.TypeChecker,
  classes: ClassTable,
  type: ts.Type,
  name: string,
): MethodTargets {
  const found = new Set<ts.MethodDeclaration>();
  let isOpen = false;
  for (const part of partsOf(checker, type)) {
    const model = classes.lookup(part.symbol);
    const roots = model === undefined ? implementersOf(classes, part) : [model];
    // An interface can be implemented elsewhere: by the host that runs the guest.
    if (model === undefined) isOpen = true;
    for (const root of roots) addImplementations(root, name, found);
  }
  return { implementations: [...found], isOpen };
}

function partsOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const apparent = checker.getApparentType(checker.getNonNullableType(type));
  return apparent.isUnion() ? apparent.types : [apparent];
}

function implementersOf(classes: ClassTable, type: ts.Type): ClassModel[] {
  const declaration = type.symbol?.declarations?.find(ts.isInterfaceDeclaration);
  return declaration === undefined ? [] : classes.listImplementers(declaration);
}

function addImplementations(
  model: ClassModel,
  name: string,
  found: Set<ts.MethodDeclaration>,
): void {
  if (!model.isAbstract) {
    const implementation = lookupMethod(model, name);
    if (implementation !== undefined) found.add(implementation);
  }
  for (const child of model.children) addImplementations(child, name, found);
}

/** The method with a body that objects of exactly this class have. */
export function lookupMethod(model: ClassModel, name: string): ts.MethodDeclaration | undefined {
  for (let at: ClassModel | null = model; at !== null; at = at.parent) {
    const own = at.node.members.find(
      (member): member is ts.MethodDeclaration =>
        ts.isMethodDeclaration(member) && member.name.getText() === name,
    );
    if (own !== undefined) return own.body === undefined ? undefined : own;
  }
  return undefined;
}

/** The method that `super.name()` runs in a method of `model`. */
export function getSuperMethod(model: ClassModel, name: string): ts.MethodDeclaration {
  const parent = defined(model.parent, `parent of ${model.name}`);
  return defined(lookupMethod(parent, name), `${parent.name}.${name}`);
}
