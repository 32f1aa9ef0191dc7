/**
 * Writes random programs, as trees: chooses the features that a program has, then templates of them
 * for statements, and of expressions for their holes.
 */

import type { Chooser } from "../choices.ts";
import type { Feature, FeatureName } from "./features.ts";
import { DEFINITIONS, FEATURES, HARD_FEATURES } from "./features.ts";
import { PRELUDE } from "./prelude.ts";
import type { Definition, ProgramTree } from "./program-tree.ts";
import { fillExpression, fillTemplate } from "./template.ts";
import type { Block, Expression, Sort, Statement } from "./tree.ts";

export interface PythonOptions {
  /** 1 is the usual size: some statements in the main loop and in each function. */
  readonly size?: number;
  /** Features that programs may have; each has some of them. All unless given. */
  readonly features?: readonly FeatureName[];
}

/** Where something stands. */
interface Scope {
  readonly numbers: readonly string[];
  readonly targets: readonly string[];
  readonly functions: readonly string[];
  /** Loops around. */
  readonly loops: number;
  /** Blocks that may still be nested. */
  readonly depth: number;
  readonly isMain: boolean;
}

const FUNCTION_SCOPE: Scope = {
  numbers: ["x", "y"],
  targets: ["x", "y"],
  functions: [],
  loops: 2,
  depth: 1,
  isMain: false,
};

const MAIN_SCOPE: Scope = {
  numbers: ["a", "b", "c", "it"],
  targets: ["a", "b", "c"],
  functions: ["f0", "f1", "f0", "f1", "min", "max"],
  loops: 1,
  depth: 2,
  isMain: true,
};

const SMALL = ["0", "1", "2", "3", "5", "-1", "-3", "7", "12", "30"];
const FLOATS = ["0.5", "-1.25", "3.0", "1e10", "-0.0", "0.1", "1e-7"];
const EDGES = [
  ...["2147483647", "2147483648", "-2147483649", "4294967296", "9007199254740991"],
  ...["9007199254740992", "-9007199254740993", "4611686018427387904", "9223372036854775807"],
  ...["9223372036854775808", "-9223372036854775809", "18446744073709551629"],
];
const REMAINDERS = ["2", "3", "7", "13", "29"];
const LOOPS_MAX = 3;
/** What only the main loop may name: random definitions would call each other for ever. */
const MAIN_ONLY = /\b(rec|g0|own)\b/;

class ProgramWriter {
  private readonly choose: Chooser;
  private readonly features: readonly Feature[];
  private readonly names: ReadonlySet<FeatureName>;
  private readonly size: number;

  constructor(choose: Chooser, options: PythonOptions) {
    this.choose = choose;
    this.size = options.size ?? 1;
    const all = options.features ?? (Object.keys(FEATURES) as FeatureName[]);
    const rate = choose.pick([25, 45, 70]);
    this.names = new Set(
      all.filter((name) => choose.chance(HARD_FEATURES.includes(name) ? rate + 15 : rate)),
    ).add("arithmetic");
    this.features = [...this.names].map((name) => FEATURES[name]);
  }

  program(): ProgramTree {
    const { choose } = this;
    const definitions = Object.keys(DEFINITIONS).map((name) => this.definition(name));
    const fixed = [...PRELUDE].map(([name, text]) => ({ name, body: this.fill(text, MAIN_SCOPE) }));
    return {
      definitions: [...fixed, ...definitions],
      body: this.block(MAIN_SCOPE, Math.ceil(8 * this.size)),
      times: choose.pick([14, 25, 40]),
      catches: choose.chance(85),
      hasMain: choose.chance(85),
      prints: true,
    };
  }

  private definition(name: string): Definition {
    const functions = name === "f1" ? ["f0"] : [];
    const scope = { ...FUNCTION_SCOPE, functions };
    return { name, body: this.fill(DEFINITIONS[name] ?? "", scope) };
  }

