/**
 * Descriptors: what an operation's memory, call, guard or target is. Made once by the linker (for
 * classes, arrays, calls) or by the optimizer and compiler (guards, tokens); compared by identity.
 * One file, because they are one union and name each other.
 *
 * Counterpart: rpython/jit/backend/llsupport/descr.py, rpython/jit/metainterp/history.py.
 */

import type { RtValue } from "./values.ts";
import { defined } from "../base/assert.ts";
import type { Int } from "../base/int.ts";
import type { RawMemory } from "./raw-memory.ts";
import type { Kind } from "./values.ts";

/** Size of an object's header (its class word), and of a word. */
export const HEADER_BYTES = 8;
export const WORD_BYTES = 8;

/** A constructor of guest objects, as the host has it. */
export type HostClass = abstract new (...args: never[]) => object;

/** How a constructor sets a field: from a parameter, or to a literal. */
export type FieldInit =
  | { readonly from: "param"; readonly index: number }
  | { readonly from: "literal"; readonly value: number | bigint | string | boolean | null };

/** Size in memory of a field or item, and whether an integer has a sign. */
export interface Storage {
  /** 1, 2, 4 or 8; an integer of less than a word wraps when it is stored. */
  readonly bytes?: number;
  readonly isSigned?: boolean;
}

/** The values that an integer of this size may have; null when it is a whole word. */
function rangeOf(kind: Kind, bytes: number, isSigned: boolean): IntRange | null {
  if (kind !== "i" || bytes >= WORD_BYTES) return null;
  const size = 2 ** (8 * bytes);
  return isSigned ? { min: -size / 2, max: size / 2 - 1 } : { min: 0, max: size - 1 };
}

/** Both ends included. */
export interface IntRange {
  readonly min: number;
  readonly max: number;
}

/** One field of a class or struct. */
export class FieldDescr {
  readonly descrKind = "field";
  /** The class that declares the field. */
  readonly owner: ClassLayout;
  readonly name: string;
  readonly kind: Kind;
  /** The guest holds a boolean; traces hold 0 or 1. */
  readonly isBool: boolean;
  /** Offset in bytes from the start of the object. */
  readonly offset: number;
  /** `readonly`: never changes after the constructor. */
  readonly isPure: boolean;
  readonly isQuasiImmutable: boolean;
  /** Its stores may stay pending across guards, whatever they store. */
  readonly isLazyStore: boolean;
  readonly bytes: number;
  readonly isSigned: boolean;
  /** Its values, when it is smaller than a word (PyPy's is_integer_bounded). */
  readonly range: IntRange | null;

  constructor(
    owner: ClassLayout,
    name: string,
    kind: Kind,
    offset: number,
    options: {
      isBool?: boolean;
      isPure?: boolean;
      isQuasiImmutable?: boolean;
      isLazyStore?: boolean;
    } & Storage = {},
  ) {
    this.owner = owner;
    this.name = name;
    this.kind = kind;
    this.offset = offset;
    this.isBool = options.isBool ?? false;
    this.isPure = options.isPure ?? false;
    this.isQuasiImmutable = options.isQuasiImmutable ?? false;
    this.isLazyStore = options.isLazyStore ?? false;
    this.bytes = options.bytes ?? WORD_BYTES;
    this.isSigned = options.isSigned ?? !this.isBool;
    this.range = rangeOf(kind, this.isBool ? 1 : this.bytes, this.isSigned);
  }
}

/**
 * class: objects with a class word (`new_with_vtable`); struct: objects without (`new`); raw: memory
 * without a header, read with getfield_raw, or inside of the items of an array.
 */
export type LayoutShape = "class" | "struct" | "raw";

/**
 * A class as the trace sees it: its fields with their offsets, and how its constructor fills them,
 * so that `new C(...)` re-creates a virtual with the interpreter's own hidden class.
 */
