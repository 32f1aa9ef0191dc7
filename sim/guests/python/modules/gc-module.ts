/**
 * The module gc: collections happen when they are asked for.
 *
 * Counterpart: pypy/module/gc.
 */

import { newbool, newint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { collect } from "./collection.ts";
import { moduleFunction } from "./define.ts";

export function makeGcModule(space: ObjSpace): W_Module {
  const w_module = makeModule("gc");
  const define = moduleFunction.bind(null, space, w_module);
  const state = { isEnabled: true };
  define("collect", "generation=", (s) => {
    collect(s);
    s.control?.collect();
    return w_None;
  });
  define("enable", "", () => {
    state.isEnabled = true;
    return w_None;
  });
  define("disable", "", () => {
    state.isEnabled = false;
    return w_None;
  });
  define("isenabled", "", () => newbool(state.isEnabled));
  define("collect_step", "", () => w_None);
  define("get_objects", "generation=", () => newlist([]));
  define("get_referrers", "*objs", () => newlist([]));
  define("get_referents", "*objs", () => newlist([]));
  define("is_tracked", "obj, /", () => newbool(true));
  define("is_finalized", "obj, /", () => newbool(false));
  define("freeze", "", () => w_None);
  define("unfreeze", "", () => w_None);
  define("get_freeze_count", "", () => newint(0));
  define("get_debug", "", () => newint(0));
  define("set_debug", "flags", () => w_None);
  define(
    "get_threshold",
    "",
    () => new W_TupleObject([700, 10, 10].map((number) => newint(number))),
  );
  define("set_threshold", "*args", () => w_None);
  define("get_count", "", () => new W_TupleObject([0, 0, 0].map((number) => newint(number))));
  w_module.namespace.setitem_str(space, "garbage", newlist([]));
  w_module.namespace.setitem_str(space, "callbacks", newlist([]));
  return w_module;
}