  private fill(template: string, scope: Scope): Block {
    const loop = `i${scope.loops}`;
    const isLoop = template.includes("$L");
    const inner = {
      ...scope,
      depth: scope.depth - 1,
      loops: scope.loops + (isLoop ? 1 : 0),
      numbers: isLoop ? [...scope.numbers, loop] : scope.numbers,
    };
    return fillTemplate(
      template,
      (letter) => (letter === "L" ? loop : this.hole(letter, scope)),
      () => this.block(inner, Math.ceil(3 * this.size)),
      () => this.choose.chance(50),
    );
  }

  private block(scope: Scope, max: number): Statement[] {
    const statements: Statement[] = [];
    for (let k = this.choose.between(1, max); k > 0; k--) statements.push(...this.statement(scope));
    return statements;
  }

  private statement(scope: Scope): Block {
    const template = this.template("statements", scope);
    const isOpen = !template.includes("$B") || scope.depth > 0;
    const isFlat = !template.includes("$L") || scope.loops <= LOOPS_MAX;
    return isOpen && isFlat ? this.fill(template, scope) : this.statement(scope);
  }

  private template(kind: keyof Feature, scope: Scope): string {
    const list = this.choose.pick(this.features)[kind];
    if (list === undefined) return this.template(kind, scope);
    const template = this.choose.pick(list);
    const isNamed = scope.isMain || !MAIN_ONLY.test(template);
    const isCalled = scope.functions.length > 0 || !template.includes("$f");
    return isNamed && isCalled ? template : this.template(kind, scope);
  }

  private hole(letter: string, scope: Scope, depth = 1): string | Expression {
    const { choose } = this;
    switch (letter) {
      case "n":
        return this.number(scope, depth);
      case "i":
        return this.integer(scope, depth);
      case "t":
        return this.truth(scope, depth);
      case "x":
        return leaf(choose.pick(scope.numbers));
      case "v":
        return choose.pick(scope.targets);
      case "f":
        return choose.pick(scope.functions);
      case "k":
        return leaf(String(choose.between(-3, 6)));
      case "c":
        return leaf(String(choose.between(0, 9)));
      case "e":
        return leaf(choose.pick(EDGES));
      case "h":
        return leaf(String(choose.between(3, 37)));
      case "r":
        return leaf(choose.pick(REMAINDERS));
      default:
        throw new RangeError(`no meaning for $${letter}`);
    }
  }

  private number(scope: Scope, depth: number): Expression {
    const { choose } = this;
    if (depth <= 0 || choose.chance(35)) {
      return leaf(choose.chance(70) ? choose.pick(scope.numbers) : this.constant());
    }
    const template = choose.chance(40)
      ? choose.pick(FEATURES.arithmetic.numbers ?? [])
      : this.template("numbers", scope);
    return this.expression(template, "number", scope, depth - 1);
  }

  private constant(): string {
    const { choose } = this;
    if (this.names.has("floats") && choose.chance(15)) return choose.pick(FLOATS);
    if (this.names.has("overflow") && choose.chance(25)) return choose.pick(EDGES);
    return choose.pick(SMALL);
  }

  private integer(scope: Scope, depth: number): Expression {
    if (this.choose.chance(30)) return leaf(this.choose.pick(SMALL), "integer");
    return this.expression("int($n)", "integer", scope, depth);
  }

  private truth(scope: Scope, depth: number): Expression {
    const template = this.choose.chance(30) ? "$x % $r == 1" : this.template("truths", scope);
    return this.expression(template, "truth", scope, depth - 1);
  }

  private expression(template: string, sort: Sort, scope: Scope, depth: number): Expression {
    return fillExpression(template, sort, (letter) => this.hole(letter, scope, depth));
  }
}

function leaf(text: string, sort: Sort = "number"): Expression {
  return { sort, parts: [text] };
}

/** A random program. */
export function writeProgram(choose: Chooser, options: PythonOptions): ProgramTree {
  return new ProgramWriter(choose, options).program();
}
