/**
 * From models to the build product: everything gets its number, in an order that depends on nothing
 * but the sources.
 */

import { defined } from "../base/assert.ts";
import type { ConstantValue } from "../jitcode/constant-text.ts";
import { printConstant } from "../jitcode/constant-text.ts";
import type { InstrRow } from "../jitcode/instruction-codec.ts";
import { encodeInstructions } from "../jitcode/instruction-codec.ts";
import type {
  CallRow,
  DriverRow,
  FunctionRow,
  InitRow,
  JitcodeRow,
  LayoutRow,
  Product,
  SymbolRow,
  TypeKind,
  VirtualizableRow,
} from "../jitcode/product.ts";
import { PRODUCT_FORMAT } from "../jitcode/product.ts";
import { lookupField } from "./classes.ts";
import { simpleConstructorOf } from "./constructors.ts";
import type { DriverModel } from "./driver-spec.ts";
import type { World } from "./flattener.ts";
import type {
  CallModel,
  ClassModel,
  ConstantModel,
  FieldModel,
  FunctionCode,
  FunctionModel,
  PlacedInstr,
  SymbolRef,
} from "./model.ts";
import { modulePath } from "./sources.ts";
import { registerKind } from "./type-kinds.ts";

/** What the walk over the call graph has found. */
export interface Findings {
  readonly guest: string;
  readonly hash: string;
  readonly sources: readonly string[];
  /** The main driver first. */
  readonly drivers: readonly DriverModel[];
  /** Their portals, in the same order. */
  readonly portals: readonly FunctionModel[];
  readonly codes: readonly FunctionCode[];
}

/** Numbers things in the order in which they are first asked for. */
class Numbering<T> {
  readonly items: T[] = [];
  private readonly numbers = new Map<T, number>();

  of(item: T): number {
    const known = this.numbers.get(item);
    if (known !== undefined) return known;
    this.numbers.set(item, this.items.length);
    return this.items.push(item) - 1;
  }
}

/** Makes the product. */
export function writeProduct(world: World, findings: Findings): Product {
  return new ProductWriter(world, findings).write();
}

class ProductWriter {
  private readonly world: World;
  private readonly findings: Findings;
  private readonly modules = new Numbering<string>();
  private readonly names = new Numbering<string>();
  private readonly calls = new Numbering<CallModel>();
  private readonly classes = new Numbering<ClassModel>();
  private readonly fields = new Numbering<FieldModel>();
  private readonly functions = new Numbering<FunctionModel>();
  private readonly jitcodes = new Map<FunctionModel, number>();

  constructor(world: World, findings: Findings) {
    this.world = world;
    this.findings = findings;
  }

  write(): Product {
    const { findings, world } = this;
    for (const model of world.classes.listUsed()) {
      this.classes.of(model);
      for (const field of model.ownFields) this.fields.of(field);
    }
    for (const fn of world.functions.list()) this.functions.of(fn);
    for (const [index, code] of findings.codes.entries()) this.jitcodes.set(code.fn, index);
    const layouts = this.classes.items.map((model) => this.layoutRow(model));
    const jitcodes = findings.codes.map((code) => this.jitcodeRow(code));
    const drivers = findings.drivers.map((driver, index) => this.driverRow(driver, index));
    const functions = this.functions.items.map((fn) => this.functionRow(fn));
    const calls = this.calls.items.map((call) => this.callRow(call));
    return {
      format: PRODUCT_FORMAT,
      guest: findings.guest,
      hash: findings.hash,
      sources: findings.sources,
      drivers,
      modules: this.modules.items,
      names: this.names.items,
      layouts,
      arrays: world.arrays.list().map((array) => [array.name, array.itemKind, array.isPure]),
      calls,
      functions,
      jitcodes,
    };
  }

  private driverRow(driver: DriverModel, index: number): DriverRow {
    const { name, greens, reds, virtualizable } = driver;
    const portal = defined(this.findings.portals[index], "portal");
    const kinds = portal.call.argKinds.split("") as TypeKind[];
    return {
      name,
      greenKinds: kinds.slice(0, greens.length),
      redKinds: kinds.slice(greens.length).map(registerKind),
      vableRedIndex: virtualizable === null ? -1 : reds.indexOf(virtualizable),
      vable: virtualizable === null ? null : this.vableRow(),
      portal: this.functions.of(portal),
    };
  }

  private symbolRow(ref: SymbolRef): SymbolRow {
    return [this.modules.of(ref.module), ref.path];
  }

