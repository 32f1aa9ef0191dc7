/**
 * Array types: plain arrays by their item kind, and the host's typed arrays.
 */

import type { TypeKind } from "../jitcode/product.ts";
import type { ArrayModel } from "./model.ts";
import { getKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

const TYPED_ARRAYS: Readonly<Record<string, TypeKind>> = {
  Uint8Array: "i",
  Int8Array: "i",
  Uint16Array: "i",
  Int16Array: "i",
  Uint32Array: "i",
  Int32Array: "i",
  Float64Array: "f",
};

export class ArrayTable {
  private readonly checker: ts.TypeChecker;
  private readonly models = new Map<string, ArrayModel>();

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  list(): ArrayModel[] {
    return [...this.models.values()];
  }

  /** The array that a type describes, null apart; undefined when it is none. */
  lookup(type: ts.Type, node: ts.Node): ArrayModel | undefined {
    const array = this.checker.getNonNullableType(type);
    if (array.isUnion()) return this.lookupUnion(array, node);
    const name = array.symbol?.name ?? "";
    if (this.checker.isArrayType(array)) {
      const [item] = this.checker.getTypeArguments(array as ts.TypeReference);
      if (item === undefined) return undefined;
      return this.intern(getKind(this.checker, item, node), name === "ReadonlyArray");
    }
    if (this.checker.isTupleType(array)) return this.lookupTuple(array, node);
    const typedItem = TYPED_ARRAYS[name];
    return typedItem === undefined ? undefined : this.intern(typedItem, false);
  }

  /** A tuple of one kind is an array. */
  private lookupTuple(type: ts.Type, node: ts.Node): ArrayModel | undefined {
    const reference = type as ts.TupleTypeReference;
    const items = this.checker.getTypeArguments(reference);
    const [kind, ...others] = items.map((item) => getKind(this.checker, item, node));
    if (kind === undefined || others.some((other) => other !== kind)) return undefined;
    return this.intern(kind, reference.target.readonly);
  }

  /** Several array types of one item kind, as `a ? b : []` has; `never[]` goes with all. */
  private lookupUnion(type: ts.UnionType, node: ts.Node): ArrayModel | undefined {
    const parts = type.types.filter((part) => !this.isEmptyArray(part));
    const models = parts.map((part) => this.lookup(part, node));
    const [first] = models;
    if (first === undefined) return undefined;
    if (models.some((model) => model?.itemKind !== first.itemKind)) return undefined;
    return this.intern(
      first.itemKind,
      models.every((model) => model?.isPure),
    );
  }

  private isEmptyArray(type: ts.Type): boolean {
    if (!this.checker.isArrayType(type)) return false;
    const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
    return item !== undefined && (item.flags & ts.TypeFlags.Never) !== 0;
  }

  private intern(itemKind: TypeKind, isPure: boolean): ArrayModel {
    const name = `${isPure ? "readonly " : ""}${itemKind}[]`;
    const known = this.models.get(name);
    if (known !== undefined) return known;
    const model: ArrayModel = { name, itemKind, isPure };
    this.models.set(name, model);
    return model;
  }
}
