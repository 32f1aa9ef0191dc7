/**
 * What the names in a textual trace stand for: classes, arrays, calls, constants, targets. Filled
 * by declarations (see declarations.ts) or with a program's own descrs. Printed forms
 * (`<FieldS Node.inst_value 8>`) are names too, as long as they are unambiguous.
 */

import { defined } from "../base/assert.ts";
import { getOrMake } from "../base/collections.ts";
import type { Int } from "../base/int.ts";
import { UserError } from "../base/errors.ts";
import type { CallDescr, Descr, LayoutShape } from "./descr.ts";
import { ClassLayout, FieldDescr, FINISH_DESCRS, GuardDescr } from "./descr.ts";
import { HostFunction, LoopToken, QuasiImmutDescr, TargetToken } from "./descr.ts";
import { LowString } from "./low-string.ts";
import { closestNames } from "../base/closest-names.ts";
import { RawMemory } from "./raw-memory.ts";
import { printDescr } from "./print-descr.ts";

/** A function that a call with some special meaning calls. */
export interface OopspecCall {
  readonly descr: CallDescr;
  readonly fn: HostFunction;
}

/** The names that a textual trace may use. */
export class TraceContext {
  readonly classes = new Map<string, ClassLayout>();
  readonly functions = new Map<string, HostFunction>();
  readonly objects = new Map<string, object | string>();
  /** Names of the null pointer. */
  readonly nulls = new Set(["null"]);
  readonly integers = new Map<string, Int>();
  private readonly descrs = new Map<string, Descr>();
  private readonly descrNames = new Map<Descr, string>();
  private readonly byPrintedForm = new Map<string, Descr | "ambiguous">();
  private readonly guards = new Map<string, GuardDescr>();
  private readonly targets = new Map<string, TargetToken>();
  private readonly loops = new Map<string, LoopToken>();
  private readonly layouts = new Map<unknown, ClassLayout>();
  private readonly objectNames = new Map<object | string, string>();
  private readonly addressNames = new Map<ClassLayout | HostFunction, string>();
  private readonly strings = new Map<string, LowString>();
  private readonly invented = new Map<string, ClassLayout>();
  /** Something was declared in text. */
  isDeclared = false;
  /** Unknown classes, functions and objects are made as they are met, not refused. */
  invents = false;
  /** What the addresses of raw arrays lead to. */
  readonly memory = new RawMemory();
  /** The loop whose targets `TargetToken(N)` names. */
  readonly loop = new LoopToken();

  constructor() {
    for (const [outcome, descr] of Object.entries(FINISH_DESCRS)) this.addDescr(outcome, descr);
  }

  /** Gives `descr` a name, besides its printed form. */
  addDescr(name: string, descr: Descr): void {
    if (descr.descrKind === "array") descr.memory = this.memory;
    this.descrs.set(name, descr);
    this.descrNames.set(descr, name);
    const printed = printDescr(descr);
    const known = this.byPrintedForm.get(printed);
    const isOther = known !== undefined && known !== descr;
    this.byPrintedForm.set(printed, isOther ? "ambiguous" : descr);
  }

  addClass(layout: ClassLayout): void {
    this.classes.set(layout.name, layout);
    this.addDescr(layout.name, layout.sizeDescr);
    if (layout.hostClass !== null) this.layouts.set(layout.hostClass, layout);
    for (const field of layout.fields) {
      if (!this.descrNames.has(field)) this.addField(layout, field);
      else this.descrs.set(`${layout.name}.${field.name}`, field);
    }
  }

  addObject(name: string, value: object | string): void {
    this.objects.set(name, value);
    this.objectNames.set(value, name);
  }

  /** Another name, which is printed from now on, for whatever `old` names; false if nothing. */
  addAlias(name: string, old: string): boolean {
    const descr = this.descrs.get(old);
    if (descr !== undefined) this.addDescr(name, descr);
    const layout = this.classes.get(old);
    if (layout !== undefined) this.classes.set(name, layout);
    const fn = this.functions.get(old);
    if (fn !== undefined) this.functions.set(name, fn);
    const address = layout ?? fn;
    if (address !== undefined) this.addressNames.set(address, name);
    const object = this.objects.get(old);
    if (object !== undefined) this.addObject(name, object);
    const integer = this.integers.get(old);
    if (integer !== undefined) this.integers.set(name, integer);
    if (this.nulls.has(old)) this.nulls.add(name);
    return [descr, address, object, integer].some((found) => found != null) || this.nulls.has(old);
  }

  /** The name of a class in `ConstClass(NAME)`, besides its own. */
  addVtable(name: string, layout: ClassLayout): void {
    this.classes.set(name, layout);
    this.addressNames.set(layout, name);
  }

  /** The constant string of this text; the same object for the same text. */
  string(text: string, isUnicode: boolean): LowString {
    return getOrMake(this.strings, `${isUnicode}${text}`, () => LowString.of(text, isUnicode));
  }