  private layoutRow(model: ClassModel): LayoutRow {
    const { world } = this;
    const simple = simpleConstructorOf(world.checker, model);
    const inits = [...(simple?.inits ?? [])].map(([name, init]): InitRow => {
      if (init.from === "param") return [name, "p", init.index];
      return [name, "l", printConstant(init.value)];
    });
    return {
      name: model.name,
      qualifiedName: model.qualifiedName,
      parent: model.parent === null ? -1 : this.classes.of(model.parent),
      isRaw: model.isRaw,
      symbol: this.symbolRow(world.exports.refOf(model.node, model.node)),
      fields: model.ownFields.map((field) => [field.name, field.kind ?? "r", flagsOf(field)]),
      paramCount: simple?.paramCount ?? -1,
      inits,
    };
  }

  private functionRow(fn: FunctionModel): FunctionRow {
    return {
      name: fn.name,
      convention: fn.convention,
      symbol: this.symbolRow(fn.ref),
      call: this.calls.of(fn.call),
      jitcode: this.jitcodes.get(fn) ?? -1,
    };
  }

  private vableRow(): VirtualizableRow | null {
    const { vable, arrays } = this.world;
    if (vable === null) return null;
    return {
      layout: this.classes.of(vable.owner),
      fields: vable.fields.map((field) => field.name),
      arrayField: vable.arrayField?.name ?? null,
      array: vable.array === null ? -1 : arrays.list().indexOf(vable.array),
    };
  }

  private jitcodeRow(code: FunctionCode): JitcodeRow {
    const liveSets = new Numbering<string>();
    const rows = code.instrs.map((instr, pc) => {
      const { live, liveAfter } = defined(code.live[pc], "live sets");
      const setOf = (registers: readonly number[]): number => liveSets.of(registers.join(" "));
      return this.instrRow(instr, setOf(live), setOf(liveAfter));
    });
    const { resultKind } = code.fn.call;
    return {
      name: code.fn.name,
      file: `${modulePath(code.fn.node.getSourceFile())}.ts`,
      result: resultKind === "v" ? "v" : registerKind(resultKind),
      paramCount: code.paramCount,
      registerKinds: code.registerKinds.join(""),
      constants: code.constants.map((constant) => printConstant(this.constantValue(constant))),
      liveSets: liveSets.items,
      code: encodeInstructions(rows),
    };
  }

  private constantValue(constant: ConstantModel): ConstantValue {
    if (constant.kind !== "ref") return constant;
    const { typeKind, ref } = constant;
    return { kind: "x", typeKind, symbol: this.symbolRow(ref) };
  }

  private instrRow(instr: PlacedInstr, live: number, liveAfter: number): InstrRow {
    const { draft } = instr;
    const isInline = draft.op === "inline_call";
    return {
      op: instr.op,
      dst: instr.dst,
      line: draft.line,
      live,
      liveAfter,
      args: instr.args,
      opname: draft.opname === null ? -1 : this.names.of(draft.opname),
      target: instr.target,
      handler: instr.handler,
      table: instr.table,
      field: draft.field === null ? -1 : this.fieldNumber(draft.field),
      mutateField: draft.mutateField === null ? -1 : this.fieldNumber(draft.mutateField),
      array: draft.array === null ? -1 : this.world.arrays.list().indexOf(draft.array),
      layout: draft.layout === null ? -1 : this.classes.of(draft.layout),
      fn: draft.fn === null || isInline ? -1 : this.functions.of(draft.fn),
      call: draft.call === null ? -1 : this.calls.of(draft.call),
      fallback: draft.fallback === null ? -1 : this.calls.of(draft.fallback),
      jitcode:
        draft.fn === null || !isInline ? -1 : defined(this.jitcodes.get(draft.fn), "jitcode"),
      method: draft.method === null ? -1 : this.names.of(draft.method),
    };
  }

  private callRow(call: CallModel): CallRow {
    return {
      args: call.argKinds,
      result: call.resultKind,
      extraEffect: call.extraEffect,
      oopspec: call.oopspec,
      writes: call.writes?.map((field) => this.fieldNumber(field)) ?? null,
    };
  }

  /** Fields are numbered over all layouts, each class's own ones in turn. */
  private fieldNumber(field: FieldModel): number {
    return this.fields.of(defined(lookupField(field.owner, field.name), field.name));
  }
}

function flagsOf({ isPure, isQuasiImmutable, isLazyStore }: FieldModel): string {
  return `${isPure ? "p" : ""}${isQuasiImmutable ? "q" : ""}${isLazyStore ? "l" : ""}`;
}
