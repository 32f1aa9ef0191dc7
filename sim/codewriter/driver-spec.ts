/**
 * The driver as the code writer must know it: a constant of type JitDriverSpec, written out beside
 * the portal or in a module of the guest.
 */

import { defined } from "../base/assert.ts";
import type { CallableNode } from "./functions.ts";
import { skipTransparent } from "./literals.ts";
import { refuse } from "./refuse.ts";
import { ts } from "./typescript.ts";

export interface DriverModel {
  readonly name: string;
  readonly greens: readonly string[];
  readonly reds: readonly string[];
  readonly virtualizable: string | null;
}

const EXPECTED =
  'write `export const DRIVER: JitDriverSpec = { name: "…", greens: ["…"], reds: ["…"], … }`';

/** Finds the one `JitDriverSpec` constant of the guest and compares it with the portal. */
export function readDriverSpec(files: readonly ts.SourceFile[], portal: CallableNode): DriverModel {
  const found = files.flatMap((file) => findSpecs(file));
  const [spec] = found;
  if (spec === undefined || found.length > 1) {
    return refuse(spec ?? portal, `${found.length} constants of type JitDriverSpec`, EXPECTED);
  }
  const driver: DriverModel = {
    name: readText(spec, "name"),
    greens: readTexts(spec, "greens"),
    reds: readTexts(spec, "reds"),
    virtualizable: propertyOf(spec, "virtualizable") ? readText(spec, "virtualizable") : null,
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

function findSpecs(file: ts.SourceFile): ts.ObjectLiteralExpression[] {
  return file.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration) => {
      if (declaration.type?.getText() !== "JitDriverSpec") return [];
      const value = skipTransparent(defined(declaration.initializer, "initializer"));
      return ts.isObjectLiteralExpression(value) ? [value] : [];
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
