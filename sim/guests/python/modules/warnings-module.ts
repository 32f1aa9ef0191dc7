/**
 * The modules _warnings (`warn`, which must know the line that calls it) and _source (the text of
 * compiled files).
 *
 * Counterpart: pypy/module/_warnings/interp_warnings.py.
 */

import { frameAt, lineOfFrame } from "../interp/caller-frames.ts";
import { call_function } from "../objects/call.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { newint } from "../objects/int-object.ts";
import { makeModule, W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { plainInteger, moduleFunction, textArgument } from "./define.ts";

export function makeWarningsModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_warnings");
  moduleFunction(space, w_module, "warn", "message, category=, stacklevel=, source=", warn);
  return w_module;
}

export function makeSourceModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_source");
  moduleFunction(space, w_module, "get_source", "filename, /", (s, args) => {
    const source = s.sources.get(textArgument(s, args[0]!));
    return source === undefined ? w_None : newtext(source);
  });
  return w_module;
}

/** Hands the place that `stacklevel` means to `warnings._warn_at`. */
function warn(space: ObjSpace, args: BuiltinArguments): W_Root {
  const [w_message, w_category, w_stacklevel, w_source] = args;
  const stacklevel = w_stacklevel === null ? 1 : plainInteger(space, w_stacklevel!);
  const w_warnings = space.w_modules.storage.getitem_str(space, "warnings");
  const isLoaded = w_warnings instanceof W_Module;
  const w_warnAt = isLoaded ? w_warnings.namespace.getitem_str(space, "_warn_at") : null;
  if (w_warnAt === null) return w_None;
  const frame = frameAt(space, Math.max(stacklevel - 1, 0));
  return call_function(space, w_warnAt, [
    w_message!,
    w_category ?? w_None,
    newtext(frame === null ? "sys" : frame.pycode.co_filename),
    newint(frame === null ? 1 : lineOfFrame(frame)),
    frame === null ? sysNamespace(space) : frame.pycode.w_globals,
    w_source ?? w_None,
  ]);
}

/** Beyond the outermost frame, warnings belong to sys. */
function sysNamespace(space: ObjSpace): W_Root {
  const w_sys = space.w_modules.storage.getitem_str(space, "sys");
  return w_sys instanceof W_Module ? w_sys.w_dict : space.newdict();
}
