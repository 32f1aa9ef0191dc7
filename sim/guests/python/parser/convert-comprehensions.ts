/**
 * Concrete to typed: the four comprehensions.
 */

import type { Comprehension, Expression } from "./ast.ts";
import {
  type Conversion,
  failNode,
  getField,
  hasToken,
  locate,
  namedChildren,
} from "./convert-context.ts";
import { asTarget } from "./convert-targets.ts";
import type { CstNode } from "./tree-sitter.ts";

/** How parts of a comprehension are converted; given by the expression converter. */
export interface ComprehensionConverters {
  readonly expression: (c: Conversion, node: CstNode) => Expression;
  readonly named: (c: Conversion, node: CstNode) => Expression;
  /** One expression or a tuple without parentheses. */
  readonly list: (c: Conversion, node: CstNode) => Expression;
}

/** Converts a list, set, dictionary or generator comprehension. */
export function convertComprehension(
  c: Conversion,
  node: CstNode,
  converters: ComprehensionConverters,
): Expression {
  const at = locate(c, node);
  const body = getField(c, node, "body");
  if (node.type === "dictionary_comprehension") {
    if (body.type !== "pair")
      failNode(c, body, "dict unpacking cannot be used in dict comprehension");
    const key = converters.expression(c, getField(c, body, "key"));
    const value = converters.expression(c, getField(c, body, "value"));
    return { kind: "DictComp", key, value, generators: convertClauses(c, node, converters), ...at };
  }
  if (body.type === "list_splat") {
    failNode(c, body, "iterable unpacking cannot be used in comprehension");
  }
  const elt = converters.named(c, body);
  const generators = convertClauses(c, node, converters);
  if (node.type === "list_comprehension") return { kind: "ListComp", elt, generators, ...at };
  if (node.type === "set_comprehension") return { kind: "SetComp", elt, generators, ...at };
  return { kind: "GeneratorExp", elt, generators, ...at };
}

function convertClauses(
  c: Conversion,
  node: CstNode,
  converters: ComprehensionConverters,
): Comprehension[] {
  const clauses: { clause: CstNode; ifs: Expression[] }[] = [];
  for (const child of namedChildren(node)) {
    if (child.type === "for_in_clause") clauses.push({ clause: child, ifs: [] });
    else if (child.type === "if_clause") {
      const test = namedChildren(child)[0] ?? failNode(c, child);
      checkDisjunction(c, test);
      clauses.at(-1)!.ifs.push(converters.expression(c, test));
    }
  }
  return clauses.map(({ clause, ifs }) => {
    const right = clause.children.filter((child) => child.field === "right");
    const iter = right[0] ?? failNode(c, clause);
    const comma = clause.children.find((child) => child.field === null && child.type === ",");
    if (right.length > 1 || comma !== undefined) failNode(c, right[1] ?? comma ?? clause);
    checkDisjunction(c, iter);
    const left = getField(c, clause, "left");
    return {
      target: asTarget(c, converters.list(c, left), "Store"),
      iter: converters.expression(c, iter),
      ifs,
      isAsync: hasToken(clause, "async"),
    };
  });
}

/** After `in` and `if` of a comprehension neither a lambda nor a conditional may stand bare. */
function checkDisjunction(c: Conversion, node: CstNode): void {
  if (node.type === "lambda" || node.type === "conditional_expression") failNode(c, node);
}