export class ClassLayout {
  readonly name: string;
  /** `module.path.Class`, as field descrs print it. */
  readonly qualifiedName: string;
  readonly parent: ClassLayout | null;
  /** Number in the order of the class tree (a parent before its subclasses). */
  readonly index: number;
  readonly shape: LayoutShape;
  /** Inherited fields first. Filled once, right after construction. */
  readonly fields: FieldDescr[] = [];
  /** How the constructor sets each field, by the field's name. */
  readonly inits = new Map<string, FieldInit>();
  /** No field ever changes: an object whose fields are constants may be made when compiling. */
  isImmutable = false;
  /** Number of constructor parameters; -1 when the constructor is not simple. */
  paramCount = -1;
  /** Its size, when not all of its fields are known. */
  minimalBytes = 0;
  readonly sizeDescr: SizeDescr;
  /** The host class; set when linked, null in purely textual traces. */
  hostClass: HostClass | null = null;

  constructor(
    name: string,
    qualifiedName: string,
    parent: ClassLayout | null,
    index: number,
    shape: LayoutShape = "class",
  ) {
    this.name = name;
    this.qualifiedName = qualifiedName;
    this.parent = parent;
    this.index = index;
    this.shape = shape;
    this.sizeDescr = new SizeDescr(this);
  }

  get isRaw(): boolean {
    return this.shape === "raw";
  }

  get hasVtable(): boolean {
    return this.shape === "class";
  }

  /** Size of an instance in whole words, in bytes, header included. */
  get sizeBytes(): number {
    const last = this.fields.at(-1);
    const header = this.isRaw ? 0 : HEADER_BYTES;
    const end = last === undefined ? header : last.offset + last.bytes;
    return Math.max(this.minimalBytes, WORD_BYTES * Math.ceil(end / WORD_BYTES));
  }

  /** Whether this class is `other` or one of its subclasses. */
  isSubclassOf(other: ClassLayout): boolean {
    for (let layout: ClassLayout | null = this; layout !== null; layout = layout.parent) {
      if (layout === other) return true;
    }
    return false;
  }

  /** The field `name`, own or inherited. */
  field(name: string): FieldDescr {
    const found = this.fields.find((field) => field.name === name);
    return defined(found, this.name, name);
  }
}

/** The descr of `new_with_vtable` and of `new`. */
export class SizeDescr {
  readonly descrKind = "size";
  readonly layout: ClassLayout;
  constructor(layout: ClassLayout) {
    this.layout = layout;
  }
}

/** What an array descr says besides the kind of its items. */
export interface ArrayOptions extends Storage {
  readonly isBool?: boolean;
  /** Memory without header and length, at an address that is an integer. */
  readonly isRaw?: boolean;
  /** The items are structs, reached by interior fields. */
  readonly struct?: ClassLayout | null;
  /** Arrays of the same key may be the same array; default: all of one item kind. */
  readonly aliasKey?: string;
}

/** Arrays: plain host arrays of one item kind; of structs: arrays of host objects. */
export class ArrayDescr {
  readonly descrKind = "array";
  readonly name: string;
  /** `r` for arrays of structs, whose items are never read as such. */
  readonly itemKind: Kind;
  readonly isBool: boolean;
  /** `readonly T[]`: items never change once the array is made. */
  readonly isPure: boolean;
  readonly isRaw: boolean;
  readonly struct: ClassLayout | null;
  readonly bytes: number;
  readonly isSigned: boolean;
  /** The values of its items, when they are smaller than a word. */
  readonly range: IntRange | null;
  /**
   * Arrays of the same key may be the same array: a guest's one may be seen through a readonly and
   * a mutable type, so descrs do not tell its arrays apart.
   */
  readonly aliasKey: string;
  /** Of an array of structs, the fields of its items. */
  readonly interiorFields: readonly InteriorFieldDescr[];
  /** Where the addresses of raw arrays lead; null when the guest has no raw memory. */
  memory: RawMemory | null = null;

  constructor(name: string, itemKind: Kind, isPure: boolean, options: ArrayOptions = {}) {
    this.name = name;
    this.itemKind = itemKind;
    this.isPure = isPure;
    this.isBool = options.isBool ?? false;
    this.isRaw = options.isRaw ?? false;
    this.struct = options.struct ?? null;
    this.bytes = options.bytes ?? this.struct?.sizeBytes ?? WORD_BYTES;
    this.isSigned = options.isSigned ?? !this.isBool;
    this.range = rangeOf(itemKind, this.isBool ? 1 : this.bytes, this.isSigned);
    this.aliasKey = options.aliasKey ?? (this.isBool ? "b" : itemKind);
    const fields = this.struct?.fields ?? [];
    this.interiorFields = fields.map((field) => new InteriorFieldDescr(this, field));
  }
}

