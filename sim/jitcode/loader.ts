/**
 * The linker: a build product and a way to find symbols in, a {@link JitProgram} out. Classes and
 * functions are resolved at once, the code of a function when it is first used.
 *
 * Counterpart: rpython/jit/codewriter/codewriter.py (finish_setup).
 */

import { assert, defined } from "../base/assert.ts";
import type {
  CallDescr as CallDescrType,
  EffectInfo,
  FieldInit,
  HostClass,
} from "../trace/descr.ts";
import {
  ArrayDescr,
  CallDescr,
  ClassLayout,
  EXTRA_EFFECT,
  FieldDescr,
  HEADER_BYTES,
  HostFunction,
  WORD_BYTES,
} from "../trace/descr.ts";
import { VIRTUAL_REF_INFO } from "../trace/virtual-ref-info.ts";
import type { Const, Kind, RtValue } from "../trace/values.ts";
import { ConstFloat, ConstInt, ConstPtr, constOf } from "../trace/values.ts";
import { parseConstant } from "./constant-text.ts";
import type { InstrRow } from "./instruction-codec.ts";
import { decodeInstructions } from "./instruction-codec.ts";
import type {
  AnyFunction,
  Condition,
  DriverProgram,
  Instr,
  JitCodeBody,
  JitProgram,
  ResidualTarget,
  VirtualizableInfo,
} from "./jitcode.ts";
import { JitCode } from "./jitcode.ts";
import type {
  CallRow,
  DriverRow,
  InitRow,
  JitcodeRow,
  LayoutRow,
  Product,
  SymbolRow,
  TypeKind,
  VirtualizableRow,
} from "./product.ts";

/** Finds what a module exports under a path like `W_IntObject.prototype.descr_add`. */
export type Resolver = (module: string, path: string) => unknown;

/** The product's tables, linked. */
interface Tables {
  readonly product: Product;
  readonly resolve: (symbol: SymbolRow) => unknown;
  readonly layouts: ClassLayout[];
  readonly fields: FieldDescr[];
  readonly arrays: ArrayDescr[];
  readonly calls: CallDescrType[];
  readonly targets: ResidualTarget[];
  readonly jitcodes: JitCode[];
}

/** Links a build product. */
export function linkProduct(product: Product, resolver: Resolver): JitProgram {
  const resolve = ([module, path]: SymbolRow): unknown =>
    resolver(defined(product.modules[module], `module ${module}`), path);
  const tables: Tables = {
    product,
    resolve,
    layouts: [],
    fields: [],
    arrays: product.arrays.map(([name, kind, isPure]) => linkArray(name, kind, isPure)),
    calls: [],
    targets: [],
    jitcodes: [],
  };
  for (const row of product.layouts) linkLayout(tables, row);
  for (const row of product.calls) tables.calls.push(linkCall(tables, row));
  for (const row of product.jitcodes) linkJitcode(tables, row);
  const functions = linkFunctions(tables);
  const layouts = [...tables.layouts, VIRTUAL_REF_INFO.layout];
  const classes = new Map(layouts.map((layout) => [layout.hostClass, layout]));
  const drivers = product.drivers.map((row, index) => linkDriver(tables, row, index));
  const driverOf = new Map(drivers.map((driver) => [driver.portalFunction, driver]));
  return {
    drivers,
    jitcodes: tables.jitcodes,
    layouts: tables.layouts,
    driverOf: (portal: HostFunction) => defined(driverOf.get(portal), "driver of a portal"),
    lookupFunction: (fn: AnyFunction) => functions.get(fn),
    lookupLayout: (hostClass: HostClass) => classes.get(hostClass),
  };
}

function linkDriver(tables: Tables, row: DriverRow, index: number): DriverProgram {
  const fn = defined(tables.product.functions[row.portal], "portal");
  const portal = defined(tables.jitcodes[fn.jitcode], "portal's jitcode");
  const kinds = [...row.greenKinds, ...row.redKinds].join("");
  const driver: DriverProgram = {
    index,
    name: row.name,
    portal,
    portalFunction: defined(tables.targets[row.portal], "portal function").fn,
    portalDescr: new CallDescr(kinds, portal.resultKind, {
      extraEffect: EXTRA_EFFECT.forcesVirtual,
      oopspec: null,
      writes: null,
    }),
    greenKinds: row.greenKinds.map(kindOf),
    greenIsBool: row.greenKinds.map((kind) => kind === "b"),
    redKinds: row.redKinds,
    vableRedIndex: row.vableRedIndex,
    vable: row.vable === null ? null : linkVirtualizable(tables, row.vable),
  };
  portal.driver = driver;
  return driver;
}

function kindOf(kind: TypeKind): Kind {
  return kind === "b" ? "i" : kind;
}

function linkArray(name: string, kind: TypeKind, isPure: boolean): ArrayDescr {
  return new ArrayDescr(name, kindOf(kind), isPure, { isBool: kind === "b" });
}

function linkCall(tables: Tables, row: CallRow): CallDescrType {
  const effect: EffectInfo = {
    extraEffect: row.extraEffect,
    oopspec: row.oopspec,
    writes: row.writes?.map((index) => defined(tables.fields[index], "written field")) ?? null,
  };
  return new CallDescr(row.args, row.result, effect);
}

