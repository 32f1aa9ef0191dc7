/**
 * Where the modules are that a guest's jitcode names. Empty in the sources, where they are imported
 * one by one; the build writes the compiled form of this file anew, with an entry for each guest,
 * so that all of them can be joined into few files (codewriter/bundle.ts).
 */

/** Modules by their names without extension. */
export type Modules = ReadonlyMap<string, object>;

export const COMPILED_MODULES: ReadonlyMap<string, () => Promise<{ modules: Modules }>> = new Map();
