/**
 * The drivers as the code writer must know them: each a constant of type JitDriverSpec, written out
 * beside its portal or in a module of the guest.
 */

import { defined } from "../base/assert.ts";
import type { CallableNode } from "./functions.ts";
import { skipTransparent } from "./literals.ts";
import { refuse } from "./refuse.ts";
import { tagsOf } from "./tags.ts";
import { ts } from "./typescript.ts";

export interface DriverModel {
  readonly name: string;
  readonly greens: readonly string[];
  readonly reds: readonly string[];
  readonly virtualizable: string | null;
  readonly portal: CallableNode;
}

const EXPECTED =
  'write `export const DRIVER: JitDriverSpec = { name: "…", greens: ["…"], reds: ["…"], … }`';

/** A constant of type JitDriverSpec, and its name in the source. */
interface Spec {
  readonly constant: string;
  readonly value: ts.ObjectLiteralExpression;
}

/**
 * The guest's drivers with their portals, the main one first, the others by name. With several
 * portals, each says whose it is: `@portal CONSTANT`.
 */
export function readDrivers(
  files: readonly ts.SourceFile[],
  portals: readonly CallableNode[],
): DriverModel[] {
  const specs = files.flatMap((file) => findSpecs(file));
  const unused = new Set(specs);
  const drivers = portals.map((portal) => {
    const spec = specOf(portal, specs);
    if (!unused.delete(spec)) refuse(portal.name ?? portal, `a second @portal of ${spec.constant}`);
    return { driver: readDriver(spec.value, portal), isMain: isMainDriver(spec.value) };
  });
  for (const { value, constant } of unused) refuse(value, `${constant} has no @portal`, EXPECTED);
  const mains = drivers.filter(({ isMain }) => isMain);
  const [main] = drivers.length === 1 ? drivers : mains;
  if (main === undefined || mains.length > 1) {
    const at = portals[0] as CallableNode;
    return refuse(
      at,
      `${mains.length} drivers are isRecursive`,
      "the main driver, and no other, is",
    );
  }
  const others = drivers.filter((driver) => driver !== main).map(({ driver }) => driver);
  for (const other of others) {
    if (other.virtualizable !== null)
      refuse(other.portal, "a virtualizable beside the main driver's");
  }
  others.sort((a, b) => (a.name < b.name ? -1 : 1));
  return [main.driver, ...others];
}

function specOf(portal: CallableNode, specs: readonly Spec[]): Spec {
  const name = tagsOf(portal).get("portal") ?? "";
  const found = name === "" ? specs : specs.filter(({ constant }) => constant === name);
  const [spec] = found;
  if (spec !== undefined && found.length === 1) return spec;
  const what = name === "" ? "constants of type JitDriverSpec" : `JitDriverSpec constants ${name}`;
  return refuse(spec?.value ?? portal, `${found.length} ${what}`, EXPECTED);
}

function isMainDriver(spec: ts.ObjectLiteralExpression): boolean {
  return propertyOf(spec, "isRecursive")?.kind === ts.SyntaxKind.TrueKeyword;
}

function readDriver(spec: ts.ObjectLiteralExpression, portal: CallableNode): DriverModel {
  const driver: DriverModel = {
    name: readText(spec, "name"),
    greens: readTexts(spec, "greens"),
    reds: readTexts(spec, "reds"),
    virtualizable: propertyOf(spec, "virtualizable") ? readText(spec, "virtualizable") : null,
    portal,
  };
  const expected = [...driver.greens, ...driver.reds].join(", ");
  const actual = portal.parameters.map((param) => param.name.getText()).join(", ");
  if (expected !== actual) {
    refuse(
      portal.name ?? portal,
      `the portal's parameters (${actual}) are not the driver's greens and reds (${expected})`,
      "the parameters of the portal are the greens, then the reds, with the same names",
    );
  }
  return driver;
}

function findSpecs(file: ts.SourceFile): Spec[] {
  return file.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration) => {
      if (declaration.type?.getText() !== "JitDriverSpec") return [];
      const value = skipTransparent(defined(declaration.initializer, "initializer"));
      const constant = declaration.name.getText();
      return ts.isObjectLiteralExpression(value) ? [{ constant, value }] : [];
    }),
  );
}

function propertyOf(spec: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = spec.properties.find(
    (candidate) => ts.isPropertyAssignment(candidate) && candidate.name.getText() === name,
  );
  return property !== undefined && ts.isPropertyAssignment(property)
    ? property.initializer
    : undefined;
}

function readText(spec: ts.ObjectLiteralExpression, name: string): string {
  const value = propertyOf(spec, name);
  if (value !== undefined && ts.isStringLiteral(value)) return value.text;
  return refuse(value ?? spec, `${name} of the driver is not a string literal`, EXPECTED);
}

function readTexts(spec: ts.ObjectLiteralExpression, name: string): string[] {
  const value = propertyOf(spec, name);
  if (value === undefined || !ts.isArrayLiteralExpression(value)) {
    return refuse(value ?? spec, `${name} of the driver is not an array literal`, EXPECTED);
  }
  return value.elements.map((item) =>
    ts.isStringLiteral(item) ? item.text : refuse(item, "not a string literal", EXPECTED),
  );
}