function linkLayout(tables: Tables, row: LayoutRow): void {
  const parent = row.parent < 0 ? null : defined(tables.layouts[row.parent], "parent layout");
  const index = tables.layouts.length;
  const layout = new ClassLayout(
    row.name,
    row.qualifiedName,
    parent,
    index,
    row.isRaw ? "raw" : "class",
  );
  if (parent !== null) layout.fields.push(...parent.fields);
  const headerBytes = row.isRaw ? 0 : HEADER_BYTES;
  for (const [name, kind, flags] of row.fields) {
    const offset = headerBytes + layout.fields.length * WORD_BYTES;
    const field = new FieldDescr(layout, name, kindOf(kind), offset, {
      isBool: kind === "b",
      isPure: flags.includes("p"),
      isQuasiImmutable: flags.includes("q"),
      isLazyStore: flags.includes("l"),
    });
    layout.fields.push(field);
    tables.fields.push(field);
  }
  layout.paramCount = row.paramCount;
  for (const init of row.inits) layout.inits.set(init[0], linkInit(init));
  layout.hostClass = tables.resolve(row.symbol) as HostClass;
  tables.layouts.push(layout);
}

function linkInit(row: InitRow): FieldInit {
  if (row[1] === "p") return { from: "param", index: row[2] };
  const constant = parseConstant(row[2]);
  assert(constant.kind !== "x", "a literal that is a symbol");
  return { from: "literal", value: constant.kind === "n" ? null : constant.value };
}

function linkJitcode(tables: Tables, row: JitcodeRow): void {
  tables.jitcodes.push(
    new JitCode({
      name: row.name,
      index: tables.jitcodes.length,
      file: row.file,
      resultKind: row.result,
      paramCount: row.paramCount,
      decode: () => decodeBody(tables, row),
    }),
  );
}

function linkFunctions(tables: Tables): Map<AnyFunction, JitCode | ResidualTarget> {
  const functions = new Map<AnyFunction, JitCode | ResidualTarget>();
  for (const row of tables.product.functions) {
    const fn = tables.resolve(row.symbol) as AnyFunction;
    const host = new HostFunction(row.name, row.convention, fn);
    const target = { fn: host, descr: defined(tables.calls[row.call], "call descr") };
    tables.targets.push(target);
    if (row.convention === "construct") continue;
    functions.set(fn, row.jitcode < 0 ? target : defined(tables.jitcodes[row.jitcode], "jitcode"));
  }
  return functions;
}

function linkVirtualizable(tables: Tables, row: VirtualizableRow): VirtualizableInfo {
  const layout = defined(tables.layouts[row.layout], "virtualizable's layout");
  return {
    layout,
    fields: row.fields.map((name) => layout.field(name)),
    arrayField: row.arrayField === null ? null : layout.field(row.arrayField),
    arrayDescr: at(tables.arrays, row.array),
    tokenField: layout.fields.find((field) => field.name === "vable_token") ?? null,
  };
}

function decodeBody(tables: Tables, row: JitcodeRow): JitCodeBody {
  const sets = row.liveSets.map((text) => (text === "" ? [] : text.split(" ").map(Number)));
  return {
    registerKinds: row.registerKinds.split("") as Kind[],
    constants: row.constants.map((text) => linkConstant(tables, text)),
    instrs: decodeInstructions(row.code).map((instr) => linkInstr(tables, sets, instr)),
  };
}

function linkConstant(tables: Tables, text: string): Const {
  const constant = parseConstant(text);
  switch (constant.kind) {
    case "i":
      return new ConstInt(constant.value);
    case "f":
      return new ConstFloat(constant.value);
    case "s":
      return new ConstPtr(constant.value);
    case "n":
      return new ConstPtr(null);
    case "b":
      return new ConstInt(constant.value ? 1 : 0);
    case "x": {
      const value = tables.resolve(constant.symbol);
      if (constant.typeKind === "b") return new ConstInt(value === true ? 1 : 0);
      return constOf(constant.typeKind, value as RtValue);
    }
  }
}

function at<T>(table: readonly T[], index: number): T | null {
  return index < 0 ? null : defined(table[index], "row of a table:", index);
}

function linkInstr(tables: Tables, sets: readonly number[][], row: InstrRow): Instr {
  const descr = at(tables.calls, row.call);
  const target = at(tables.targets, row.fn);
  return {
    op: row.op,
    dst: row.dst,
    args: row.args,
    opname: at(tables.product.names, row.opname) as Condition | null,
    target: row.target,
    handler: row.handler,
    table: row.table === null ? null : new Map(row.table),
    field: at(tables.fields, row.field),
    mutateField: at(tables.fields, row.mutateField),
    array: at(tables.arrays, row.array),
    layout: at(tables.layouts, row.layout),
    residual: target === null || descr === null ? null : { fn: target.fn, descr },
    fallbackDescr: at(tables.calls, row.fallback),
    jitcode: at(tables.jitcodes, row.jitcode),
    method: at(tables.product.names, row.method),
    live: defined(sets[row.live], "live set"),
    liveAfter: defined(sets[row.liveAfter], "live set"),
    line: row.line,
  };
}
