/** Mutants: where they are, what they are called, and all those of a file. */

import { createHash } from "node:crypto";
import type { PlaceKind } from "./mutators.ts";
import { MUTATORS } from "./mutators.ts";
import type { Source } from "./syntax.ts";
import { ts } from "./syntax.ts";

/** One change of one node. */
export interface Mutant {
  /** Short and the same as long as the place's text and those like it before it in the file are. */
  readonly id: string;
  /** Relative to the root. */
  readonly file: string;
  readonly mutator: string;
  readonly kind: PlaceKind;
  /** Offsets of the node's text. */
  readonly start: number;
  readonly end: number;
  /** What stands there instead. */
  readonly replacement: string;
}

/** A node that has mutants. */
export interface Place {
  /** Names the place by its file, its text, and how many like it stand before it. */
  readonly key: string;
  readonly mutants: readonly Mutant[];
}

const ID_LENGTH = 8;

/** A hash of some texts. */
export function hashTexts(...texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex");
}

const ASSERTIONS = new Set(["assert", "unreachable"]);

function isAssertion(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  return ASSERTIONS.has(node.expression.text);
}

/** Nodes that hold no expression which runs, or only for a program that is wrong. */
function isPassedOver(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    isAssertion(node) ||
    (ts.isExpressionStatement(node) && isAssertion(node.expression))
  );
}

/** All places of a file in the order of its text. */
export function listPlaces({ file, text: source, tree }: Source): Place[] {
  const places: Place[] = [];
  const counts = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if (isPassedOver(node)) return;
    const found = Object.entries(MUTATORS).flatMap(([mutator, mutateNode]) =>
      mutateNode(node).map((replacement) => ({ mutator, ...replacement })),
    );
    if (found.length > 0) {
      const start = node.getStart();
      const original = source.slice(start, node.end);
      const count = (counts.get(original) ?? 0) + 1;
      counts.set(original, count);
      const key = `${file}\n${original}\n${count}`;
      const mutants = found.map(({ mutator, kind, text: replacement }): Mutant => {
        const id = hashTexts(key, mutator, replacement).slice(0, ID_LENGTH);
        return { id, file, mutator, kind, start, end: node.end, replacement };
      });
      places.push({ key, mutants });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(tree, visit);
  return places;
}

/** The text of a file with a mutant in it. */
export function mutate(text: string, { start, end, replacement }: Mutant): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** `file:line:column`, counted from 1. */
export function printPlace({ file, start }: Mutant, text: string): string {
  const before = text.slice(0, start).split("\n");
  return `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

const LENGTH_MAX = 100;

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > LENGTH_MAX ? `${line.slice(0, LENGTH_MAX - 1)}…` : line;
}

/** The change in one line: `comparison: a < b → a <= b`. */
export function printChange(mutant: Mutant, text: string): string {
  const original = shorten(text.slice(mutant.start, mutant.end));
  const replacement = mutant.replacement.replace(/^\((.*)\)$/s, "$1");
  if (mutant.replacement === ";" || mutant.replacement === "{}" || mutant.kind === "case") {
    return `${mutant.mutator}: ${original}`;
  }
  return `${mutant.mutator}: ${original} → ${shorten(replacement)}`;
}
