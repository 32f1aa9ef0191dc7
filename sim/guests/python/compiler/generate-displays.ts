/**
 * Tuples, lists, sets and dictionaries: building them, and unpacking into targets.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (_visit_starunpack, visit_Dict, ...).
 */

import type {
  DictNode,
  Expression,
  ListNode,
  LiteralValue,
  SetNode,
  TupleNode,
} from "../parser/ast.ts";
import { MAX_STACK_ITEMS } from "./generate-calls.ts";
import type { OpcodeName } from "./opcodes.ts";
import { failAt, type Unit, visit, visitAll } from "./unit.ts";

interface DisplayOperations {
  readonly build: OpcodeName;
  readonly add: OpcodeName;
  readonly extend: OpcodeName;
}

const LIST: DisplayOperations = { build: "BUILD_LIST", add: "LIST_APPEND", extend: "LIST_EXTEND" };
const SET: DisplayOperations = { build: "BUILD_SET", add: "SET_ADD", extend: "SET_UPDATE" };

/** A tuple or list, in any context. */
export function emitSequence(u: Unit, node: TupleNode | ListNode): void {
  if (node.ctx === "Store") emitUnpacking(u, node);
  else if (node.ctx === "Del") visitAll(u, node.elts);
  else emitDisplay(u, node.elts, LIST, node.kind === "Tuple");
}

/** A set display. */
export function emitSet(u: Unit, node: SetNode): void {
  emitDisplay(u, node.elts, SET, false);
}

function emitDisplay(
  u: Unit,
  elts: readonly Expression[],
  operations: DisplayOperations,
  isTuple: boolean,
): void {
  const { builder } = u;
  if (elts.some((elt) => elt.kind === "Starred")) emitStarredItems(u, elts, operations);
  else if (elts.length > MAX_STACK_ITEMS) {
    builder.emit(operations.build, 0);
    for (const elt of elts) {
      visit(u, elt);
      builder.emit(operations.add, 1);
    }
  } else {
    visitAll(u, elts);
    builder.emit(isTuple ? "BUILD_TUPLE" : operations.build, elts.length);
    return;
  }
  if (isTuple) builder.emit("LIST_TO_TUPLE");
}

function emitStarredItems(
  u: Unit,
  elts: readonly Expression[],
  operations: DisplayOperations,
): void {
  const { builder } = u;
  let started = false;
  elts.forEach((elt, index) => {
    if (elt.kind === "Starred") {
      if (!started) builder.emit(operations.build, index);
      started = true;
      visit(u, elt.value);
      builder.emit(operations.extend, 1);
    } else {
      visit(u, elt);
      if (started) builder.emit(operations.add, 1);
    }
  });
}

/** The most items that may stand after the star of an unpacking. */
const AFTER_STAR_MAX = 0x7fffff;

function emitUnpacking(u: Unit, node: TupleNode | ListNode): void {
  const { elts } = node;
  const star = elts.findIndex((elt) => elt.kind === "Starred");
  if (star < 0) u.builder.emit("UNPACK_SEQUENCE", elts.length);
  else {
    const after = elts.length - star - 1;
    if (star >= 256 || after >= AFTER_STAR_MAX) {
      failAt(u, node, "too many expressions in star-unpacking assignment");
    }
    u.builder.emit("UNPACK_EX", star + (after << 8));
    const second = elts.slice(star + 1).find((elt) => elt.kind === "Starred");
    if (second !== undefined) failAt(u, second, "multiple starred expressions in assignment");
  }
  for (const elt of elts) visit(u, elt.kind === "Starred" ? elt.value : elt);
}

/** The values of `elts` when all are constants. */
export function constantItems(elts: readonly Expression[]): LiteralValue[] | undefined {
  const values: LiteralValue[] = [];
  for (const elt of elts) {
    if (elt.kind !== "Constant") return undefined;
    values.push(elt.value);
  }
  return values;
}

/** A dictionary display. */
export function emitDict(u: Unit, node: DictNode): void {
  const { builder } = u;
  const plainKeys = node.keys.filter((key): key is Expression => key !== null);
  const hasStars = plainKeys.length < node.keys.length;
  if (!hasStars && node.keys.length > MAX_STACK_ITEMS) {
    builder.emit("BUILD_MAP", 0);
    plainKeys.forEach((key, i) => {
      visit(u, key);
      visit(u, node.values[i]!);
      builder.emit("MAP_ADD", 1);
    });
    return;
  }
  const constants = hasStars ? undefined : constantItems(plainKeys);
  if (constants !== undefined && constants.length > 0) {
    visitAll(u, node.values);
    builder.loadConst({ kind: "tuple", items: constants });
    builder.emit("BUILD_CONST_KEY_MAP", constants.length);
    return;
  }
  emitMixedDict(u, node);
}

/** Plain runs are built as maps of their own and merged into the first. */
function emitMixedDict(u: Unit, node: DictNode): void {
  const { builder } = u;
  let haveMap = false;
  let pending = 0;
  const flush = () => {
    if (pending === 0 && haveMap) return;
    builder.emit("BUILD_MAP", pending);
    if (haveMap) builder.emit("DICT_UPDATE");
    haveMap = true;
    pending = 0;
  };
  node.keys.forEach((key, i) => {
    if (key === null) {
      flush();
      visit(u, node.values[i]!);
      builder.emit("DICT_UPDATE");
    } else {
      visit(u, key);
      visit(u, node.values[i]!);
      pending++;
    }
  });
  flush();
}
