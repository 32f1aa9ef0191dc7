/**
 * Code objects as the interpreter runs them: a template with its constants as Python values, bound
 * to the namespace its functions see as globals.
 *
 * Counterpart: pypy/interpreter/pycode.py. DIFFERS: the globals are part of the code object (code
 * that is run in another namespace is wrapped anew), so that frames need not hold them.
 */

import type { Constant, CodeTemplate } from "../compiler/code.ts";
import { APP_LEVEL_NAME, CODE_FLAGS } from "../compiler/code.ts";
import { newfloat } from "../objects/float-object.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import { type ModuleDictStorage, namespace_of } from "../objects/celldict.ts";
import { w_False, w_True, wrapBigint } from "../objects/int-object.ts";
import { makeBytes, makeComplex, makeFrozenset } from "../objects/constants.ts";
import { Signature } from "../objects/signature.ts";
import { w_Ellipsis, w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { VersionTag, W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import { W_Root } from "../objects/w-root.ts";
import type { MethodCache, PlaceCache } from "./attribute-caches.ts";
import type { CallPlan } from "./call-plan.ts";
import { makePlan } from "./call-plan.ts";

/** What LOAD_GLOBAL found last, and for which states of the two namespaces it holds. */
export interface GlobalCache {
  readonly version: VersionTag;
  readonly builtinsVersion: VersionTag;
  readonly w_cell: W_Root;
}

export class PyCode extends W_Root {
  readonly space: ObjSpace;
  readonly template: CodeTemplate;
  readonly co_name: string;
  readonly co_filename: string;
  readonly co_firstlineno: number;
  readonly co_code: readonly number[];
  readonly co_consts_w: readonly W_Root[];
  readonly co_names: readonly string[];
  /** By index of the name; for interpretation only. */
  readonly globalCaches: (GlobalCache | undefined)[];
  readonly loadCaches: (PlaceCache | null)[];
  readonly storeCaches: (PlaceCache | null)[];
  readonly methodCaches: (MethodCache | null)[];
  readonly co_varnames: readonly string[];
  /** Cell variables, then free variables. */
  readonly cellNames: readonly string[];
  readonly co_argcount: number;
  readonly co_nlocals: number;
  readonly ncellvars: number;
  readonly nfreevars: number;
  /** The argument that each cell variable is, or -1. */
  readonly cellArguments: readonly number[];
  /** Where the value stack starts in a frame's array. */
  readonly stackBase: number;
  readonly frameSize: number;
  /** Where the `__class__` cell of a method stands in a frame's array, or -1. */
  readonly classCellIndex: number;
  /** The number of arguments that fill all parameters with nothing else to do, or -1. */
  readonly fast_natural_arity: number;
  readonly isGenerator: boolean;
  /** Calls make a coroutine: an `async def` without yield. */
  readonly isCoroutine: boolean;
  /** A built-in function written in Python, which tracebacks and frames do not show. */
  readonly hidden: boolean;
  /** It yields inside of a `try` or `with`, so its generators are closed when they die. */
  readonly yieldsInsideTry: boolean;
  readonly isAsyncGenerator: boolean;
  /** Its frames run piece by piece: one of the three above. */
  readonly isSuspendable: boolean;
  /** Its frames have a dictionary of locals (module and class bodies). */
  readonly hasLocalsDict: boolean;
  readonly signature: Signature;
  readonly hasVarargs: boolean;
  readonly hasKwargs: boolean;
  /** Number of the values that a call gives: parameters, `*args`, `**kwargs`. */
  readonly scopeLength: number;
  private readonly plans = new Map<readonly string[] | null, Map<number, CallPlan | null>>();
  readonly w_globals: W_DictObject;
  readonly globals: ModuleDictStorage;
  /** Deterministic number of this code object in its run. */
  readonly codeNumber: number;
  /** Constants that `replace` was given, in place of the template's. */
  private readonly given_consts_w: readonly W_Root[] | null;
  /** This code bound to other namespaces. */
  private bindings: WeakMap<W_DictObject, PyCode> | null = null;

  constructor(
    space: ObjSpace,
    template: CodeTemplate,
    w_globals: W_DictObject,
    globals: ModuleDictStorage,
    given_consts_w: readonly W_Root[] | null = null,
  ) {
    super();
    this.given_consts_w = given_consts_w;
    this.space = space;
    this.template = template;
    this.co_name = template.co_name;
    this.co_filename = template.co_filename;
    this.co_firstlineno = template.co_firstlineno;
    this.co_code = Array.from(template.co_code);
    this.co_names = template.co_names;
    this.globalCaches = new Array(template.co_names.length).fill(undefined);
    this.loadCaches = new Array(template.co_names.length).fill(null);
    this.storeCaches = new Array(template.co_names.length).fill(null);
    this.methodCaches = new Array(template.co_names.length).fill(null);
    this.co_varnames = template.co_varnames;
    this.cellNames = [...template.co_cellvars, ...template.co_freevars];
    this.co_argcount = template.co_argcount;
    this.co_nlocals = template.co_nlocals;
    this.ncellvars = template.co_cellvars.length;
    this.nfreevars = template.co_freevars.length;
    this.signature = signatureOf(template);
    const argumentCount = this.signature.scopeLength;
    this.hasVarargs = this.signature.hasVarargs;
    this.hasKwargs = this.signature.hasKwargs;
    this.scopeLength = argumentCount;
    this.cellArguments = template.co_cellvars.map((name) => {
      const index = template.co_varnames.indexOf(name);
      return index < argumentCount ? index : -1;
    });
    const classCell = this.cellNames.indexOf("__class__");
    this.classCellIndex = classCell < 0 ? -1 : this.co_nlocals + classCell;
    this.stackBase = this.co_nlocals + this.cellNames.length;
    this.frameSize = this.stackBase + template.co_stacksize;
    const { co_flags: flags, co_kwonlyargcount } = template;
    const simple = (flags & (CODE_FLAGS.CO_VARARGS | CODE_FLAGS.CO_VARKEYWORDS)) === 0;
    this.fast_natural_arity = simple && co_kwonlyargcount === 0 ? this.co_argcount : -1;
    this.isAsyncGenerator = (flags & CODE_FLAGS.CO_ASYNC_GENERATOR) !== 0;
    this.isGenerator = (flags & CODE_FLAGS.CO_GENERATOR) !== 0 && !this.isAsyncGenerator;
    this.isCoroutine = (flags & CODE_FLAGS.CO_COROUTINE) !== 0;
    this.hidden = template.co_filename.startsWith(APP_LEVEL_NAME);
    this.yieldsInsideTry = (flags & CODE_FLAGS.CO_YIELD_INSIDE_TRY) !== 0;
    this.isSuspendable = this.isGenerator || this.isCoroutine || this.isAsyncGenerator;
    this.hasLocalsDict = (flags & CODE_FLAGS.CO_NEWLOCALS) === 0;
    this.w_globals = w_globals;
    this.globals = globals;
    this.codeNumber = space.nextCodeNumber++;
    this.co_consts_w =
      given_consts_w ??
      template.co_consts.map((constant) =>
        constant.kind === "code"
          ? new PyCode(space, constant.code, w_globals, globals)
          : wrapConstant(space, constant),
      );
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_code;
  }

  /** This code with another template, and constants. */
  changed(template: CodeTemplate, consts_w: readonly W_Root[]): PyCode {
    return new PyCode(this.space, template, this.w_globals, this.globals, consts_w);
  }

  /** This code with `w_globals` as the namespace of its functions. */
  boundTo(w_globals: W_DictObject): PyCode {
    if (w_globals === this.w_globals) return this;
    this.bindings ??= new WeakMap();
    let bound = this.bindings.get(w_globals);
    if (bound === undefined) {
      const { space } = this;
      const namespace = namespace_of(space, w_globals);
      bound = new PyCode(space, this.template, w_globals, namespace, this.given_consts_w);
      this.bindings.set(w_globals, bound);
    }
    return bound;
  }

  /** How `count` arguments, the last of them named, fill the parameters. @elidable @cannot_raise */
  plan_call(
    count: number,
    kwnames: readonly string[] | null,
    defaultCount: number,
  ): CallPlan | null {
    let plans = this.plans.get(kwnames);
    if (plans === undefined) {
      plans = new Map();
      this.plans.set(kwnames, plans);
    }
    const key = count * 256 + defaultCount;
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = makePlan(this.signature, count, kwnames, defaultCount);
      plans.set(key, plan);
    }
    return plan;
  }

  /** The source line of the bytecode at `position`; PyPy's offset2lineno. */
  lineAt(position: number): number {
    const table = this.template.co_lnotab;
    let line = this.co_firstlineno;
    let address = 0;
    for (let i = 0; i + 1 < table.length; i += 2) {
      address += table[i]!;
      if (address > position) break;
      line += (table[i + 1]! << 24) >> 24;
    }
    return line;
  }
}

function signatureOf(template: CodeTemplate): Signature {
  const { co_argcount, co_kwonlyargcount, co_posonlyargcount, co_flags } = template;
  return new Signature(
    template.co_varnames.slice(0, co_argcount + co_kwonlyargcount),
    co_argcount,
    co_posonlyargcount,
    (co_flags & CODE_FLAGS.CO_VARARGS) !== 0,
    (co_flags & CODE_FLAGS.CO_VARKEYWORDS) !== 0,
  );
}

/** The Python value of a constant other than code. */
export function wrapConstant(
  space: ObjSpace,
  constant: Exclude<Constant, { kind: "code" }>,
): W_Root {
  switch (constant.kind) {
    case "none":
      return w_None;
    case "bool":
      return constant.value ? w_True : w_False;
    case "ellipsis":
      return w_Ellipsis;
    case "int":
      return wrapBigint(constant.value);
    case "float":
      return newfloat(constant.value);
    case "complex":
      return makeComplex(constant.real, constant.imag);
    case "str":
      return newtext(constant.value);
    case "bytes":
      return makeBytes(constant.value);
    case "tuple":
      return new W_TupleObject(constant.items.map((item) => wrapConstant(space, item)));
    case "frozenset":
      return makeFrozenset(
        space,
        constant.items.map((item) => wrapConstant(space, item)),
      );
  }
}