/** A field of the structs that are an array's items. */
export class InteriorFieldDescr {
  readonly descrKind = "interior";
  readonly array: ArrayDescr;
  readonly field: FieldDescr;
  constructor(array: ArrayDescr, field: FieldDescr) {
    this.array = array;
    this.field = field;
  }
}

/** How bad a call's effects can be. Numbers are PyPy's EF=. */
export const EXTRA_EFFECT = {
  elidableCannotRaise: 0,
  loopInvariant: 1,
  cannotRaise: 2,
  elidableOrMemoryError: 3,
  elidableCanRaise: 4,
  canRaise: 5,
  forcesVirtual: 6,
  randomEffects: 7,
} as const;

/** What a call may read or write. */
export type HeapPlace = FieldDescr | ArrayDescr | InteriorFieldDescr;

export interface EffectInfo {
  readonly extraEffect: number;
  /** A meaning known to optimizer and backends, e.g. "int.py_div" (see oopspecs.ts). */
  readonly oopspec: string | null;
  /** What the call may write; null means anything. */
  readonly writes: readonly HeapPlace[] | null;
  /** What the call may read without writing it; null or nothing said means anything. */
  readonly reads?: readonly HeapPlace[] | null;
  /** Of a call that looks a key up in a dict: what it reads, by which later calls are judged. */
  readonly dict?: { readonly field: FieldDescr; readonly array: ArrayDescr };
  /** May invalidate compiled code; default: when it may write anything. */
  readonly canInvalidate?: boolean;
}

/** The kinds of a call's arguments and result; `b` is an i that the guest holds as a boolean. */
export class CallDescr {
  readonly descrKind = "call";
  readonly argKinds: string;
  readonly resultKind: Kind | "b" | "v";
  readonly effect: EffectInfo;
  constructor(argKinds: string, resultKind: Kind | "b" | "v", effect: EffectInfo) {
    this.argKinds = argKinds;
    this.resultKind = resultKind;
    this.effect = effect;
  }

  get canRaise(): boolean {
    const { extraEffect } = this.effect;
    return (
      extraEffect !== EXTRA_EFFECT.elidableCannotRaise &&
      extraEffect !== EXTRA_EFFECT.loopInvariant &&
      extraEffect !== EXTRA_EFFECT.cannotRaise
    );
  }

  /** May look at virtual references and virtualizables, or have any effect. */
  get forcesVirtuals(): boolean {
    return this.effect.extraEffect >= EXTRA_EFFECT.forcesVirtual;
  }

  get canInvalidate(): boolean {
    return this.effect.canInvalidate ?? this.effect.writes === null;
  }

  get isElidable(): boolean {
    const { extraEffect } = this.effect;
    return (
      extraEffect === EXTRA_EFFECT.elidableCannotRaise ||
      extraEffect === EXTRA_EFFECT.elidableOrMemoryError ||
      extraEffect === EXTRA_EFFECT.elidableCanRaise
    );
  }
}

/** A host function that traces may call. */
export class HostFunction {
  readonly name: string;
  /** A method gets its first argument as `this`; a constructor is called with `new`. */
  readonly convention: "function" | "method" | "construct";
  readonly fn: (...args: never[]) => unknown;
  constructor(
    name: string,
    convention: "function" | "method" | "construct",
    fn: (...args: never[]) => unknown,
  ) {
    this.name = name;
    this.convention = convention;
    this.fn = fn;
  }
}

/** What the resume layer stores in a guard; opaque to the trace. */
export interface ResumeDataRef {
  readonly resumeKind: string;
}

/**
 * The descr of an optimized guard. Its address names it everywhere (`<Guard0x…>`, `bridge_no`); it
 * is assigned when the code is assembled and is 0 before.
 */
