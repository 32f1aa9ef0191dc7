/**
 * A whole random program, and its text. The text holds of definitions and variables only what
 * something uses, and cuts down, at the end of each iteration, what could grow.
 */

import type { Block, Clause } from "./tree.ts";
import { printBlock, printExpression } from "./tree.ts";

export interface Definition {
  readonly name: string;
  readonly body: Block;
}

export interface ProgramTree {
  readonly definitions: readonly Definition[];
  /** What each iteration of the main loop does. */
  readonly body: Block;
  /** Iterations. */
  readonly times: number;
  /** Whether exceptions of an iteration are printed and the loop goes on. */
  readonly catches: boolean;
  /** Whether the main loop stands in a function. */
  readonly hasMain: boolean;
  /** Whether variables are printed at the end. */
  readonly prints: boolean;
}

/** Variables and what they hold first, in the order in which they are set. */
const FIRST_VALUES: Readonly<Record<string, string>> = {
  a: "1",
  b: "2",
  c: "3.5",
  z: "1",
  i1: "0",
  i2: "0",
  i3: "0",
  s: "'ab'",
  xs: "[1, 2, 3]",
  ys: "[4, 5, 6]",
  t: "(1, 2, 3)",
  d: "{1: 1, 2: 0.5}",
  st: "{1, 2, 3}",
  box: "Box(1, 2)",
  other: "Box(3, 4)",
  own: "Own(2, 1)",
  p: "Point(1, 2)",
  q: "Moved(3)",
  G: "0",
};

/** What is shown of a variable at the end; numbers and most others as they are. */
const SHOWN: Readonly<Record<string, string>> = {
  st: "sorted(st)",
  box: "box.v",
  other: "other.v",
  own: "own.v",
};

/** What keeps a variable small: where the text does something that lets it grow. */
const CUTS: readonly (readonly [name: string, grows: RegExp, cut: string])[] = [
  ["s", /\bs (\+?=)/, "s = s[-20:]"],
  ["xs", /\bxs(\.(append|insert|extend)| \+=)|\bys = xs/, "del xs[6:]"],
  ["t", /\bt \+=/, "t = t[-5:]"],
  ["d", /\bd\[|\bd\.(set|up)|\bd = /, "d = dict(list(d.items())[-6:])"],
];

/** What makes a number much larger at once. */
const GROWTH = /\*|<<|\bpow\b/;
const NUMBERS = ["a", "b", "c"];

const MODULES = ["sys", "math", "itertools", "functools", "operator"];

/** The names in a text; those of attributes and what stands in strings (f-strings apart) are none. */
function wordsOf(text: string): Set<string> {
  const code = text.replace(/(?<![f\w])'[^'\n]*'/g, "''");
  return new Set(code.match(/(?<![.\w])[A-Za-z_]\w*/g));
}

/** Lines that set the variables that a text uses. */
function settings(text: string, except: ReadonlySet<string>): string[] {
  const words = wordsOf(text);
  const lines = Object.entries(FIRST_VALUES)
    .filter(([name]) => words.has(name) && !except.has(name) && name !== "G")
    .map(([name, value]) => `${name} = ${value}`);
  if (words.has("it") && !except.has("it")) lines.push("it = 4");
  if ((words.has("step") || words.has("peek")) && !except.has("step")) {
    lines.push("step, peek = make_counter(0)");
  }
  return lines;
}

function printFunctionBlock(block: Block): string[] {
  return printBlock(block, variablesOf);
}

function variablesOf(clause: Clause): string[] {
  const text = printBlock(clause.body ?? [], () => []).join("\n");
  return settings(text, wordsOf(printExpression(clause.head)));
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

/** The lines at the end of an iteration. */
function cuts(text: string): string[] {
  const words = wordsOf(text);
  const numbers = GROWTH.test(text) ? NUMBERS.filter((name) => isAssigned(text, name)) : [];
  return [
    ...numbers.map((name) => `${name} = clamp(${name})`),
    ...CUTS.filter(([name, grows]) => words.has(name) && grows.test(text)).map(([, , cut]) => cut),
  ];
}

function isAssigned(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b[^=\\n]*=|\\bfor ${name}\\b`).test(text);
}

function shown(text: string): string {
  const words = wordsOf(text);
  const names = Object.keys(FIRST_VALUES).filter((name) => words.has(name) && !/^i\d/.test(name));
  return names.map((name) => SHOWN[name] ?? name).join(", ");
}

function mainLines(tree: ProgramTree): string[] {
  const body = printFunctionBlock(tree.body);
  const inner = body.length === 0 ? ["pass"] : body;
  const text = inner.join("\n");
  const tried = tree.catches
    ? ["try:", ...indent(inner), "except Exception as error:", "    print(it, repr(error))"]
    : inner;
  const lines = [
    ...settings(text, new Set(["it"])),
    `for it in range(${tree.times}):`,
    ...indent([...tried, ...cuts(text)]),
  ];
  const state = shown(text);
  if (tree.prints && state !== "") lines.push(`print(${state})`);
  return tree.hasMain ? ["def main():", ...indent(lines), "main()"] : lines;
}

/** The definitions that a text uses, and those that these use, in their order. */
function usedDefinitions(tree: ProgramTree, text: string): string[][] {
  const printed = tree.definitions.map(({ name, body }) => {
    const lines = printFunctionBlock(body);
    return { name, lines, words: wordsOf(lines.join("\n")) };
  });
  const byName = new Map(printed.map((one) => [one.name, one]));
  const used = new Set<string>();
  const visit = (words: ReadonlySet<string>): void => {
    for (const word of words) {
      const found = byName.get(word);
      if (found === undefined || used.has(word)) continue;
      used.add(word);
      visit(found.words);
    }
  };
  visit(wordsOf(text));
  return printed.filter(({ name }) => used.has(name)).map(({ lines }) => lines);
}

/** The text of a program. */
export function printProgram(tree: ProgramTree): string {
  const main = mainLines(tree);
  const definitions = usedDefinitions(tree, main.join("\n"));
  const lines = [...definitions.flat(), ...main];
  const words = wordsOf(lines.join("\n"));
  const imports = MODULES.filter((name) => words.has(name)).map((name) => `import ${name}`);
  const globals = words.has("G") ? ["G = 0"] : [];
  const top = [...imports, ...globals];
  return `${[...top, ...lines].join("\n")}\n`;
}
