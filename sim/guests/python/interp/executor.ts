/**
 * How objects run frames without importing the dispatch loop: the space holds the one executor.
 */

import type { CallerFrame } from "../objects/frame-builtin.ts";
import type { OperationError } from "../objects/operation-error.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { PyFrame } from "./pyframe.ts";

export abstract class Executor {
  /** What host code may see of the innermost frame. */
  abstract caller(space: ObjSpace): CallerFrame;

  /** Runs a new frame to its end and counts it in the recursion limit. */
  abstract execute_frame(space: ObjSpace, frame: PyFrame): W_Root;

  /** The generator over a new frame. */
  abstract make_generator(frame: PyFrame): W_Root;

  /** Goes on with a generator's frame, to which nothing is sent, until it yields or returns. */
  abstract resume_plain(space: ObjSpace, frame: PyFrame): W_Root;

  /** The same with a value or an exception for its frame. */
  abstract resume_frame(
    space: ObjSpace,
    frame: PyFrame,
    w_arg: W_Root,
    thrown: OperationError | null,
  ): W_Root;
}
