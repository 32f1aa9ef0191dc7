/**
 * Objects as text, by what is in them: two graphs have the same text exactly when they have the same
 * shape and values, as far as they are looked at. Objects are numbered in the order in which they
 * are come to, so that it shows where two paths lead to one object; no address, no hash is told.
 *
 * Arrays, maps and sets are parts of the object that holds them. What is beyond a bound (objects,
 * items of one array, characters) is cut off at the same place in equal graphs.
 */

/** How objects of one kind of program are told. */
export interface TextPolicy {
  /** The text of an object that is told by its value, without a number; null for all others. */
  leaf(object: object): string | null;
  /** What is told of an object, in order. */
  fields(object: object): Iterable<readonly [name: string, value: unknown]>;
}

const OBJECTS_MAX = 250;
const ITEMS_MAX = 60;
const CHARACTERS_MAX = 80;

export class ObjectText {
  private readonly policy: TextPolicy;
  private readonly numbers = new Map<object, number>();
  private readonly pending: object[] = [];
  private told = 0;

  constructor(policy: TextPolicy) {
    this.policy = policy;
  }

  /** A value where it is named: itself, or the number of an object that is told later. */
  name(value: unknown): string {
    switch (typeof value) {
      case "object":
        return value === null ? "null" : this.nameObject(value);
      case "string":
        return cut(JSON.stringify(value));
      case "number":
        return Object.is(value, -0) ? "-0" : String(value);
      case "function":
        return "function";
      default:
        return String(value);
    }
  }

  private nameObject(object: object): string {
    if (Array.isArray(object)) return `[${this.names(object)}]`;
    if (ArrayBuffer.isView(object)) return `[${this.names([...(object as Uint8Array)])}]`;
    if (object instanceof Set) return `{${this.names([...object])}}`;
    if (object instanceof Map) return `{${this.namePairs([...object])}}`;
    const leaf = this.policy.leaf(object);
    if (leaf !== null) return cut(leaf);
    let number = this.numbers.get(object);
    if (number === undefined) {
      number = this.numbers.size + 1;
      this.numbers.set(object, number);
      this.pending.push(object);
    }
    return `#${number}`;
  }

  private names(values: readonly unknown[]): string {
    const shown = values.slice(0, ITEMS_MAX).map((value) => this.name(value));
    return shown.join(", ") + more(values.length);
  }

  private namePairs(pairs: readonly (readonly [unknown, unknown])[]): string {
    const shown = pairs
      .slice(0, ITEMS_MAX)
      .map(([key, value]) => `${this.name(key)}: ${this.name(value)}`);
    return shown.join(", ") + more(pairs.length);
  }

  /** Lines for the objects that have been named and not told yet, and for what they name. */
  tell(): string[] {
    const lines: string[] = [];
    for (let object = this.pending.shift(); object !== undefined; object = this.pending.shift()) {
      if (this.told >= OBJECTS_MAX) break;
      this.told++;
      const fields = [...this.policy.fields(object)].map(
        ([name, value]) => `${name}=${this.name(value)}`,
      );
      const kind = object.constructor.name;
      lines.push(`#${this.numbers.get(object)} ${kind} ${fields.join(" ")}`.trimEnd());
    }
    return lines;
  }
}

function more(length: number): string {
  return length > ITEMS_MAX ? ` … ${length}` : "";
}

function cut(text: string): string {
  if (text.length <= CHARACTERS_MAX) return text;
  return `${text.slice(0, CHARACTERS_MAX)}… ${text.length}`;
}
