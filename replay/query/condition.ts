/**
 * From the tree of a query to a function over events: names become fields, types are checked, and
 * every part becomes a closure. Errors name the place in the query.
 *
 * A comparison holds when one of the values of its field is as it says; a field without a value
 * fulfils none. `!=` and `!~` hold when there are values and none is equal, or alike.
 */

import type { ComparedType, ComparisonPlace } from "./comparison.ts";
import { checkTypes, COMPARE, compileLiteral } from "./comparison.ts";
import type { FieldNeed } from "./field-table.ts";
import type { Value } from "./field-values.ts";
import type { KnownField } from "./fields.ts";
import { lookupField, suggestField } from "./fields.ts";
import type { Moment, PlacedOperation } from "./moment.ts";
import { hasOperations } from "./moment.ts";
import { queryError } from "./query-error.ts";
import type { Choice, CountOf, Expression, FieldName, Quantifier, Subject } from "./syntax.ts";

/** Whether an event, or one operation of it, is as the query says. */
export type Test = (moment: Moment, placed: PlacedOperation | null) => boolean;

/** All operations of the event that a part of a query is about. */
export type Pick = (moment: Moment, found: Set<PlacedOperation>) => void;

export interface Condition {
  readonly test: Test;
  /** Adds the operations that fulfil some part of the query that is not denied. */
  readonly pick: Pick;
}

/** A condition, and what its fields need beside the event. */
export interface CompiledQuery extends Condition {
  readonly needs: ReadonlySet<FieldNeed>;
}

/** Throws a UserError when the query names or compares what there is not. */
export function compileQuery(text: string, expression: Expression): CompiledQuery {
  const compiler = new Compiler(text);
  return { ...compiler.compile(expression, false), needs: compiler.needs };
}

/** The values of an operand at one operation, or of the event without one. */
type Read = (moment: Moment, placed: PlacedOperation | null) => Value | null | readonly Value[];

interface Typed extends ComparedType {
  readonly read: Read;
  /** Of operations or places: outside of blocks it is asked for each of them. */
  readonly isSpread: boolean;
}

const NOTHING: Pick = () => {};

class Compiler {
  readonly needs = new Set<FieldNeed>();
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  compile(expression: Expression, isInBlock: boolean): Condition {
    switch (expression.kind) {
      case "and":
      case "or":
        return this.compileChain(expression.kind, expression.items, isInBlock);
      case "not": {
        const { test } = this.compile(expression.item, isInBlock);
        return { test: (moment, placed) => !test(moment, placed), pick: NOTHING };
      }
      case "flag":
        return this.compileFlag(expression.field, isInBlock);
      case "has": {
        const field = this.resolve(expression.field);
        return makeLeaf(field.read, isSpread(field), isInBlock, () => true);
      }
      case "block":
        return this.compileBlock(expression.quantifier, expression.item, expression.at, isInBlock);
      case "compare":
        return this.compileComparison(expression, isInBlock);
      case "in":
        return this.compileIn(expression, isInBlock);
    }
  }

  private compileChain(
    kind: "and" | "or",
    expressions: readonly Expression[],
    isInBlock: boolean,
  ): Condition {
    const items = expressions.map((item) => this.compile(item, isInBlock));
    const tests = items.map(({ test }) => test);
    return {
      test:
        kind === "and"
          ? (moment, placed) => tests.every((test) => test(moment, placed))
          : (moment, placed) => tests.some((test) => test(moment, placed)),
      pick: (moment, found) => {
        for (const item of items) item.pick(moment, found);
      },
    };
  }

  private compileFlag(name: FieldName, isInBlock: boolean): Condition {
    const field = this.resolve(name);
    if (field.type !== "flag") {
      const advice = `compare it, or ask for \`has ${name.name}\``;
      throw this.error(name.at, `${name.name} is a ${field.type}: ${advice}`);
    }
    return makeLeaf(field.read, isSpread(field), isInBlock, (value) => value === true);
  }

  private compileBlock(
    quantifier: Quantifier,
    item: Expression,
    at: number,
    isInBlock: boolean,
  ): Condition {
    if (isInBlock) throw this.error(at, `${quantifier}(…) cannot stand in another block`);
    const { test } = this.compile(item, true);
    const pick: Pick = (moment, found) => addAll(found, fulfilling(moment, test));
    if (quantifier === "none") {
      const isNone: Test = (moment) =>
        hasOperations(moment.event) && !moment.operations.some((one) => test(moment, one));
      return { test: isNone, pick: NOTHING };
    }
    const isTrue: Test =
      quantifier === "any"
        ? (moment) => moment.operations.some((one) => test(moment, one))
        : (moment) =>
            hasOperations(moment.event) && moment.operations.every((one) => test(moment, one));
    return { test: isTrue, pick };
  }

  private compileComparison(
    { left, comparison, right, at }: Expression & { readonly kind: "compare" },
    isInBlock: boolean,
  ): Condition {
    const subject = this.typeSubject(left, isInBlock);
    if (right.kind === "number" || right.kind === "text") {
      const isTrue = compileLiteral(subject, comparison, right, this.place(at, right.at));
      return this.makeComparison(subject, left, isInBlock, isTrue, comparison.startsWith("!"));
    }
    const other = this.typeSubject(right, isInBlock);
    checkTypes(subject, comparison, other.type, this.place(at, right.at));
    const compare = COMPARE[comparison];
    const isOtherSpread = other.isSpread && !isInBlock;
    const test: Test = (moment, placed) => {
      const values = valuesOf(moment, placed, other.read, isOtherSpread);
      if (values.length === 0) return false;
      const isTrue = (value: Value): boolean => values.some((one) => compare(value, one));
      const has = valuesOf(moment, placed, subject.read, subject.isSpread && !isInBlock);
      if (!comparison.startsWith("!")) return has.some(isTrue);
      return has.length > 0 && !has.some(isTrue);
    };
    return { test, pick: NOTHING };
  }

