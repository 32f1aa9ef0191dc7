/**
 * The code objects that a recorded run's green keys name, made again: compiled from the recorded
 * sources, or taken from the library. They are never run. Where the source is not known (code of
 * `exec`, a session of another interpreter), a code object with name, file and line stands in.
 *
 * One number of the recorded run is one object, so they can be compared and kept as there.
 */

import type { GreenKeyDescription } from "../../hints/guest.ts";
import { APP_LEVEL_NAME, type CodeTemplate } from "./compiler/code.ts";
import { compileModule } from "./compiler/compile.ts";
import { OPCODE_NAMES } from "./compiler/opcodes.ts";
import { PyCode } from "./interp/pycode.ts";
import { appLevelCode, codeOfFile, LIBRARY_NAME, readLibraryFile } from "./modules/library.ts";
import { namespace_of } from "./objects/celldict.ts";
import type { ObjSpace } from "./objects/space.ts";
import { decodeSource } from "./parser/decode-source.ts";

/** The recorded source of a file by its name in messages, or null. */
export type SourceOf = (fileName: string) => Uint8Array | null;

export class RecordedCodes {
  private readonly space: ObjSpace;
  private readonly sourceOf: SourceOf;
  private readonly objects = new Map<string, PyCode>();
  private readonly codeByFile = new Map<string, readonly PyCode[]>();
  private readonly taken = new Set<PyCode>();

  constructor(space: ObjSpace, sourceOf: SourceOf) {
    this.space = space;
    this.sourceOf = sourceOf;
  }

  /** The code object of a green key of the main driver. */
  codeOf(key: GreenKeyDescription): PyCode {
    const { codeNumber, codeName, fileName, firstLine } = key;
    const name = JSON.stringify([codeNumber, codeName, fileName, firstLine]);
    let code = this.objects.get(name);
    if (code === undefined) {
      code = this.find(key) ?? this.make(standIn(key));
      this.objects.set(name, code);
    }
    return code;
  }

  /** Of several that look alike, the first that no other number has; they are made in order. */
  private find(key: GreenKeyDescription): PyCode | null {
    const alike = this.codesOf(key.fileName).filter((code) => fits(code, key));
    const code = alike.find((one) => !this.taken.has(one));
    if (code === undefined) return alike[0] === undefined ? null : this.make(alike[0].template);
    this.taken.add(code);
    return code;
  }

  private codesOf(fileName: string): readonly PyCode[] {
    const known = this.codeByFile.get(fileName);
    if (known !== undefined) return known;
    const template = this.templateOf(fileName);
    if (template === null) return [];
    const codes = withInner(this.make(template));
    this.codeByFile.set(fileName, codes);
    return codes;
  }

  private templateOf(fileName: string): CodeTemplate | null {
    if (fileName.startsWith(APP_LEVEL_NAME)) {
      const path = `_${fileName.slice(APP_LEVEL_NAME.length)}`;
      return readLibraryFile(path) === null ? null : appLevelCode(path, compileModule);
    }
    const isLibrary = fileName.startsWith(LIBRARY_NAME);
    const source = isLibrary
      ? readLibraryFile(fileName.slice(LIBRARY_NAME.length))
      : this.sourceOf(fileName);
    if (source === null) return null;
    const compile = (): CodeTemplate => compileModule(decodeSource(source, fileName), fileName);
    try {
      return codeOfFile(fileName, compile);
    } catch {
      // Recorded files need not be Python of this version.
      return null;
    }
  }

  private make(template: CodeTemplate): PyCode {
    const { space } = this;
    const w_globals = space.newdict();
    return new PyCode(space, template, w_globals, namespace_of(space, w_globals));
  }
}

/** A code object and all that stand inside of it, outermost first. */
function withInner(code: PyCode): PyCode[] {
  const inner = code.co_consts_w.filter((w_const) => w_const instanceof PyCode);
  return [code, ...inner.flatMap(withInner)];
}

/** Whether a code object is the one of a green key, as far as the key tells. */
function fits(code: PyCode, { codeName, firstLine, position, text }: GreenKeyDescription): boolean {
  if (code.co_name !== codeName || code.co_firstlineno !== firstLine) return false;
  const opcode = OPCODE_NAMES[code.co_code[position] ?? -1];
  const isThere = `-${code.lineAt(position)}~#${position} ${opcode}`;
  return position === 0 || !text.includes("~#") || text.endsWith(isThere);
}

/** What is known of code without a source. */
function standIn({ codeName, fileName, firstLine }: GreenKeyDescription): CodeTemplate {
  return {
    co_name: codeName,
    qualname: codeName,
    co_filename: fileName,
    co_firstlineno: firstLine,
    co_code: new Uint8Array(),
    co_consts: [],
    co_names: [],
    co_varnames: [],
    co_freevars: [],
    co_cellvars: [],
    co_argcount: 0,
    co_posonlyargcount: 0,
    co_kwonlyargcount: 0,
    co_nlocals: 0,
    co_stacksize: 0,
    co_flags: 0,
    co_lnotab: new Uint8Array(),
  };
}
