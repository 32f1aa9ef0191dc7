/**
 * `any`, `all` and `sum`: loops in Python (lib/_app_functional.py), made at the first call.
 *
 * Counterpart: pypy/module/__builtin__/app_functional.py.
 */

import { invalidate, type QuasiImmut } from "../../../hints/quasi-immut.ts";
import { compileModule } from "../compiler/compile.ts";
import { FunctionExtra, W_Function } from "../interp/function.ts";
import { PyCode } from "../interp/pycode.ts";
import { W_AbstractBytes } from "../objects/bytes-object.ts";
import { call_function } from "../objects/call.ts";
import { FastCode } from "../objects/fast-code.ts";
import { W_IntObject } from "../objects/int-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { appLevelCode } from "./library.ts";

/** The functions of the file by name. */
function makeFunctions(space: ObjSpace): Map<string, W_Function> {
  const template = appLevelCode("_app_functional.py", compileModule);
  const { builtins, w_builtins_dict } = space;
  const module = new PyCode(space, template, w_builtins_dict, builtins);
  const codes = module.co_consts_w.filter((w_const) => w_const instanceof PyCode);
  return new Map(
    codes.map((code) => {
      const { co_name: name } = code;
      return [name, new W_Function(code, [], [], name, new FunctionExtra(name, null, null))];
    }),
  );
}

/** A function of the file, for traces. */
export class AppFunction extends FastCode {
  readonly name: string;
  /** Null until the first call. @quasi_immutable */
  w_function: W_Function | null = null;
  mutate_w_function: QuasiImmut | null = null;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override call1(space: ObjSpace, w_seq: W_Root): W_Root | null {
    const w_function = this.w_function;
    return w_function === null ? null : call_function(space, w_function, [w_seq]);
  }
}

/** `sum`; sums of texts are refused by the general code. */
export class AppSum extends AppFunction {
  override call1(space: ObjSpace, w_seq: W_Root): W_Root | null {
    return this.call2(space, w_seq, new W_IntObject(0));
  }

  override call2(space: ObjSpace, w_seq: W_Root, w_start: W_Root): W_Root | null {
    const w_function = this.w_function;
    if (w_function === null) return null;
    if (w_start instanceof W_UnicodeObject || w_start instanceof W_AbstractBytes) return null;
    return call_function(space, w_function, [w_seq, w_start]);
  }
}

export class AppFunctions {
  readonly any = new AppFunction("any");
  readonly all = new AppFunction("all");
  readonly sum = new AppSum("_regular_sum");

  /** The Python function behind one of them. */
  get(space: ObjSpace, app: AppFunction): W_Function {
    if (app.w_function === null) {
      const functions = makeFunctions(space);
      for (const each of [this.any, this.all, this.sum]) {
        each.w_function = functions.get(each.name)!;
        invalidate(each.mutate_w_function);
      }
    }
    return app.w_function!;
  }
}
