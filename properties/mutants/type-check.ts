/**
 * Whether changed sources are right for the type checker. Only the changed files are checked, since
 * a mutant is a change inside of a function; what is unused or cannot be reached after it does not
 * count, for that is what a mutant may well do.
 */

import path from "node:path";
import { ROOT } from "../../sim/codewriter/sources.ts";
import { ts } from "./syntax.ts";

interface ChangedFile {
  readonly file: string;
  readonly text: string;
}

/** Codes of errors about what is not used or not reached. */
const UNUSED = new Set([6133, 6138, 6192, 6196, 6198, 6199, 7027, 7028]);

export class TypeChecker {
  private readonly options: ts.CompilerOptions;
  private readonly rootNames: readonly string[];
  private readonly parsed = new Map<string, ts.SourceFile>();
  private program: ts.Program | undefined;

  constructor() {
    const name = path.join(ROOT, "tsconfig.json");
    const config = ts.readConfigFile(name, ts.sys.readFile);
    const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
    this.options = { ...options, noEmit: true };
    this.rootNames = fileNames.filter((file) => !file.endsWith(".test.ts"));
  }

  /** Whether each of some files is right when all of them are changed. */
  checkAll(changed: readonly ChangedFile[]): boolean[] {
    const texts = new Map(changed.map(({ file, text }) => [path.join(ROOT, file), text]));
    const host = ts.createCompilerHost(this.options, true);
    const getSourceFile = host.getSourceFile;
    host.getSourceFile = (name, target, ...rest) => {
      const text = texts.get(name);
      if (text !== undefined) return ts.createSourceFile(name, text, target, true);
      const file = this.parsed.get(name) ?? getSourceFile(name, target, ...rest);
      if (file !== undefined) this.parsed.set(name, file);
      return file;
    };
    const program = ts.createProgram(this.rootNames, this.options, host, this.program);
    this.program = program;
    return changed.map(({ file }) => {
      const tree = program.getSourceFile(path.join(ROOT, file));
      if (tree === undefined || program.getSyntacticDiagnostics(tree).length > 0) return false;
      return program.getSemanticDiagnostics(tree).every(({ code }) => UNUSED.has(code));
    });
  }
}
