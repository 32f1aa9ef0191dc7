/**
 * The modules with host code, by name.
 */

import type { W_Module } from "../objects/module-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { makeAbcModule } from "./abc-module.ts";
import { makeDecimalModule } from "./decimal-module.ts";
import { makeJsonModule } from "./json-module.ts";
import { makeArrayModule } from "./array-module.ts";
import { makeAtexitModule } from "./atexit-module.ts";
import { makeBinasciiModule, makeZlibModule } from "./binascii-module.ts";
import { makeCmathModule } from "./cmath-module.ts";
import { makeCodecsModule } from "./codecs-module.ts";
import { makeCollectionsModule } from "./collections-module.ts";
import { makeHashlibModule } from "./hash-module.ts";
import { makeItertoolsModule } from "./itertools-module.ts";
import { makeMathModule } from "./math-module.ts";
import { makeOpcodeModule } from "./opcode-module.ts";
import { makeOperatorModule } from "./operator-module.ts";
import { makeJitreelModule, makePypyModule } from "./pypy-module.ts";
import { makePypyjitModule } from "./pypyjit.ts";
import { makeSreModule } from "./sre-module.ts";
import { makeStructModule } from "./struct-module.ts";
import { makeTimeModule } from "./time-module.ts";
import { makeGcModule } from "./gc-module.ts";
import { makeRandomModule } from "./random-module.ts";
import { makeSourceModule, makeWarningsModule } from "./warnings-module.ts";

import { makeUnicodedataModule } from "./unicodedata-module.ts";
import { makeWeakrefModule } from "./weakref-module.ts";

export const MODULE_MAKERS: ReadonlyMap<string, (space: ObjSpace) => W_Module> = new Map([
  ["_abc", makeAbcModule],
  ["_collections", makeCollectionsModule],
  ["__pypy__", makePypyModule],
  ["_jitreel", makeJitreelModule],
  ["_operator", makeOperatorModule],
  ["_opcode", makeOpcodeModule],
  ["_codecs", makeCodecsModule],
  ["unicodedata", makeUnicodedataModule],
  ["itertools", makeItertoolsModule],
  ["_random", makeRandomModule],
  ["array", makeArrayModule],
  ["_struct", makeStructModule],
  ["_weakref", makeWeakrefModule],
  ["atexit", makeAtexitModule],
  ["binascii", makeBinasciiModule],
  ["zlib", makeZlibModule],
  ["math", makeMathModule],
  ["cmath", makeCmathModule],
  ["_pypyjson", makeJsonModule],
  ["_sre", makeSreModule],
  ["_decimal", makeDecimalModule],
  ["_hashlib", makeHashlibModule],
  ["time", makeTimeModule],
  ["gc", makeGcModule],
  ["pypyjit", makePypyjitModule],
  ["_source", makeSourceModule],
  ["_warnings", makeWarningsModule],
]);
