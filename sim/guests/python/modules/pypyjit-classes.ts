/**
 * The classes of the module pypyjit: what hooks are called with.
 *
 * Counterpart: pypy/module/pypyjit/interp_resop.py.
 */

import type { OperationInfo, StatsSnapshot } from "../../../hints/control.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import { newfloat } from "../objects/float-object.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { newbool, newint, W_IntObject, wrapBigint } from "../objects/int-object.ts";
import { getitem, len_w } from "../objects/items.ts";
import { newlist } from "../objects/list-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod } from "./define.ts";

/** A record of named values with a Python type; read-only for programs. */
export class W_JitRecord extends W_Root {
  private readonly w_type: W_TypeObject;
  readonly values: ReadonlyMap<string, W_Root>;

  constructor(w_type: W_TypeObject, values: ReadonlyMap<string, W_Root>) {
    super();
    this.w_type = w_type;
    this.values = values;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }
}

/** What `not_from_assembler` makes of a callable. */
export class W_NotFromAssembler extends W_Root {
  private readonly w_type: W_TypeObject;
  private readonly w_callable: W_Root;

  constructor(w_type: W_TypeObject, w_callable: W_Root) {
    super();
    this.w_type = w_type;
    this.w_callable = w_callable;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  /** Calls the callable, but not from compiled code, and gives itself, as PyPy does. */
  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    callNotInTrace(space, this.w_callable, args_w, kwnames);
    return this;
  }
}

/** @dont_look_inside @may_force @oopspec not_in_trace */
export function callNotInTrace(
  space: ObjSpace,
  w_callable: W_Root,
  args_w: W_Root[],
  kwnames: readonly string[] | null,
): void {
  w_callable.call_args(space, args_w, kwnames);
}

export interface JitClasses {
  readonly w_resop: W_TypeObject;
  readonly w_guardop: W_TypeObject;
  readonly w_debug_merge_point: W_TypeObject;
  readonly w_loop_info: W_TypeObject;
  readonly w_snapshot: W_TypeObject;
  readonly w_not_from_assembler: W_TypeObject;
  /** Those that are attributes of the module. */
  readonly exported: readonly W_TypeObject[];
}

function record(w_obj: W_Root): W_JitRecord {
  return w_obj as W_JitRecord;
}

function makeType(space: ObjSpace, name: string, w_base: W_TypeObject | null): W_TypeObject {
  const w_parent = w_base ?? space.w_object;
  const w_type = new W_TypeObject(name, [w_parent], w_parent.mro_w, "object", false, null, false);
  w_type.acceptsSubclasses = false;
  return w_type;
}

function fields(w_type: W_TypeObject, names: readonly string[]): void {
  for (const name of names) getset(w_type, name, (_, w_obj) => record(w_obj).values.get(name)!);
}

export function makeJitClasses(space: ObjSpace): JitClasses {
  const w_resop = makeType(space, "ResOperation", null);
  const w_guardop = makeType(space, "GuardOp", null);
  const w_debug_merge_point = makeType(space, "DebugMergePoint", w_resop);
  const w_loop_info = makeType(space, "JitLoopInfo", null);
  const w_snapshot = makeType(space, "JitInfoSnapshot", null);
  const w_not_from_assembler = makeType(space, "not_from_assembler", null);
  installOperations(w_resop, w_guardop);
  installMergePoint(w_debug_merge_point);
  installLoopInfo(w_loop_info);
  fields(w_snapshot, ["counters", "counter_times", "loop_run_times"]);
  staticMethod(w_snapshot, "__new__", "cls, /, *args, **kwargs", (s, [w_cls]) => {
    throw typeError(s, `cannot create '${(w_cls as W_TypeObject).name}' instances`);
  });
  const exported = [w_debug_merge_point, w_guardop, w_snapshot, w_loop_info, w_resop];
  return {
    w_resop,
    w_guardop,
    w_debug_merge_point,
    w_loop_info,
    w_snapshot,
    w_not_from_assembler,
    exported,
  };
}

