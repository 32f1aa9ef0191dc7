/**
 * What Python's site module adds to `builtins`: `exit`, `quit`, `help`.
 *
 * Counterpart: lib-python/3/_sitebuiltins.py. DIFFERS: there is no interactive help, and no
 * `copyright`, `credits` and `license`, whose texts are PyPy's.
 */

import { oefmt, operationError, unsupported } from "../objects/errors.ts";
import type { W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import { W_Root } from "../objects/w-root.ts";
import { method, moduleFunction } from "./define.ts";
import { splitKeywords } from "./keywords.ts";

export class W_SiteObject extends W_Root {
  private readonly w_type: W_TypeObject;
  readonly text: string;

  constructor(w_type: W_TypeObject, text: string) {
    super();
    this.w_type = w_type;
    this.text = text;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }
}

function siteType(space: ObjSpace, name: string): W_TypeObject {
  const { w_object } = space;
  const w_type = new W_TypeObject(name, [w_object], w_object.mro_w, name, false, null, false);
  w_type.w_module = newtext("_sitebuiltins");
  method(w_type, "__repr__", "self", (_, [w_self]) => newtext((w_self as W_SiteObject).text));
  return w_type;
}

/** Adds them. */
export function installSiteBuiltins(space: ObjSpace, w_builtins: W_Module): void {
  const add = (name: string, w_type: W_TypeObject, text: string): void =>
    w_builtins.namespace.setitem_str(space, name, new W_SiteObject(w_type, text));
  const w_quitter = siteType(space, "Quitter");
  method(w_quitter, "__call__", "self, code=", (s, [, w_code]) => {
    throw operationError(s.exceptionTypes.get("SystemExit")!, [w_code ?? w_None]);
  });
  for (const name of ["exit", "quit"]) {
    add(name, w_quitter, `Use ${name}() or Ctrl-D (i.e. EOF) to exit`);
  }
  const w_helper = siteType(space, "_Helper");
  method(w_helper, "__call__", "self, /, *args, **kwds", (s) => {
    throw unsupported(s, "help()");
  });
  const hook = "breakpointhook";
  moduleFunction(space, w_builtins, "breakpoint", "*args, **kwargs", (s, [w_args, w_kwargs]) => {
    const w_hook = s.sysAttribute(hook);
    if (w_hook === w_None) throw oefmt(s, s.w_RuntimeError, `lost sys.${hook}`);
    const { args_w, kwnames } = splitKeywords(s, (w_args as W_TupleObject).items, w_kwargs!);
    return w_hook.call_args(s, args_w, kwnames);
  });
  const help = "Type help() for interactive help, or help(object) for help about object.";
  add("help", w_helper, help);
}
