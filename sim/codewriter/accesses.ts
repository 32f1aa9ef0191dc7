/**
 * Fields, array items and lengths. Those of the virtualizable have instructions of their own; its
 * array field can only be indexed and measured, never held.
 */

import type { Kind } from "../trace/values.ts";
import { lookupField } from "./classes.ts";
import type { Extras } from "./code-builder.ts";
import { NO_VALUE } from "./code-builder.ts";
import type { Flattener } from "./flattener.ts";
import { checkKind, deliver, resultRegister, someValue, someValues } from "./flattener.ts";
import { declarationOf, isConstantPath, skipTransparent } from "./literals.ts";
import type { ArrayModel, FieldModel } from "./model.ts";
import { refuse } from "./refuse.ts";
import { getKind, isString, registerKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

/** A place that can be read or written, its object and index already evaluated. */
interface Place {
  readonly get: "getfield" | "getfield_vable" | "getarrayitem" | "getarrayitem_vable";
  readonly set: "setfield" | "setfield_vable" | "setarrayitem" | "setarrayitem_vable";
  readonly operands: readonly number[];
  readonly extras: Extras;
  readonly kind: Kind;
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** Reads `a.f` or `a[i]`. */
export function flattenRead(f: Flattener, node: Access, dst: number | undefined): number {
  if (node.questionDotToken !== undefined) {
    refuse(node.questionDotToken, "optional chaining", "test for null with if");
  }
  if (isConstantPath(f.world.checker, node)) return flattenModuleConstant(f, node, dst);
  if (ts.isPropertyAccessExpression(node) && node.name.text === "length") {
    const length = lookupLength(f, node, dst);
    if (length !== undefined) return length;
  }
  return read(f, getPlace(f, node), dst);
}

function read(f: Flattener, place: Place, dst: number | undefined): number {
  return f.code.emit(place.get, resultRegister(f, place.kind, dst), place.operands, place.extras);
}

/** Writes to `a.f` or `a[i]`: `value` is evaluated after the place, given what it held if asked. */
export function flattenWrite(
  f: Flattener,
  node: Access,
  makeValue: (readOld: () => number) => { value: number; result: number },
): number {
  const place = getPlace(f, node);
  checkWritable(f, node, place);
  const { value, result } = makeValue(() => read(f, place, undefined));
  checkKind(f, node, value, place.kind);
  const { mutateField: _, ...extras } = place.extras;
  f.code.emit(place.set, -1, [...place.operands, value], extras);
  return result;
}

function checkWritable(f: Flattener, node: Access, place: Place): void {
  const field = place.extras.field;
  const isItem = ts.isElementAccessExpression(node);
  if (!isItem && field?.isQuasiImmutable === true) {
    refuse(node, `write of quasi-immutable ${field.name}`, "write it in a residual function");
  }
  if (!isItem && field !== undefined && field === f.world.vable?.arrayField) {
    refuse(node, `write of the virtualizable's array ${field?.name}`);
  }
}

/** A module-level constant, found when linking. */
export function flattenModuleConstant(
  f: Flattener,
  node: ts.Expression,
  dst: number | undefined,
): number {
  const { checker, exports } = f.world;
  const path: string[] = [];
  let base = node;
  let declaration = declarationOf(checker, base);
  while (ts.isPropertyAccessExpression(base) && !isModuleLevel(declaration)) {
    path.unshift(base.name.text);
    base = base.expression;
    declaration = declarationOf(checker, base);
  }
  if (declaration === undefined) return refuse(node, `unknown name ${node.getText()}`);
  const ref = exports.refOf(declaration, node);
  const typeKind = getKind(checker, checker.getTypeAtLocation(node), node);
  const full = { module: ref.module, path: [ref.path, ...path].join(".") };
  return deliver(f, f.code.constant({ kind: "ref", typeKind, ref: full }), dst);
}

function isModuleLevel(declaration: ts.Declaration | undefined): boolean {
  if (declaration === undefined) return false;
  if (ts.isVariableDeclaration(declaration)) return true;
  return ts.isSourceFile(declaration.parent);
}

function lookupLength(
  f: Flattener,
  node: ts.PropertyAccessExpression,
  dst: number | undefined,
): number | undefined {
  const { checker, arrays } = f.world;
  const type = checker.getTypeAtLocation(node.expression);
  if (isString(type)) refuse(node, "length of a string", "call an @elidable helper function");
  const array = arrays.lookup(type, node);
  if (array === undefined) return undefined;
  const held = lookupVableArray(f, node.expression);
  if (held === undefined) {
    const operand = someValue(f, node.expression);
    return f.code.emit("arraylen", resultRegister(f, "i", dst), [operand], { array });
  }
  const frame = someValue(f, held.object);
  const extras = { field: held.field, array };
  return f.code.emit("arraylen_vable", resultRegister(f, "i", dst), [frame], extras);
}

function getPlace(f: Flattener, node: Access): Place {
  if (ts.isElementAccessExpression(node)) return getItemPlace(f, node);
  const field = getField(f, node);
  const vable = f.world.vable;
  if (vable !== null && field === vable.arrayField) {
    refuse(
      node,
      `the virtualizable's array ${field.name} is held`,
      `use it only as ${node.getText()}[i] and ${node.getText()}.length`,
    );
  }
  const isVable = vable?.fields.includes(field) ?? false;
  const mutateField = field.isQuasiImmutable ? getMutateField(f, node, field) : null;
  const kind = getFieldKind(f, node, field);
  f.world.classes.use(field.owner);
  return {
    get: isVable ? "getfield_vable" : "getfield",
    set: isVable ? "setfield_vable" : "setfield",
    operands: [someValue(f, node.expression)],
    extras: { field, mutateField },
    kind,
  };
}

function getFieldKind(f: Flattener, node: ts.Node, field: FieldModel): Kind {
  if (field.kind !== null) return registerKind(field.kind);
  return registerKind(
    getKind(f.world.checker, f.world.checker.getTypeAtLocation(field.node), node),
  );
}

/** The field that a property access names. */
export function getField(f: Flattener, node: ts.PropertyAccessExpression): FieldModel {
  const { checker, classes } = f.world;
  const declaration = checker.getSymbolAtLocation(node.name)?.valueDeclaration;
  const name = node.name.text;
  if (declaration !== undefined && ts.isPropertyDeclaration(declaration)) {
    const owner = declaration.parent;
    const model = ts.isClassDeclaration(owner) ? classes.lookup(symbolOf(f, owner)) : undefined;
    const field = model === undefined ? undefined : lookupField(model, name);
    if (field !== undefined) return field;
  }
  const type = checker.typeToString(checker.getTypeAtLocation(node.expression));
  if (declaration !== undefined && ts.isAccessor(declaration)) {
    refuse(node, `accessor ${name} of ${type}`, "make it a method or a field");
  }
  if (declaration !== undefined && ts.isMethodDeclaration(declaration)) {
    refuse(node, `method ${name} is used as a value`, "call it");
  }
  return refuse(
    node,
    `${name} is not a field of a class (its object is ${type})`,
    "make it an instance of an exported class, or read it in a residual function",
  );
}

function symbolOf(f: Flattener, node: ts.ClassDeclaration): ts.Symbol | undefined {
  return node.name === undefined ? undefined : f.world.checker.getSymbolAtLocation(node.name);
}

function getMutateField(f: Flattener, node: ts.Node, field: FieldModel): FieldModel {
  const name = `mutate_${field.name}`;
  const companion = lookupField(field.owner, name);
  if (companion !== undefined) return companion;
  return refuse(
    node,
    `quasi-immutable ${field.owner.name}.${field.name} has no companion field`,
    `declare ${name}: QuasiImmut | null = null in ${f.world.classes.use(field.owner).name}`,
  );
}

function getItemPlace(f: Flattener, node: ts.ElementAccessExpression): Place {
  const { checker, arrays } = f.world;
  const type = checker.getTypeAtLocation(node.expression);
  const array = arrays.lookup(type, node.expression);
  if (array === undefined) {
    const shown = checker.typeToString(type);
    return refuse(node, `index of ${shown}`, "only arrays are indexed in traced code");
  }
  const held = lookupVableArray(f, node.expression);
  const nodes = [held?.object ?? node.expression, node.argumentExpression];
  const operands = someValues(f, nodes);
  checkKind(f, node.argumentExpression, operands[1] ?? NO_VALUE, "i");
  return itemPlace(array, operands, held?.field ?? null);
}

function itemPlace(
  array: ArrayModel,
  operands: readonly number[],
  field: FieldModel | null,
): Place {
  return {
    get: field === null ? "getarrayitem" : "getarrayitem_vable",
    set: field === null ? "setarrayitem" : "setarrayitem_vable",
    operands,
    extras: field === null ? { array } : { array, field },
    kind: registerKind(array.itemKind),
  };
}

/** `frame.locals` when it is the virtualizable's array field. */
function lookupVableArray(
  f: Flattener,
  node: ts.Expression,
): { object: ts.Expression; field: FieldModel } | undefined {
  const inner = skipTransparent(node);
  const arrayField = f.world.vable?.arrayField ?? null;
  if (arrayField === null || !ts.isPropertyAccessExpression(inner)) return undefined;
  if (inner.name.text !== arrayField.name) return undefined;
  const declaration = f.world.checker.getSymbolAtLocation(inner.name)?.valueDeclaration;
  if (declaration === undefined || !ts.isPropertyDeclaration(declaration)) return undefined;
  const field = getField(f, inner);
  return field === arrayField ? { object: inner.expression, field } : undefined;
}