function textValue(space: ObjSpace, w_value: W_Root | null, missing: string): W_Root {
  if (w_value === null) return newtext(missing);
  if (w_value instanceof W_UnicodeObject) return w_value;
  throw typeError(space, `expected str, got ${typeName(space, w_value)} object`);
}

function integerValue(space: ObjSpace, w_value: W_Root | null, missing: number): W_Root {
  if (w_value === null) return newint(missing);
  if (w_value instanceof W_IntObject) return w_value;
  throw typeError(space, `expected integer, got ${typeName(space, w_value)} object`);
}

function installOperations(w_resop: W_TypeObject, w_guardop: W_TypeObject): void {
  const reprOf = (_: ObjSpace, [w_self]: BuiltinArguments): W_Root =>
    record(w_self!).values.get("repr")!;
  fields(w_resop, ["name", "offset"]);
  method(w_resop, "__repr__", "self, /", reprOf);
  staticMethod(w_resop, "__new__", "cls, name, offset=, repr=", (s, args) => {
    const [w_cls, w_name, w_offset, w_repr] = args;
    return new W_JitRecord(
      w_cls as W_TypeObject,
      new Map([
        ["name", textValue(s, w_name!, "")],
        ["offset", integerValue(s, w_offset!, -1)],
        ["repr", textValue(s, w_repr!, "")],
      ]),
    );
  });
  fields(w_guardop, ["name", "offset", "hash"]);
  method(w_guardop, "__repr__", "self, /", reprOf);
  staticMethod(w_guardop, "__new__", "cls, name, offset=, repr=, hash=", (s, args) => {
    const [w_cls, w_name, w_offset, w_repr, w_hash] = args;
    return new W_JitRecord(
      w_cls as W_TypeObject,
      new Map([
        ["name", textValue(s, w_name!, "")],
        ["offset", integerValue(s, w_offset!, -1)],
        ["repr", textValue(s, w_repr!, "")],
        ["hash", integerValue(s, w_hash!, 0)],
      ]),
    );
  });
}

function installMergePoint(w_type: W_TypeObject): void {
  fields(w_type, ["greenkey", "call_depth", "call_id", "jitdriver_name"]);
  const part = (name: string, index: number): void =>
    getset(w_type, name, (s, w_obj) => {
      const { values } = record(w_obj);
      if ((values.get("jitdriver_name") as W_UnicodeObject).value === "pypyjit") {
        return getitem(s, values.get("greenkey")!, newint(index));
      }
      const message = "This DebugMergePoint doesn't belong to the main Python JitDriver";
      throw oefmt(s, s.w_AttributeError, message);
    });
  part("pycode", 0);
  part("bytecode_no", 1);
  const signature = "cls, name, repr, jd_name, call_depth, call_id, greenkey";
  staticMethod(w_type, "__new__", signature, (s, args) => {
    const [w_cls, w_name, w_repr, w_jd_name, w_depth, w_id, w_greenkey] = args;
    return new W_JitRecord(
      w_cls as W_TypeObject,
      new Map([
        ["name", textValue(s, w_name!, "")],
        ["offset", newint(-1)],
        ["repr", textValue(s, w_repr!, "")],
        ["jitdriver_name", textValue(s, w_jd_name!, "")],
        ["call_depth", integerValue(s, w_depth!, 0)],
        ["call_id", integerValue(s, w_id!, 0)],
        ["greenkey", w_greenkey!],
      ]),
    );
  });
}

