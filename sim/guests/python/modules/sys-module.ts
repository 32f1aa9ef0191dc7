/**
 * The module sys: its constants. Its functions are in sys-functions.ts, its streams in
 * sys-streams.ts.
 *
 * Counterpart: pypy/module/sys. DIFFERS: names no file of the computer.
 */

import { newfloat } from "../objects/float-object.ts";
import { W_ObjectObject } from "../objects/instance-object.ts";
import { newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset } from "./define.ts";
import { instanceDict } from "./instance-attributes.ts";
import { StructType } from "./struct-sequence.ts";
import { installSysFunctions } from "./sys-functions.ts";
import { makeStreams } from "./sys-streams.ts";

/** What the module is made of. */
export interface SysOptions {
  /** The program's arguments. */
  readonly argv: readonly string[];
  /** What `sys.path` starts as. */
  readonly path: readonly string[];
  readonly builtinNames: readonly string[];
  /** What `sys.meta_path` starts as. */
  readonly finders_w: W_Root[];
}

const VERSION_FIELDS = ["major", "minor", "micro", "releaselevel", "serial"];
const HEX_VERSION = 0x030910f0;
const PYPY_HEX_VERSION = 117640176;

export function makeSysModule(space: ObjSpace, options: SysOptions): W_Module {
  const w_module = makeModule("sys");
  const set = (name: string, w_value: W_Root): void =>
    w_module.namespace.setitem_str(space, name, w_value);
  const texts = (list: readonly string[]): W_Root[] => list.map((text) => newtext(text));
  set("__name__", newtext("sys"));
  set("argv", newlist(texts(options.argv)));
  set("path", newlist(texts(options.path)));
  set("modules", space.w_modules);
  set("builtin_module_names", new W_TupleObject(texts([...options.builtinNames].sort())));
  for (const [name, text] of Object.entries(TEXTS)) set(name, newtext(text));
  for (const name of ["path_hooks", "warnoptions"]) set(name, newlist([]));
  set("meta_path", newlist(options.finders_w));
  for (const name of ["path_importer_cache", "_xoptions"]) set(name, space.newdict());
  set("pycache_prefix", w_None);
  set("dont_write_bytecode", newbool(true));
  set("maxsize", wrapBigint(9223372036854775807n));
  set("maxunicode", newint(0x10ffff));
  set("hexversion", newint(HEX_VERSION));
  set("api_version", newint(1013));
  setStructures(space, set);
  for (const [name, w_stream] of makeStreams(space)) {
    set(name, w_stream);
    set(`__${name}__`, w_stream);
  }
  installSysFunctions(space, w_module);
  space.w_sys = w_module;
  return w_module;
}

const TEXTS = {
  abiflags: "",
  base_exec_prefix: "",
  base_prefix: "",
  byteorder: "little",
  copyright: "",
  exec_prefix: "",
  executable: "",
  _base_executable: "",
  float_repr_style: "short",
  platform: "linux",
  platlibdir: "lib",
  prefix: "",
  version: "3.9.16 (7.3.11 jitreel, Dec 29 2022, 00:00:00)\n[PyPy 7.3.11 with GCC 12.2.0]",
};

const FLAGS = [
  "debug",
  "inspect",
  "interactive",
  "optimize",
  "dont_write_bytecode",
  "no_user_site",
  "no_site",
  "ignore_environment",
  "verbose",
  "bytes_warning",
  "quiet",
  "hash_randomization",
  "isolated",
  "dev_mode",
  "utf8_mode",
  "int_max_str_digits",
];

function setStructures(space: ObjSpace, set: (name: string, w_value: W_Root) => void): void {
  const version = (name: string, numbers: readonly number[]): W_Root => {
    const type = new StructType(space, name, "sys", VERSION_FIELDS);
    return type.make([...numbers.map((n) => newint(n)), newtext("final"), newint(0)]);
  };
  set("version_info", version("version_info", [3, 9, 16]));
  const w_pypy_version = version("pypy_version_info", [7, 3, 11]);
  set("pypy_version_info", w_pypy_version);
  set("implementation", implementation(space, w_pypy_version));
  const w_flags = FLAGS.map((name) => {
    if (name === "dev_mode") return newbool(false);
    if (name === "int_max_str_digits") return newint(-1);
    return newint(name === "dont_write_bytecode" ? 1 : 0);
  });
  set("flags", new StructType(space, "sysflags", "sys", FLAGS, "sys.flags").make(w_flags));
  const record = (name: string, fields: Record<string, W_Root>, shown = `sys.${name}`): void => {
    const type = new StructType(space, name, "sys", Object.keys(fields), shown);
    set(name, type.make(Object.values(fields)));
  };
  record("float_info", floatInfo(), "float_info");
  record("int_info", intInfo(), "int_info");
  record("hash_info", hashInfo());
  const thread = { name: newtext("pthread"), lock: newtext("semaphore"), version: w_None };
  record("thread_info", thread, "pthread");
}

function floatInfo(): Record<string, W_Root> {
  return {
    max: newfloat(Number.MAX_VALUE),
    max_exp: newint(1024),
    max_10_exp: newint(308),
    min: newfloat(2.2250738585072014e-308),
    min_exp: newint(-1021),
    min_10_exp: newint(-307),
    dig: newint(15),
    mant_dig: newint(53),
    epsilon: newfloat(Number.EPSILON),
    radix: newint(2),
    rounds: newint(1),
  };
}

function intInfo(): Record<string, W_Root> {
  return {
    bits_per_digit: newint(63),
    sizeof_digit: newint(8),
    default_max_str_digits: newint(4300),
    str_digits_check_threshold: newint(640),
  };
}

function hashInfo(): Record<string, W_Root> {
  return {
    width: newint(64),
    modulus: wrapBigint(2305843009213693951n),
    inf: newint(314159),
    nan: newint(0),
    imag: newint(1000003),
    algorithm: newtext("siphash24"),
    hash_bits: newint(64),
    seed_bits: newint(128),
    cutoff: newint(0),
  };
}

/** `sys.implementation`. */
function implementation(space: ObjSpace, w_version: W_Root): W_Root {
  space.w_simplenamespace.w_module = newtext("types");
  getset(space.w_simplenamespace, "__dict__", instanceDict);
  const w_namespace = new W_ObjectObject(space.w_simplenamespace.terminator, []);
  w_namespace.setdictvalue("name", newtext("pypy"));
  w_namespace.setdictvalue("version", w_version);
  w_namespace.setdictvalue("hexversion", newint(PYPY_HEX_VERSION));
  w_namespace.setdictvalue("_multiarch", newtext("x86_64-linux-gnu"));
  w_namespace.setdictvalue("cache_tag", newtext("pypy39"));
  return w_namespace;
}
