/**
 * Cells: variables shared between a function and the functions nested in it.
 *
 * Counterpart: pypy/interpreter/nestedscope.py (Cell).
 */

import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class Cell extends W_Root {
  /** Null while the variable is unbound. */
  w_value: W_Root | null;

  constructor(w_value: W_Root | null) {
    super();
    this.w_value = w_value;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_cell;
  }
}
