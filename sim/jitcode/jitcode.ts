/**
 * Linked jitcode: what the tracer and the blackhole run. Made by the loader from the build product,
 * with every symbol replaced by the host's own class or function.
 */

import type { Int } from "../base/int.ts";
import type {
  ArrayDescr,
  CallDescr,
  ClassLayout,
  FieldDescr,
  HostClass,
  HostFunction,
} from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import type { CodeRef } from "../trace/snapshot.ts";
import type { Const, Kind } from "../trace/values.ts";
import type { JitOp } from "./instructions.ts";

/** Conditions of goto_if_not: boolean trace operations, and the null tests of references. */
export type Condition = OpName | "ptr_nonzero" | "ptr_iszero";

/** A function known statically or found by its host function object. */
export interface ResidualTarget {
  readonly fn: HostFunction;
  readonly descr: CallDescr;
}

/** One instruction. All instructions have the same shape, for the host's inline caches. */
export interface Instr {
  readonly op: JitOp;
  /** The register of the result, or -1. */
  readonly dst: number;
  /** Registers (≥ 0) or constants (`~index` into the jitcode's constants). */
  readonly args: readonly number[];
  /** execute, ovf: the operation. goto_if_not: the condition. */
  readonly opname: Condition | null;
  /** goto, goto_if_not, ovf, switch (default): a pc. */
  readonly target: number;
  /** The pc of the exception handler in force, or -1. */
  readonly handler: number;
  /** switch: value to pc, in the order of the source. */
  readonly table: ReadonlyMap<Int, number> | null;
  /** getfield, setfield, *_vable: the field (of an array, the field that holds it). */
  readonly field: FieldDescr | null;
  /** Quasi-immutable getfield: the companion field. */
  readonly mutateField: FieldDescr | null;
  /** getarrayitem …, new_array, *arrayitem_vable. */
  readonly array: ArrayDescr | null;
  /** new, instance_of. */
  readonly layout: ClassLayout | null;
  /** residual_call; recursive_call: the portal, for when it is not inlined. */
  readonly residual: ResidualTarget | null;
  /** call_method: the descr to use when the method is not known. */
  readonly fallbackDescr: CallDescr | null;
  /** inline_call. */
  readonly jitcode: JitCode | null;
  /** call_method: the host property that holds the method. */
  readonly method: string | null;
  /** Registers live before the instruction, in ascending order. */
  readonly live: readonly number[];
  /** Registers live after it, its result excluded, in ascending order. */
  readonly liveAfter: readonly number[];
  /** Line of the guest interpreter's source, for explain. */
  readonly line: number;
}

/** A host function as a key. */
export type AnyFunction = (...args: never[]) => unknown;

/** The part of a jitcode that is decoded when it is first used. */
export interface JitCodeBody {
  /** Kind of every register; a register never changes its kind. */
  readonly registerKinds: readonly Kind[];
  readonly constants: readonly Const[];
  readonly instrs: readonly Instr[];
}

/** The jitcode of one function. */
export class JitCode implements CodeRef {
  readonly name: string;
  /** Number in the program; snapshots name jitcodes by it. */
  readonly index: number;
  /** File of the guest's source, relative to the repository. */
  readonly file: string;
  readonly resultKind: Kind | "v";
  /** Parameters are registers 0 … paramCount - 1. */
  readonly paramCount: number;
  /** The driver whose portal this is; set by the loader, null for other functions. */
  driver: DriverProgram | null = null;
  private readonly decode: () => JitCodeBody;
  private body: JitCodeBody | null = null;

  constructor(fields: {
    name: string;
    index: number;
    file: string;
    resultKind: Kind | "v";
    paramCount: number;
    decode: () => JitCodeBody;
  }) {
    this.name = fields.name;
    this.index = fields.index;
    this.file = fields.file;
    this.resultKind = fields.resultKind;
    this.paramCount = fields.paramCount;
    this.decode = fields.decode;
  }

  get registerKinds(): readonly Kind[] {
    return this.getBody().registerKinds;
  }

  get constants(): readonly Const[] {
    return this.getBody().constants;
  }

  get instrs(): readonly Instr[] {
    return this.getBody().instrs;
  }

  private getBody(): JitCodeBody {
    if (this.body === null) this.body = this.decode();
    return this.body;
  }
}

/** The virtualizable class of a guest: fields, then the array's items, are kept in boxes. */
export interface VirtualizableInfo {
  readonly layout: ClassLayout;
  /** In the order of the `@virtualizable` tag. */
  readonly fields: readonly FieldDescr[];
  readonly arrayField: FieldDescr | null;
  readonly arrayDescr: ArrayDescr | null;
  /** The field `vable_token`, by which compiled code can be made to write back; or null. */
  readonly tokenField: FieldDescr | null;
}

/** One driver of a guest: its portal, and what its green keys and frames are made of. */
export interface DriverProgram {
  /** Position in {@link JitProgram.drivers}; merge points and portal frames in traces name it. */
  readonly index: number;
  readonly name: string;
  readonly portal: JitCode;
  /** The portal as the host runs it. */
  readonly portalFunction: HostFunction;
  /** How the portal is called: greens, then reds; it may run and compile anything. */
  readonly portalDescr: CallDescr;
  readonly greenKinds: readonly Kind[];
  readonly greenIsBool: readonly boolean[];
  readonly redKinds: readonly Kind[];
  /** Index of the virtualizable among the reds, or -1. */
  readonly vableRedIndex: number;
  readonly vable: VirtualizableInfo | null;
}

/** All jitcode of one guest. */
export interface JitProgram {
  /** The main driver first. Only that one can have a virtualizable. */
  readonly drivers: readonly DriverProgram[];
  readonly jitcodes: readonly JitCode[];
  readonly layouts: readonly ClassLayout[];
  /** The driver whose portal a function is. */
  driverOf(portal: HostFunction): DriverProgram;
  /** What a call through an object finds: jitcode to look inside, or a residual function. */
  lookupFunction(fn: AnyFunction): JitCode | ResidualTarget | undefined;
  lookupLayout(hostClass: HostClass): ClassLayout | undefined;
}