function installLoopInfo(w_type: W_TypeObject): void {
  const names = ["greenkey", "operations", "loop_no", "type", "asmaddr", "asmlen"];
  fields(w_type, [...names, "jitdriver_name"]);
  getset(w_type, "bridge_no", (s, w_obj) => {
    const { values } = record(w_obj);
    if (values.get("greenkey") === w_None) return values.get("bridge_no")!;
    throw typeError(s, "not a bridge");
  });
  method(w_type, "__repr__", "self, /", (s, [w_self]) => newtext(loopInfoRepr(s, record(w_self!))));
  const signature =
    "cls, greenkey, ops, loopno, asmaddr, asmlen, loop_no, type, jd_name, bridge_no=";
  staticMethod(w_type, "__new__", signature, (s, args) => {
    const [w_cls, w_greenkey, w_ops, , w_asmaddr, w_asmlen, w_loop_no, w_kind, w_jd, w_no] = args;
    return new W_JitRecord(
      w_cls as W_TypeObject,
      new Map([
        ["greenkey", w_greenkey!],
        ["operations", w_ops!],
        ["asmaddr", integerValue(s, w_asmaddr!, 0)],
        ["asmlen", integerValue(s, w_asmlen!, 0)],
        ["loop_no", integerValue(s, w_loop_no!, 0)],
        ["type", textValue(s, w_kind!, "")],
        ["jitdriver_name", textValue(s, w_jd!, "")],
        ["bridge_no", integerValue(s, w_no!, -1)],
      ]),
    );
  });
}

function loopInfoRepr(space: ObjSpace, info: W_JitRecord): string {
  const { values } = info;
  const count = len_w(space, values.get("operations")!);
  const name = (values.get("jitdriver_name") as W_UnicodeObject).value;
  const w_greenkey = values.get("greenkey")!;
  const where =
    w_greenkey === w_None
      ? `bridge no ${readString(space, values.get("bridge_no")!)}`
      : readString(space, w_greenkey);
  return `<JitLoopInfo ${name}, ${count} operations, starting at <${where}>>`;
}

/** A green key as Python sees it: (pycode, next_instr, is_being_profiled), or text. */
export function greenKeyObject(greenKey: readonly unknown[] | string): W_Root {
  if (typeof greenKey === "string") return newtext(greenKey);
  const [position, isProfiled, code] = greenKey as [number, boolean, W_Root];
  return new W_TupleObject([code, newint(position), newbool(isProfiled)]);
}

/** The list of a trace's operations, or None. */
export function operationsObject(
  classes: JitClasses,
  operations: readonly OperationInfo[] | null,
): W_Root {
  if (operations === null) return w_None;
  return newlist(operations.map((operation) => operationObject(classes, operation)));
}

function operationObject(classes: JitClasses, operation: OperationInfo): W_Root {
  const values = new Map<string, W_Root>([
    ["name", newtext(operation.name)],
    ["repr", newtext(operation.repr)],
  ]);
  if (operation.kind === "debug_merge_point") {
    values.set("offset", newint(-1));
    values.set("jitdriver_name", newtext(operation.jitdriverName));
    values.set("call_depth", newint(operation.callDepth));
    values.set("call_id", newint(operation.callId));
    values.set("greenkey", greenKeyObject(operation.greenKey));
    return new W_JitRecord(classes.w_debug_merge_point, values);
  }
  values.set("offset", newint(operation.offset));
  if (operation.kind === "op") return new W_JitRecord(classes.w_resop, values);
  values.set("hash", wrapBigint(BigInt(operation.hash)));
  return new W_JitRecord(classes.w_guardop, values);
}

/** A statistics snapshot as Python sees it. */
export function snapshotObject(
  space: ObjSpace,
  classes: JitClasses,
  snapshot: StatsSnapshot,
): W_Root {
  const w_counters = space.newdict();
  for (const [name, value] of snapshot.counters) {
    space.setitem_str(w_counters, name, newint(value));
  }
  const w_times = space.newdict();
  space.setitem_str(w_times, "TRACING", newfloat(snapshot.counterTimes.TRACING));
  space.setitem_str(w_times, "BACKEND", newfloat(snapshot.counterTimes.BACKEND));
  const w_runs = space.newdict();
  for (const { kind, number, count } of snapshot.loopRunTimes) {
    const w_key = new W_TupleObject([newtext(kind), newint(number)]);
    w_runs.storage.setitem(space, w_key, newint(count));
  }
  return new W_JitRecord(
    classes.w_snapshot,
    new Map<string, W_Root>([
      ["counters", w_counters],
      ["counter_times", w_times],
      ["loop_run_times", w_runs],
    ]),
  );
}
