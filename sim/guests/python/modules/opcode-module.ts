/**
 * The module `_opcode`: the table of bytecodes, which lib/opcode.py presents.
 */

import { ARGUMENT_KINDS, COMPARE_OPERATORS, OPCODE_NAMES, OPCODES } from "../compiler/opcodes.ts";
import { stackEffect } from "../compiler/stack-depth.ts";
import { valueError } from "../objects/errors.ts";
import { newint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { intArgument } from "../objects/slices.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import { isMissing, moduleFunction } from "./define.ts";

/** The module. */
export function makeOpcodeModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_opcode");
  const set = w_module.namespace.setitem_str.bind(w_module.namespace, space);
  set("__name__", newtext("_opcode"));
  set("opname", newlist(OPCODE_NAMES.map((name) => newtext(name))));
  const kinds_w = ARGUMENT_KINDS.map((kind) => (kind === undefined ? w_None : newtext(kind)));
  set("kinds", newlist(kinds_w));
  set("cmp_op", new W_TupleObject(COMPARE_OPERATORS.map((sign) => newtext(sign))));
  moduleFunction(space, w_module, "stack_effect", "opcode, oparg=, /", (s, [w_op, w_arg]) => {
    const op = intArgument(s, w_op!);
    const name = Object.entries(OPCODES).find(([, number]) => number === op)?.[0];
    if (name === undefined) throw valueError(s, "invalid opcode or oparg");
    const arg = isMissing(w_arg) ? 0 : intArgument(s, w_arg!);
    return newint(stackEffect(name as keyof typeof OPCODES, arg));
  });
  return w_module;
}
