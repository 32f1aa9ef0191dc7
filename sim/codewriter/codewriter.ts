/**
 * The code writer: from a guest's portal over its call graph to the build product.
 *
 *   1. find the portals and their drivers      4. flatten each function to be looked inside,
 *   2. find the virtualizable                     which finds more of them
 *   3. make the tables                         5. number everything
 *
 * Counterpart: rpython/jit/codewriter/codewriter.py.
 */

import { UserError } from "../base/errors.ts";
import type { Product } from "../jitcode/product.ts";
import { ArrayTable } from "./arrays.ts";
import { ClassTable } from "./classes.ts";
import type { DriverModel } from "./driver-spec.ts";
import { readDrivers } from "./driver-spec.ts";
import { ExportTable } from "./exports.ts";
import { flattenFunction } from "./flatten-function.ts";
import type { World } from "./flattener.ts";
import type { CallableNode } from "./functions.ts";
import { FunctionTable } from "./functions.ts";
import type { FunctionCode, FunctionModel } from "./model.ts";
import { writeProduct } from "./product-writer.ts";
import { refusal, refuse } from "./refuse.ts";
import { isProjectFile, relativePath } from "./sources.ts";
import { tagsOf } from "./tags.ts";
import { ts } from "./typescript.ts";
import { readVirtualizable } from "./virtualizable.ts";

/** Either the product, or everything that stands in its way. */
export type Outcome =
  | { readonly product: Product; readonly errors: readonly []; readonly residual: Residuals }
  | { readonly product: null; readonly errors: readonly UserError[] };

/** Lines about the functions that traces call without looking inside: place, name, reason. */
export type Residuals = readonly string[];

export interface Request {
  readonly guest: string;
  readonly program: ts.Program;
  /** The guest's own files, in which the portals and the drivers are looked for. */
  readonly files: readonly string[];
  readonly hash: string;
  readonly sources: readonly string[];
}

/** Translates a guest. Errors of different functions are all reported. */
export function translateGuest(request: Request): Outcome {
  const errors: UserError[] = [];
  const collect = <T>(body: () => T): T | null => {
    try {
      return body();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // What is wrong with a function's head is found by each of its callers.
      if (!errors.some((known) => isSame(known, error))) errors.push(error);
      return null;
    }
  };
  const result = collect(() => translate(request, collect));
  if (result === null || errors.length > 0) return { product: null, errors };
  return { ...result, errors: [] };
}

function isSame(a: UserError, b: UserError): boolean {
  return a.message === b.message && JSON.stringify(a.position) === JSON.stringify(b.position);
}

type Collect = <T>(body: () => T) => T | null;

interface Translation {
  readonly product: Product;
  readonly residual: Residuals;
}

function translate(request: Request, collect: Collect): Translation | null {
  const { program } = request;
  const checker = program.getTypeChecker();
  const own = new Set(request.files.map(relativePath));
  const files = program
    .getSourceFiles()
    .filter((file) => isProjectFile(file) && own.has(relativePath(file.fileName)));
  const drivers = readDrivers(files, findPortals(request.guest, files));
  const world = makeWorld(program, checker, drivers[0] as DriverModel);
  const portals = drivers.map(({ portal }) => world.functions.get(portal, portal));
  const codes = flattenAll(world, collect);
  if (codes === null) return null;
  portals.forEach(checkPortal);
  const product = writeProduct(world, { ...request, drivers, portals, codes });
  return { product, residual: listResidual(world) };
}

function listResidual(world: World): Residuals {
  return [...world.functions.list()]
    .filter((fn) => fn.look === "residual")
    .map((fn) => refusal(fn.node, `${fn.name}: ${fn.reason}`).print());
}

function findPortals(guest: string, files: readonly ts.SourceFile[]): readonly CallableNode[] {
  const portals = files.flatMap((file) =>
    file.statements.filter(
      (node): node is ts.FunctionDeclaration =>
        ts.isFunctionDeclaration(node) && tagsOf(node).has("portal"),
    ),
  );
  if (portals.length === 0) {
    throw new UserError(
      `guest ${guest} has no portal`,
      { file: `sim/guests/${guest}` },
      "mark the dispatch loop, an exported function, with @portal",
    );
  }
  return portals;
}

function makeWorld(program: ts.Program, checker: ts.TypeChecker, driver: DriverModel): World {
  const classes = new ClassTable(program, checker);
  const exports = new ExportTable(checker);
  const arrays = new ArrayTable(checker);
  const functions = new FunctionTable(checker, classes, exports);
  const index = [...driver.greens, ...driver.reds].indexOf(driver.virtualizable ?? "");
  const param = driver.portal.parameters[index];
  const vable = param === undefined ? null : readVirtualizable(checker, classes, arrays, param);
  return { checker, classes, exports, functions, arrays, vable };
}

/** Flattens what is looked inside; the table of functions grows meanwhile. */
function flattenAll(world: World, collect: Collect): FunctionCode[] | null {
  const codes: FunctionCode[] = [];
  // Who was the first to call a function; the portal was there before all.
  const callers = new Map<FunctionModel, FunctionModel | null>();
  for (const fn of world.functions.list()) callers.set(fn, null);
  let isComplete = true;
  for (const fn of world.functions.list()) {
    if (fn.look === "residual") continue;
    const code = collect(() => explainRefusal(callers, fn, () => flattenFunction(world, fn)));
    for (const found of world.functions.list()) {
      if (!callers.has(found)) callers.set(found, fn);
    }
    if (code === null) isComplete = false;
    else codes.push(code);
  }
  return isComplete ? codes : null;
}

/** Adds to a refusal how the function was reached, if that was not from the portal itself. */
function explainRefusal<T>(
  callers: ReadonlyMap<FunctionModel, FunctionModel | null>,
  fn: FunctionModel,
  body: () => T,
): T {
  try {
    return body();
  } catch (error) {
    const path: string[] = [];
    for (let at = callers.get(fn); at; at = callers.get(at)) path.unshift(at.name);
    if (!(error instanceof UserError) || path.length < 2) throw error;
    const hint = error.hint === undefined ? "" : `${error.hint}\n  `;
    const reached = `${hint}reached through ${[...path, fn.name].join(" → ")}`;
    throw new UserError(error.message, error.position, reached);
  }
}

function checkPortal(portal: FunctionModel): void {
  if (portal.call.resultKind !== "b" && !portal.call.argKinds.startsWith("b")) return;
  refuse(portal.node, "the portal's position and result are not booleans");
}