  private makeComparison(
    subject: Typed,
    left: Subject,
    isInBlock: boolean,
    isTrue: (value: Value) => boolean,
    isNegated: boolean,
  ): Condition {
    const leaf = makeLeaf(subject.read, subject.isSpread, isInBlock, isTrue);
    const pick = left.kind === "count" ? this.pickCounted(left) : leaf.pick;
    if (!isNegated) return { test: leaf.test, pick };
    const has = makeLeaf(subject.read, subject.isSpread, isInBlock, () => true);
    const test: Test = (moment, placed) => has.test(moment, placed) && !leaf.test(moment, placed);
    return { test, pick: NOTHING };
  }

  private pickCounted({ item }: CountOf): Pick {
    const { test } = this.compile(item, true);
    return (moment, found) => addAll(found, fulfilling(moment, test));
  }

  private compileIn(
    { left, isNegated, choices, at }: Expression & { readonly kind: "in" },
    isInBlock: boolean,
  ): Condition {
    const subject = this.typeSubject(left, isInBlock);
    const tests = choices.map((choice) => this.compileChoice(subject, choice, at));
    const isTrue = (value: Value): boolean => tests.some((test) => test(value));
    return this.makeComparison(subject, left, isInBlock, isTrue, isNegated);
  }

  private compileChoice(subject: Typed, choice: Choice, at: number): (value: Value) => boolean {
    if (choice.kind !== "range") {
      return compileLiteral(subject, "=", choice, this.place(at, choice.at));
    }
    const place = this.place(at, choice.from.at);
    const isAtLeast = compileLiteral(subject, ">=", choice.from, place);
    const isAtMost = compileLiteral(subject, "<=", choice.to, place);
    return (value) => isAtLeast(value) && isAtMost(value);
  }

  private typeSubject(subject: Subject, isInBlock: boolean): Typed {
    if (subject.kind === "count") return this.typeCount(subject, isInBlock);
    const field = this.resolve(subject);
    if (field.type === "flag") {
      const number = FLAG_NUMBERS[subject.name];
      const advice = number === undefined ? "" : `; its number is ${number}`;
      const message = `${subject.name} is a flag: write \`${subject.name}\` alone, or with not`;
      throw this.error(subject.at, `${message}${advice}`);
    }
    return {
      type: field.type,
      words: field.words ?? null,
      read: field.read,
      isSpread: isSpread(field),
      shown: subject.name,
    };
  }

  private typeCount(count: CountOf, isInBlock: boolean): Typed {
    if (isInBlock) throw this.error(count.at, "count(…) cannot stand in another block");
    const { test } = this.compile(count.item, true);
    const read: Read = (moment) =>
      hasOperations(moment.event) ? fulfilling(moment, test).length : null;
    return { type: "number", words: null, read, isSpread: false, shown: "count(…)" };
  }

  private resolve({ name, at }: FieldName): KnownField {
    const field = lookupField(name);
    if (field === null) {
      throw this.error(at, `unknown field "${name.slice(0, 60)}"; ${suggestField(name)}`);
    }
    for (const need of field.needs ?? []) this.needs.add(need);
    return field;
  }

  private error(at: number, message: string): Error {
    return queryError(this.text, at, message);
  }

  /** Where a comparison and its right side stand. */
  private place(comparisonAt: number, rightAt: number): ComparisonPlace {
    return { text: this.text, comparisonAt, rightAt };
  }
}

/** What someone who compares a flag may have meant. */
const FLAG_NUMBERS: Readonly<Record<string, string>> = { loop: "loop_no", bridge: "bridge_no" };

function isSpread(field: KnownField): boolean {
  return field.of !== "event";
}

function isAny(
  values: Value | null | readonly Value[],
  isTrue: (value: Value) => boolean,
): boolean {
  if (values === null) return false;
  return typeof values === "object" ? values.some(isTrue) : isTrue(values);
}

/** All values, of every operation when the field is one of operations and no single one is meant. */
function valuesOf(
  moment: Moment,
  placed: PlacedOperation | null,
  read: Read,
  isSpread: boolean,
): readonly Value[] {
  const own = listValues(read(moment, placed));
  return isSpread
    ? [...own, ...moment.operations.flatMap((one) => listValues(read(moment, one)))]
    : own;
}

function listValues(values: Value | null | readonly Value[]): readonly Value[] {
  if (values === null) return [];
  return typeof values === "object" ? values : [values];
}

/** Whether some value of a field is as `isTrue` says, and for which operations. */
function makeLeaf(
  read: Read,
  isSpread: boolean,
  isInBlock: boolean,
  isTrue: (value: Value) => boolean,
): Condition {
  const isOne: Test = (moment, placed) => isAny(read(moment, placed), isTrue);
  if (!isSpread || isInBlock) return { test: isOne, pick: NOTHING };
  return {
    test: (moment) =>
      isOne(moment, null) || moment.operations.some((placed) => isOne(moment, placed)),
    pick: (moment, found) => addAll(found, fulfilling(moment, isOne)),
  };
}

function fulfilling(moment: Moment, test: Test): readonly PlacedOperation[] {
  return moment.operations.filter((placed) => test(moment, placed));
}

function addAll(found: Set<PlacedOperation>, placed: readonly PlacedOperation[]): void {
  for (const one of placed) found.add(one);
}
