/**
 * Names by which the loader finds classes, functions and constants: everything that jitcode refers
 * to must be exported by its module.
 */

import { defined } from "../base/assert.ts";
import type { SymbolRef } from "./model.ts";
import { refuse } from "./refuse.ts";
import { isProjectFile, modulePath } from "./sources.ts";
import { ts } from "./typescript.ts";

export class ExportTable {
  private readonly checker: ts.TypeChecker;
  private readonly byFile = new Map<ts.SourceFile, Map<ts.Node, string>>();

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  /** The exported name of a module-level declaration that `use` refers to. */
  refOf(declaration: ts.Declaration, use: ts.Node): SymbolRef {
    const file = declaration.getSourceFile();
    const name = ts.getNameOfDeclaration(declaration)?.getText() ?? "this";
    if (!isProjectFile(file)) {
      refuse(
        use,
        `${name} belongs to a library`,
        "call it in an exported function marked @dont_look_inside",
      );
    }
    const exported = this.exportsOf(file).get(declaration);
    if (exported === undefined) {
      refuse(use, `${name} is not exported by ${modulePath(file)}.ts`, `export ${name}`);
    }
    return { module: modulePath(file), path: exported };
  }

  private exportsOf(file: ts.SourceFile): Map<ts.Node, string> {
    const known = this.byFile.get(file);
    if (known !== undefined) return known;
    const names = new Map<ts.Node, string>();
    const symbol = defined(this.checker.getSymbolAtLocation(file), "module symbol");
    for (const exported of this.checker.getExportsOfModule(symbol)) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const target = isAlias ? this.checker.getAliasedSymbol(exported) : exported;
      if (target.valueDeclaration !== undefined) names.set(target.valueDeclaration, exported.name);
    }
    this.byFile.set(file, names);
    return names;
  }
}
