/**
 * The modules with host code, by name.
 */

import type { W_Module } from "../objects/module-object.ts";
import type { ObjSpace } from "../objects/space.ts";

export const MODULE_MAKERS: ReadonlyMap<string, (space: ObjSpace) => W_Module> = new Map();
