/**
 * The modules with host code, by name.
 */

import type { W_Module } from "../objects/module-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { makeAbcModule } from "./abc-module.ts";
import { makeJsonModule } from "./json-module.ts";
import { makeMathModule } from "./math-module.ts";
import { makePypyjitModule } from "./pypyjit.ts";
import { makeGcModule, makeTimeModule } from "./time-module.ts";
import { makeSourceModule, makeWarningsModule } from "./warnings-module.ts";

export const MODULE_MAKERS: ReadonlyMap<string, (space: ObjSpace) => W_Module> = new Map([
  ["_abc", makeAbcModule],
  ["math", makeMathModule],
  ["_pypyjson", makeJsonModule],
  ["time", makeTimeModule],
  ["gc", makeGcModule],
  ["pypyjit", makePypyjitModule],
  ["_source", makeSourceModule],
  ["_warnings", makeWarningsModule],
]);
