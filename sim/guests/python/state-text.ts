/**
 * The state of a Python program at a merge point, as text: each frame with its code, place, blocks,
 * variables and value stack, the exception being handled, the globals, and the objects that all of
 * them lead to. Reading it changes nothing, and forces nothing: at the first frame that compiled
 * code holds it ends.
 *
 * Not told: caches, versions and their watchers, which say how something is found, not what; links
 * between frames; and what is under a module, a built-in type, or a traceback's frame.
 */

import { ObjectText, type TextPolicy } from "../../base/object-text.ts";
import { JitVirtualRef, TRACING_RESCALL } from "../../base/virtual-ref.ts";
import { JitDriver } from "../../hints/jit-driver.ts";
import { QuasiImmut } from "../../hints/quasi-immut.ts";
import { W_GeneratorObject } from "./interp/generator.ts";
import { PyCode } from "./interp/pycode.ts";
import { PyFrame } from "./interp/pyframe.ts";
import { PyTraceback } from "./objects/base-exception.ts";
import { W_ComplexObject } from "./objects/complex-object.ts";
import type { ExecutionContext } from "./objects/execution-context.ts";
import { W_FloatObject } from "./objects/float-object.ts";
import { W_BoolObject, W_IntObject, W_LongObject } from "./objects/int-object.ts";
import { MapNode } from "./objects/mapdict.ts";
import { W_Module } from "./objects/module-object.ts";
import { OrderedTable } from "./objects/ordered-table.ts";
import { w_None } from "./objects/singletons.ts";
import { ObjSpace } from "./objects/space.ts";
import { VersionTag, W_TypeObject } from "./objects/type-object.ts";
import { W_UnicodeObject } from "./objects/unicode-object.ts";
import { W_Proxy, W_WeakRef } from "./objects/weakref-object.ts";

const HIDDEN_FIELD = /^(mutate_|version|vable_token$|f_backref$|is_counted$|space$)|cache|hash/i;

/** Objects that are told by their value: programs cannot tell one from an equal one. */
function valueText(object: object): string | null {
  if (object === w_None) return "None";
  if (object instanceof W_BoolObject) return object.intval === 0 ? "False" : "True";
  if (object instanceof W_IntObject) return String(object.intval);
  if (object instanceof W_LongObject) return `${object.value}L`;
  if (object instanceof W_FloatObject) {
    return `${Object.is(object.floatval, -0) ? "-0" : object.floatval}.`;
  }
  if (object instanceof W_ComplexObject) return `complex ${JSON.stringify(object)}`;
  return object instanceof W_UnicodeObject ? JSON.stringify(object.value) : null;
}

/** Objects that are named and not looked into. */
function opaqueText(object: object): string | null {
  if (object instanceof PyCode) return `<code ${object.co_name} ${object.codeNumber}>`;
  if (object instanceof MapNode) {
    return `<map ${object.w_type.name} ${object.keys().join(" ").replaceAll("\0", "%")}>`;
  }
  if (object instanceof W_Module) return `<module ${object.name}>`;
  if (object instanceof W_TypeObject && !object.isHeapType) return `<type ${object.name}>`;
  const isApart = object instanceof ObjSpace || object instanceof JitDriver;
  const isNoState = object instanceof VersionTag || object instanceof QuasiImmut;
  return isApart || isNoState || object instanceof JitVirtualRef ? "-" : null;
}

function* ownFields(object: object): Iterable<readonly [string, unknown]> {
  for (const [name, value] of Object.entries(object)) {
    if (!HIDDEN_FIELD.test(name) && typeof value !== "function") yield [name, value];
  }
}

function* frameFields(frame: PyFrame): Iterable<readonly [string, unknown]> {
  yield ["code", frame.pycode];
  yield ["at", frame.last_instr];
  yield ["finished", frame.frame_finished_execution];
  yield ["debugdata", frame.debugdata];
  yield ["lastblock", frame.lastblock];
  // What is above the top of the stack is nothing.
  yield ["slots", frame.locals_cells_stack_w.slice(0, frame.valuestackdepth)];
}

function* typeFields(w_type: W_TypeObject): Iterable<readonly [string, unknown]> {
  yield ["name", w_type.name];
  yield ["bases", w_type.bases_w];
  yield ["attributes", [...w_type.dict_w]];
}

const POLICY: TextPolicy = {
  leaf: (object) => valueText(object) ?? opaqueText(object),
  fields: (object) => {
    if (object instanceof PyFrame) return frameFields(object);
    if (object instanceof W_TypeObject) return typeFields(object);
    if (object instanceof OrderedTable) {
      const entries = [...object.entries()].map(({ w_key, w_value }) => [w_key, w_value]);
      return [["entries", entries]];
    }
    if (object instanceof PyTraceback) {
      return [
        ["code", object.code],
        ["at", object.last_instr],
        ["next", object.next],
      ];
    }
    if (object instanceof W_GeneratorObject && object.running) return [["running", object.pycode]];
    if (object instanceof W_WeakRef || object instanceof W_Proxy) return [];
    return ownFields(object);
  },
};

/** Whether compiled code holds the fields of a frame. While it is traced, they are true. */
function isHeld({ vable_token }: PyFrame): boolean {
  return vable_token !== null && vable_token !== TRACING_RESCALL;
}

/** The caller of a frame; null when there is none or when it is not real. */
function callerOf(frame: PyFrame): PyFrame | null {
  const reference = frame.f_backref;
  if (!(reference instanceof JitVirtualRef)) return reference as PyFrame | null;
  const isReal = reference.virtual_token === null || reference.virtual_token === TRACING_RESCALL;
  return isReal ? (reference.forced as PyFrame | null) : null;
}

/**
 * A text for each frame from the innermost outwards: `framesMax` of them, or those before the first
 * that compiled code holds. The first begins with what is not a frame's.
 */
export function describePythonState(
  frame: PyFrame,
  nextInstr: number,
  ec: ExecutionContext,
  framesMax: number,
): string[] {
  const text = new ObjectText(POLICY);
  const texts: string[] = [];
  let each: PyFrame | null = frame;
  while (each !== null && texts.length < framesMax && !isHeld(each)) {
    const fields = [...frameFields(each)].map(([name, value]) => `${name}=${text.name(value)}`);
    const lines = [`frame ${fields.join(" ")}`];
    if (each === frame) {
      lines.unshift(`next ${nextInstr}`, `handled ${text.name(ec.sys_exc_operror)}`);
      lines.push(`globals ${text.name(frame.pycode.w_globals)}`);
    }
    texts.push([...lines, ...text.tell()].join("\n"));
    each = callerOf(each);
  }
  return texts;
}
