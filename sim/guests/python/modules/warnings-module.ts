/**
 * The modules _warnings (`warn`, which must know the line that calls it) and _source (the text of
 * compiled files).
 *
 * Counterpart: pypy/module/_warnings/interp_warnings.py. DIFFERS: a frame has no link to its caller,
 * so a `stacklevel` beyond 1 counts as 1.
 */

import { call_function } from "../objects/call.ts";
import type { CallerFrame } from "../objects/frame-builtin.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { newint } from "../objects/int-object.ts";
import { makeModule, W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { frameFunction, moduleFunction, textArgument } from "./define.ts";

export function makeWarningsModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_warnings");
  frameFunction(space, w_module, "warn", "message, category=, stacklevel=, source=", warn);
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

/** Hands the place of the call to `warnings._warn_at`. */
function warn(space: ObjSpace, caller: CallerFrame, args: BuiltinArguments): W_Root {
  const [w_message, w_category, , w_source] = args;
  const w_warnings = space.w_modules.storage.getitem_str(space, "warnings");
  const isLoaded = w_warnings instanceof W_Module;
  const w_warnAt = isLoaded ? w_warnings.namespace.getitem_str(space, "_warn_at") : null;
  if (w_warnAt === null) return w_None;
  const { pycode, last_instr, w_globals } = caller;
  const filename = pycode === null ? "sys" : pycode.co_filename;
  const line = pycode === null ? 1 : pycode.lineAt(last_instr);
  return call_function(space, w_warnAt, [
    w_message!,
    w_category ?? w_None,
    newtext(filename),
    newint(line),
    w_globals,
    w_source ?? w_None,
  ]);
}
