/**
 * The one place that imports the TypeScript compiler. It is a development dependency: nothing
 * outside of this folder may import from here.
 */

import ts from "typescript";

export { ts };
