/**
 * The virtualizable: the class of one of the portal's reds, and its `@virtualizable` tag.
 */

import { defined } from "../base/assert.ts";
import type { ArrayTable } from "./arrays.ts";
import type { ClassTable } from "./classes.ts";
import { lookupField } from "./classes.ts";
import type { ClassModel, FieldModel, VirtualizableModel } from "./model.ts";
import { refuse } from "./refuse.ts";
import { tagsOf } from "./tags.ts";
import type { ts } from "./typescript.ts";

/** The virtualizable that is the portal's parameter `param`. */
export function readVirtualizable(
  checker: ts.TypeChecker,
  classes: ClassTable,
  arrays: ArrayTable,
  param: ts.ParameterDeclaration,
): VirtualizableModel {
  const owner = classes.lookupType(checker.getTypeAtLocation(param));
  if (owner === undefined) return refuse(param, "the virtualizable is not an object of a class");
  const tag = findTag(owner);
  if (tag === undefined) {
    return refuse(
      owner.node,
      `${owner.name} has no @virtualizable tag`,
      "add one: `@virtualizable field field array[*]`",
    );
  }
  classes.use(owner);
  const fields: FieldModel[] = [];
  let arrayField: FieldModel | null = null;
  for (const name of tag.split(/\s+/)) {
    const isArray = name.endsWith("[*]");
    const field = lookupField(owner, isArray ? name.slice(0, -3) : name);
    if (field === undefined) return refuse(owner.node, `${owner.name} has no field ${name}`);
    if (!isArray) fields.push(field);
    else if (arrayField === null) arrayField = field;
    else refuse(owner.node, "a virtualizable with two arrays");
  }
  if (arrayField === null) return { owner, fields, arrayField, array: null };
  const type = checker.getTypeAtLocation(arrayField.node);
  const array = arrays.lookup(type, arrayField.node);
  return { owner, fields, arrayField, array: defined(array, "array type of the virtualizable") };
}

function findTag(model: ClassModel): string | undefined {
  for (let at: ClassModel | null = model; at !== null; at = at.parent) {
    const tag = tagsOf(at.node).get("virtualizable");
    if (tag !== undefined) return tag;
  }
  return undefined;
}
