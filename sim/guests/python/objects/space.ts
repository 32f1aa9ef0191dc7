/**
 * The object space: everything that one run of the Python guest shares. Types, the execution
 * context, the host, and what objects need from each other; the operations themselves are functions
 * over it, in the files beside this one.
 *
 * Counterpart: pypy/objspace/std/objspace.py, pypy/interpreter/baseobjspace.py.
 */

import { Finalizers } from "./finalizers.ts";
import { WeakrefState } from "./weakref-object.ts";
import { getOrMake } from "../../../base/collections.ts";
import type { JitControl } from "../../../hints/control.ts";
import type { GuestHost } from "../../../hints/guest.ts";
import type { JitDriver } from "../../../hints/jit-driver.ts";
import type { IterationDrivers } from "./iteration-drivers.ts";
import type { ReDrivers } from "../sre/drivers.ts";
import { getattr } from "./attributes.ts";
import { call_descr } from "./call.ts";
import { call_type } from "./instantiate.ts";
import { type BuiltinCode, W_BuiltinMethod } from "./function.ts";
import {
  objectDelattr,
  objectGetattribute,
  objectInit,
  objectNew,
  objectSetattr,
} from "./object-methods.ts";
import { parseSignature } from "./signature.ts";
import { w_None } from "./singletons.ts";
import type { Executor } from "../interp/executor.ts";
import { compare_w, eq_w } from "./compare.ts";
import type { ModuleDictStorage } from "./celldict.ts";
import { newdict, type W_DictObject } from "./dict-object.ts";
import { ActionFlag, ExecutionContext, PypySigLongStruct } from "./execution-context.ts";
import { compares_by_identity, hash } from "./hashing.ts";
import { EXCEPTION_TYPES, LAYOUT_EXCEPTIONS } from "./exception-names.ts";
import { MEMORY_MAX_BYTES } from "./memory.ts";
import type { W_Module } from "./module-object.ts";
import { SlotLayout, W_TypeObject } from "./type-object.ts";
import { is_true } from "./truth.ts";
import { newtext, W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** A call that is made when the program has ended. */
export interface ExitFunction {
  readonly w_func: W_Root;
  readonly args_w: readonly W_Root[];
  readonly kwnames: readonly string[] | null;
}

/** What a space is made with. */
export interface SpaceOptions {
  readonly host: GuestHost;
  readonly control: JitControl | null;
  readonly jitdriver: JitDriver;
  readonly reDrivers: ReDrivers;
  readonly iterationDrivers: IterationDrivers;
  readonly executor: Executor;
  readonly maxRecursion: number;
  /** The largest value that a program may make, in bytes; see memory.ts. */
  readonly memoryMaxBytes?: number;
}

export class ObjSpace {
  readonly host: GuestHost;
  readonly control: JitControl | null;
  readonly jitdriver: JitDriver;
  readonly reDrivers: ReDrivers;
  readonly iterationDrivers: IterationDrivers;
  readonly executor: Executor;
  readonly maxRecursion: number;
  readonly memoryMaxBytes: number;
  /** How many digits of an integer may be converted from or to text; 0 for any number. */
  digitsMax = 4300;
  readonly ec = new ExecutionContext();
  readonly ticker = new PypySigLongStruct();
  readonly actionflag = new ActionFlag();
  /** Ends or interrupts the run when the ticker is negative; set by whoever made it so. */
  onSignal: (() => void) | null = null;

  readonly w_object: W_TypeObject;
  readonly w_type: W_TypeObject;
  readonly w_int: W_TypeObject;
  readonly w_bool: W_TypeObject;
  readonly w_float: W_TypeObject;
  readonly w_complex: W_TypeObject;
  readonly w_unicode: W_TypeObject;
  readonly w_bytes: W_TypeObject;
  readonly w_bytearray: W_TypeObject;
  readonly w_memoryview: W_TypeObject;
  readonly w_list: W_TypeObject;
  readonly w_tuple: W_TypeObject;
  readonly w_dict: W_TypeObject;
  readonly w_set: W_TypeObject;
  readonly w_frozenset: W_TypeObject;
  readonly w_slice: W_TypeObject;
  readonly w_range: W_TypeObject;
  readonly w_nonetype: W_TypeObject;
  readonly w_ellipsistype: W_TypeObject;
  readonly w_notimplementedtype: W_TypeObject;
  readonly w_function: W_TypeObject;
  readonly w_builtinfunction: W_TypeObject;
  readonly w_method: W_TypeObject;
  readonly w_staticmethod: W_TypeObject;
  readonly w_classmethod: W_TypeObject;
  readonly w_property: W_TypeObject;
  readonly w_super: W_TypeObject;
  readonly w_getset: W_TypeObject;
  readonly w_member: W_TypeObject;
  readonly w_module: W_TypeObject;
  readonly w_code: W_TypeObject;
  readonly w_frame: W_TypeObject;
  readonly w_cell: W_TypeObject;
  readonly w_traceback: W_TypeObject;
  readonly w_generator: W_TypeObject;
  readonly w_coroutine: W_TypeObject;
  readonly w_coroutinewrapper: W_TypeObject;
  readonly w_asyncgenerator: W_TypeObject;
  readonly w_asyncgenasend: W_TypeObject;
  readonly w_asyncgenathrow: W_TypeObject;
  readonly w_rangeiterator: W_TypeObject;
  readonly w_listiterator: W_TypeObject;
  readonly w_tupleiterator: W_TypeObject;
  readonly w_striterator: W_TypeObject;
  readonly w_setiterator: W_TypeObject;
  readonly w_sequenceiterator: W_TypeObject;
  readonly w_callableiterator: W_TypeObject;
  readonly w_enumerate: W_TypeObject;
  readonly w_reversed: W_TypeObject;
  readonly w_zip: W_TypeObject;
  readonly w_map: W_TypeObject;
  readonly w_filter: W_TypeObject;
  readonly w_dictkeys: W_TypeObject;
  readonly w_dictvalues: W_TypeObject;
  readonly w_dictitems: W_TypeObject;
  readonly w_dictkeyiterator: W_TypeObject;
  readonly w_dictvalueiterator: W_TypeObject;
  readonly w_dictitemiterator: W_TypeObject;
  readonly w_mappingproxy: W_TypeObject;
  readonly w_simplenamespace: W_TypeObject;

  /** `object.__getattribute__` and its like, to see whether a class overrides them. */
  readonly w_object_getattribute: W_Root;
  readonly w_object_setattr: W_Root;
  /** What `type[int]` calls, which is no attribute of `type`: all classes would have it. */
  w_type_getitem: W_Root | null = null;
  readonly w_object_delattr: W_Root;
  readonly w_object_new: W_Root;
  readonly w_object_init: W_Root;

  /** Built-in exception types by name. */
  readonly exceptionTypes: ReadonlyMap<string, W_TypeObject>;
  readonly w_BaseException: W_TypeObject;
  readonly w_Exception: W_TypeObject;
  readonly w_TypeError: W_TypeObject;
  readonly w_ValueError: W_TypeObject;
  readonly w_IndexError: W_TypeObject;
  readonly w_KeyError: W_TypeObject;
  readonly w_AttributeError: W_TypeObject;
  readonly w_NameError: W_TypeObject;
  readonly w_UnboundLocalError: W_TypeObject;
  readonly w_ZeroDivisionError: W_TypeObject;
  readonly w_OverflowError: W_TypeObject;
  readonly w_StopIteration: W_TypeObject;
  readonly w_StopAsyncIteration: W_TypeObject;
  readonly w_RuntimeError: W_TypeObject;
  readonly w_RecursionError: W_TypeObject;
  readonly w_NotImplementedError: W_TypeObject;
  readonly w_AssertionError: W_TypeObject;
  readonly w_ImportError: W_TypeObject;
  readonly w_SystemError: W_TypeObject;
  readonly w_OSError: W_TypeObject;

  /** The namespace of `builtins`; filled before the program starts. */
  readonly builtins: ModuleDictStorage;
  readonly w_builtins_dict: W_DictObject;
  w_sys: W_Module | null = null;
  /** What `atexit` was given, oldest first. */
  readonly exitFunctions: ExitFunction[] = [];
  /** Imported modules by name, as `sys.modules`. */
  readonly w_modules: W_DictObject;
  /** Types that modules define, by `module.name`, for values that must find their class. */
  readonly moduleTypes = new Map<string, W_TypeObject>();
  /** Containers being printed, so that they print themselves as `[...]`. */
  readonly printing = new Set<W_Root>();
  /** The `__dict__` of instances that were asked for it. */
  readonly instanceDicts = new WeakMap<W_Root, W_DictObject>();
  readonly weakrefs = new WeakrefState();
  readonly finalizers = new Finalizers();
  /** References whose callbacks wait for the next collection. */
  readonly lateCallbacks: W_Root[] = [];
  /** What `time.sleep` let pass. */
  sleptNanoseconds = 0n;
  /** What `sys.set_asyncgen_hooks` set. */
  w_asyncgen_firstiter: W_Root = w_None;
  w_asyncgen_finalizer: W_Root = w_None;
  /** Modules whose bodies are being executed. */
  readonly initializing = new Set<W_Root>();
  /** The number of the next code object; each has its own. */
  nextCodeNumber = 0;
  /** Hashes of strings, which take long to compute; see hashing.ts. */
  readonly textHashes = new Map<string, number | bigint>();
  /** Source text by file name, for tracebacks. */
  readonly sources = new Map<string, string>();
  private readonly keywordTuples = new Map<string, readonly string[]>();
  private readonly addresses = new WeakMap<object, number>();
  private nextAddress = 0x7f0000000000;

  constructor(options: SpaceOptions, w_builtins_dict: W_DictObject, builtins: ModuleDictStorage) {
    this.host = options.host;
    this.control = options.control;
    this.jitdriver = options.jitdriver;
    this.reDrivers = options.reDrivers;
    this.iterationDrivers = options.iterationDrivers;
    this.executor = options.executor;
    this.maxRecursion = options.maxRecursion;
    this.memoryMaxBytes = options.memoryMaxBytes ?? MEMORY_MAX_BYTES;
    this.builtins = builtins;
    this.w_builtins_dict = w_builtins_dict;
    this.w_modules = newdict();
    const w_object = new W_TypeObject("object", [], [], "object", false, null, false);
    const builtin = (name: string, ...bases: W_TypeObject[]) => builtinType(w_object, name, bases);
    this.w_object = w_object;
    this.w_type = builtin("type");
    this.w_int = builtin("int");
    this.w_bool = builtin("bool", this.w_int);
    this.w_float = builtin("float");
    this.w_complex = builtin("complex");
    this.w_unicode = builtin("str");
    this.w_bytes = builtin("bytes");
    this.w_bytearray = builtin("bytearray");
    this.w_memoryview = builtin("memoryview");
    this.w_list = builtin("list");
    this.w_tuple = builtin("tuple");
    this.w_dict = builtin("dict");
    this.w_set = builtin("set");
    this.w_frozenset = builtin("frozenset");
    this.w_slice = builtin("slice");
    this.w_range = builtin("range");
    this.w_nonetype = builtin("NoneType");
    this.w_ellipsistype = builtin("ellipsis");
    this.w_notimplementedtype = builtin("NotImplementedType");
    this.w_function = builtin("function");
    this.w_builtinfunction = builtin("builtin_function");
    this.w_method = builtin("method");
    this.w_staticmethod = builtin("staticmethod");
    this.w_classmethod = builtin("classmethod");
    this.w_property = builtin("property");
    this.w_super = builtin("super");
    this.w_getset = builtin("getset_descriptor");
    this.w_member = builtin("member_descriptor");
    this.w_module = builtin("module");
    this.w_code = builtin("code");
    this.w_frame = builtin("frame");
    this.w_cell = builtin("cell");
    this.w_traceback = builtin("traceback");
    this.w_generator = builtin("generator");
    this.w_coroutine = builtin("coroutine");
    this.w_coroutinewrapper = builtin("coroutine_wrapper");
    this.w_asyncgenerator = builtin("async_generator");
    this.w_asyncgenasend = builtin("async_generator_asend");
    this.w_asyncgenathrow = builtin("async_generator_athrow");
    this.w_rangeiterator = builtin("range_iterator");
    this.w_listiterator = builtin("sequenceiterator");
    this.w_tupleiterator = builtin("sequenceiterator");
    this.w_striterator = builtin("sequenceiterator");
    this.w_setiterator = builtin("setiterator");
    this.w_sequenceiterator = builtin("sequenceiterator");
    this.w_callableiterator = builtin("generator");
    this.w_enumerate = builtin("enumerate");
    this.w_reversed = builtin("reversed");
    this.w_zip = builtin("zip");
    this.w_map = builtin("map");
    this.w_filter = builtin("filter");
    this.w_dictkeys = builtin("dict_keys");
    this.w_dictvalues = builtin("dict_values");
    this.w_dictitems = builtin("dict_items");
    this.w_dictkeyiterator = builtin("dict_keyiterator");
    this.w_dictvalueiterator = builtin("dict_valueiterator");
    this.w_dictitemiterator = builtin("dict_itemiterator");
    this.w_mappingproxy = builtin("mappingproxy");
    this.w_simplenamespace = builtin("SimpleNamespace");
    const method = (name: string, signature: string, code: BuiltinCode): W_BuiltinMethod => {
      const hasSelf = name !== "__new__";
      return new W_BuiltinMethod(name, w_object, parseSignature(signature), code, hasSelf);
    };
    this.w_object_getattribute = method("__getattribute__", "self, name, /", objectGetattribute);
    this.w_object_setattr = method("__setattr__", "self, name, value, /", objectSetattr);
    this.w_object_delattr = method("__delattr__", "self, name, /", objectDelattr);
    this.w_object_new = method("__new__", "type, /, *args, **kwargs", objectNew);
    this.w_object_init = method("__init__", "self, /, *args, **kwargs", objectInit);
    const exceptions = makeExceptionTypes(w_object);
    const exception = (name: string): W_TypeObject => exceptions.get(name)!;
    this.exceptionTypes = exceptions;
    this.w_BaseException = exception("BaseException");
    this.w_Exception = exception("Exception");
    this.w_TypeError = exception("TypeError");
    this.w_ValueError = exception("ValueError");
    this.w_IndexError = exception("IndexError");
    this.w_KeyError = exception("KeyError");
    this.w_AttributeError = exception("AttributeError");
    this.w_NameError = exception("NameError");
    this.w_UnboundLocalError = exception("UnboundLocalError");
    this.w_ZeroDivisionError = exception("ZeroDivisionError");
    this.w_OverflowError = exception("OverflowError");
    this.w_StopIteration = exception("StopIteration");
    this.w_StopAsyncIteration = exception("StopAsyncIteration");
    this.w_RuntimeError = exception("RuntimeError");
    this.w_RecursionError = exception("RecursionError");
    this.w_NotImplementedError = exception("NotImplementedError");
    this.w_AssertionError = exception("AssertionError");
    this.w_ImportError = exception("ImportError");
    this.w_SystemError = exception("SystemError");
    this.w_OSError = exception("OSError");
  }

  newtext(text: string): W_UnicodeObject {
    return newtext(text);
  }

  /** One array for each sequence of keyword names. */
  keywordTuple(names: readonly string[]): readonly string[] {
    return getOrMake(this.keywordTuples, names.join(), () => names);
  }

  /** The text of a string, null for other values. */
  textOrNull(w_obj: W_Root): string | null {
    return w_obj instanceof W_UnicodeObject ? w_obj.value : null;
  }

  newdict(): W_DictObject {
    return newdict();
  }

  setitem_str(w_dict: W_DictObject, name: string, w_value: W_Root): void {
    w_dict.storage.setitem_str(this, name, w_value);
  }

  /** Calls a value that is not a function: by its type's `__call__`. */
  call_descr(w_callable: W_Root, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    return call_descr(this, w_callable, args_w, kwnames);
  }

  call_type(w_type: W_TypeObject, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    return call_type(this, w_type, args_w, kwnames);
  }

  /** Python's `hash`, as a 64-bit integer. */
  hash(w_obj: W_Root): number | bigint {
    return hash(this, w_obj);
  }

  /** Python's `==` as a host boolean. */
  eq_w(w_a: W_Root, w_b: W_Root): boolean {
    return eq_w(this, w_a, w_b);
  }

  /** A comparison by number as a host boolean. */
  compare_w(op: number, w_a: W_Root, w_b: W_Root): boolean {
    return compare_w(this, op, w_a, w_b);
  }

  is_true(w_obj: W_Root): boolean {
    return is_true(this, w_obj);
  }

  getattr(w_obj: W_Root, name: string): W_Root {
    return getattr(this, w_obj, name);
  }

  /** A type of `moduleTypes`. @elidable @cannot_raise */
  moduleTypeOf(name: string): W_TypeObject {
    return this.moduleTypes.get(name)!;
  }

  /** An attribute of the module `sys`; None when the program deleted it. */
  sysAttribute(name: string): W_Root {
    const { w_sys } = this;
    return (w_sys === null ? null : w_sys.namespace.getitem_str(this, name)) ?? w_None;
  }

  compares_by_identity(w_obj: W_Root): boolean {
    return compares_by_identity(this, w_obj);
  }

  /** A deterministic address, from the simulator or, without one, from a counter of our own. */
  addressOf(object: object): number {
    if (this.control !== null) return this.control.addressOf(object);
    let address = this.addresses.get(object);
    if (address === undefined) {
      address = this.nextAddress;
      this.nextAddress += 32;
      this.addresses.set(object, address);
    }
    return address;
  }
}

function builtinType(w_object: W_TypeObject, name: string, bases: W_TypeObject[]): W_TypeObject {
  const w_base = bases[0] ?? w_object;
  const layout = name === "type" ? "type" : name;
  const tail = w_base.mro_w;
  return new W_TypeObject(name, [w_base], tail, layout, false, null, false);
}

function makeExceptionTypes(w_object: W_TypeObject): Map<string, W_TypeObject> {
  const types = new Map<string, W_TypeObject>();
  for (const [name, base] of EXCEPTION_TYPES) {
    const w_base = base === "" ? w_object : types.get(base)!;
    const layout = LAYOUT_EXCEPTIONS.has(name)
      ? new SlotLayout("BaseException", w_base.slotLayout, [])
      : null;
    const kind = "BaseException";
    types.set(
      name,
      new W_TypeObject(name, [w_base], w_base.mro_w, kind, false, null, true, layout),
    );
  }
  return types;
}