export class GuardDescr {
  readonly descrKind = "guard";
  /** How failures are counted and handled. */
  readonly variant: "resume" | "value" | "exception" | "forced" | "not_invalidated" | "always";
  resume: ResumeDataRef | null = null;
  /** For the optimizer of a bridge that leaves here. */
  knowledge: GuardKnowledge | null = null;
  /** The loop the guard belongs to, however many bridges lie between. */
  loop: LoopToken | null = null;
  address = 0;
  /**
   * The counter's hash, its low three bits cleared; of a guard_value, once it is assembled, 8 × the
   * number of its value's register. 0 until assigned, and for guards that replaced an earlier one.
   */
  hash: Int = 0;
  /**
   * guard_value: failures are counted per value of this fail argument; when it is the number of fail
   * arguments, per compared value, which an exit then passes on behind them. -1: per guard.
   */
  countedArg = -1;
  /** Failures so far, for "why"; never read by decisions. */
  failureCount = 0;
  /** Tracing a bridge from this guard right now. */
  isBusy = false;
  /**
   * Made by a jump to a label (for its virtual state or its short preamble), so it resumes at the
   * loop's header. A bridge from here goes to a preamble. PyPy's ResumeAtPositionDescr.
   */
  atHeader = false;
  /** The bridge attached to this guard, if any. */
  bridge: BridgeRef | null = null;

  constructor(variant: GuardDescr["variant"]) {
    this.variant = variant;
  }
}

/** What the optimizer knew of a guard's fail arguments; opaque to the trace. */
export interface GuardKnowledge {
  readonly knowledgeKind: string;
}

/** What a guard knows of its bridge. */
export interface BridgeRef {
  readonly bridgeKind: string;
}

/** What the optimizer stores in a target token; opaque to the trace. */
export interface TargetState {
  readonly stateKind: string;
}

/** A place to jump to: the descr of label and jump. Its number is printed as TargetToken(N). */
export class TargetToken {
  readonly descrKind = "target";
  readonly loop: LoopToken;
  /** Simulated address, assigned when assembled. */
  address = 0;
  /** Virtual state and short preamble; the optimizer's. */
  state: TargetState | null = null;
  constructor(loop: LoopToken) {
    this.loop = loop;
  }
}

/** A compiled loop (a "jitcell token"): the descr of call_assembler and of raw jumps. */
export class LoopToken {
  readonly descrKind = "loop";
  /** The loop_no that hooks see; -1 for a temporary callback. */
  number = -1;
  /** The jitdriver_name that hooks see, also for bridges out of this loop. */
  jitdriverName = "";
  readonly targets: TargetToken[] = [];
  invalidated = false;
  /** Bit 0: force bridges to be segmented; the rest counts retracings. */
  retracedCount = 0;
  /** Generation of the last entry from the interpreter, for ageing. */
  generation = 0;
  /** What the backend attached; null before compilation and after freeing. */
  compiled: CompiledRef | null = null;
}

/** What a backend attaches to a loop; opaque to the trace. */
export interface CompiledRef {
  readonly compiledKind: string;
}

/** The descr of `finish`: how the frame ended. */
export class FinishDescr {
  readonly descrKind = "finish";
  readonly outcome: "void" | "int" | "ref" | "float" | "exception";
  constructor(outcome: FinishDescr["outcome"]) {
    this.outcome = outcome;
  }
}

/** The descr of `quasiimmut_field`: which field of which object is relied upon. */
export class QuasiImmutDescr {
  readonly descrKind = "quasiimmut";
  readonly field: FieldDescr;
  readonly mutateField: FieldDescr;
  /** What the field held when it was traced; undefined in traces that were never run. */
  readonly value: RtValue | undefined;
  constructor(field: FieldDescr, mutateField: FieldDescr, value?: RtValue) {
    this.field = field;
    this.mutateField = mutateField;
    this.value = value;
  }
}

export type Descr =
  | FieldDescr
  | SizeDescr
  | ArrayDescr
  | InteriorFieldDescr
  | CallDescr
  | GuardDescr
  | TargetToken
  | LoopToken
  | FinishDescr
  | QuasiImmutDescr;

/** The descrs of `finish` are singletons. */
export const FINISH_DESCRS = {
  void: new FinishDescr("void"),
  int: new FinishDescr("int"),
  ref: new FinishDescr("ref"),
  float: new FinishDescr("float"),
  exception: new FinishDescr("exception"),
} as const;
