/**
 * The modules time and gc.
 *
 * Time is the host's recorded reading: virtual unless real time was asked for.
 *
 * Counterpart: pypy/module/time, pypy/module/gc.
 */

import { newfloat } from "../objects/float-object.ts";
import { newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext } from "../objects/unicode-object.ts";
import { moduleFunction } from "./define.ts";

export function makeTimeModule(space: ObjSpace): W_Module {
  const w_module = makeModule("time");
  w_module.namespace.setitem_str(space, "__name__", newtext("time"));
  const start = space.host.nowNanoseconds();
  const since = (s: ObjSpace): bigint => s.host.nowNanoseconds() - start;
  const define = moduleFunction.bind(null, space, w_module);
  define("time", "", (s) => newfloat(seconds(s.host.nowNanoseconds())));
  define("time_ns", "", (s) => wrapBigint(s.host.nowNanoseconds()));
  for (const name of ["monotonic", "perf_counter", "process_time", "thread_time"]) {
    define(name, "", (s) => newfloat(seconds(since(s))));
    define(`${name}_ns`, "", (s) => wrapBigint(since(s)));
  }
  return w_module;
}

function seconds(nanoseconds: bigint): number {
  return Number(nanoseconds) / 1e9;
}

export function makeGcModule(space: ObjSpace): W_Module {
  const w_module = makeModule("gc");
  w_module.namespace.setitem_str(space, "__name__", newtext("gc"));
  const define = moduleFunction.bind(null, space, w_module);
  define("collect", "generation=", (s) => {
    s.control?.collect();
    return newint(0);
  });
  define("enable", "", () => w_None);
  define("disable", "", () => w_None);
  define("isenabled", "", () => newbool(true));
  return w_module;
}