  /** The class of an object that was made by one of the declared classes. */
  readonly layoutOf = (object: object): ClassLayout | undefined =>
    this.layouts.get(object.constructor);

  /** The name given to `descr`; "" for guards and finishes, null for what has its own form. */
  readonly descrName = (descr: Descr): string | null => {
    if (descr.descrKind === "guard" || descr.descrKind === "finish") return "";
    return this.descrNames.get(descr) ?? null;
  };

  readonly objectName = (value: object | string): string | null =>
    this.objectNames.get(value) ?? null;

  readonly addressName = (value: ClassLayout | HostFunction): string | null =>
    this.addressNames.get(value) ?? null;

  /** The declared call of that special meaning (PyPy's callinfo_for_oopspec). */
  readonly callForOopspec = (oopspec: string): OopspecCall | null => {
    for (const [name, descr] of this.descrs) {
      if (descr.descrKind !== "call" || descr.effect.oopspec !== oopspec) continue;
      return { descr, fn: defined(this.functions.get(name), "function", name) };
    }
    return null;
  };

  /** Names of descrs, those most like `text` first. */
  descrNamesLike(text: string): string[] {
    const plain = [...this.descrs.keys()].filter((name) => !Object.hasOwn(FINISH_DESCRS, name));
    return closestNames(text, plain);
  }

  /** What `descr=TEXT` stands for; undefined when nothing or several things have that form. */
  lookupDescr(text: string): Descr | undefined {
    const named = this.descrs.get(text);
    if (named !== undefined) return named;
    const printed = this.byPrintedForm.get(text);
    if (printed !== undefined && printed !== "ambiguous") return printed;
    return this.lookupNumbered(text);
  }

  /** Names of the declared descrs that print as `text`. */
  namesOfForm(text: string): string[] {
    return [...this.descrs].flatMap(([name, descr]) => (printDescr(descr) === text ? [name] : []));
  }

  /** The printed form of a descr that is not declared. */
  addInvented(form: string, descr: Descr): void {
    this.byPrintedForm.set(form, descr);
  }

  /** The class of that path, made with no fields when it is not known. */
  inventClass(path: string, shape: LayoutShape = "class"): ClassLayout {
    const name = path.split(".").at(-1) as string;
    const known = this.classes.get(name) ?? this.invented.get(path) ?? this.invented.get(name);
    if (known !== undefined && (known.qualifiedName === path || path === name)) return known;
    const layout = new ClassLayout(name, path, null, this.invented.size, shape);
    this.invented.set(path, layout);
    if (!this.invented.has(name)) this.invented.set(name, layout);
    return layout;
  }

  inventFunction(name: string): HostFunction {
    const missing = () => {
      throw new UserError(`function ${name} has no body`);
    };
    return getOrMake(this.functions, name, () => new HostFunction(name, "function", missing));
  }

  /** An object of which nothing is known. */
  inventObject(name: string): object | string {
    const known = this.objects.get(name);
    if (known === undefined) this.addObject(name, {});
    return known ?? (this.objects.get(name) as object);
  }

  lookupTarget(text: string): TargetToken | undefined {
    return this.targets.get(text);
  }

  private lookupNumbered(text: string): Descr | undefined {
    const guard = /^<?Guard(?:0x)?([0-9a-f]+)>?$/.exec(text);
    if (guard !== null) {
      return getOrMake(this.guards, text, () => numbered(new GuardDescr("resume"), guard[1], 16));
    }
    const target = /^TargetToken\((\d+)\)$/.exec(text);
    if (target !== null) return this.target(text, target[1]);
    const loop = /^<Loop(-?\d+)>$/.exec(text);
    if (loop === null) return undefined;
    return getOrMake(this.loops, text, () => {
      const token = new LoopToken();
      token.number = Number(loop[1]);
      return token;
    });
  }

  /** A target token that a label invents by naming a number. */
  target(text: string, digits: string | undefined): TargetToken {
    return getOrMake(this.targets, text, () => numbered(new TargetToken(this.loop), digits, 10));
  }

  private addField(layout: ClassLayout, field: FieldDescr): void {
    const name = `${layout.name}.${field.name}`;
    this.addDescr(name, field);
    if (field.isQuasiImmutable) {
      this.addDescr(`${name}/quasi`, new QuasiImmutDescr(field, mutateFieldOf(layout, field)));
    }
  }
}

/** The field that holds what depends on a quasi-immutable one; made when it is not declared. */
export function mutateFieldOf(layout: ClassLayout, field: FieldDescr): FieldDescr {
  const name = `mutate_${field.name.replace(/^inst_/, "")}`;
  const declared = layout.fields.find((other) => other.name === name);
  return declared ?? new FieldDescr(layout, name, "r", field.offset);
}

function numbered<T extends { address: number }>(descr: T, digits = "0", radix: number): T {
  descr.address = Number.parseInt(digits, radix);
  return descr;
}
