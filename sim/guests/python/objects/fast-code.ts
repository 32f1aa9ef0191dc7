/**
 * The part of a built-in function that traces look into: one method per number of arguments, which
 * gives null, before any effect, when the arguments are not of the kind it is for. The general host
 * code behind the signature matcher then does the call.
 *
 * Counterpart: the gateways of pypy/interpreter/gateway.py. DIFFERS: there every built-in is looked
 * inside.
 */

import type { ObjSpace } from "./space.ts";
import type { W_Root } from "./w-root.ts";

export abstract class FastCode {
  call0(_space: ObjSpace): W_Root | null {
    return null;
  }

  call1(_space: ObjSpace, _w_1: W_Root): W_Root | null {
    return null;
  }

  call2(_space: ObjSpace, _w_1: W_Root, _w_2: W_Root): W_Root | null {
    return null;
  }

  call3(_space: ObjSpace, _w_1: W_Root, _w_2: W_Root, _w_3: W_Root): W_Root | null {
    return null;
  }
}

/** What `fast` makes of positional arguments, or null. */
export function call_fast(
  space: ObjSpace,
  fast: FastCode | null,
  args_w: readonly W_Root[],
): W_Root | null {
  if (fast === null) return null;
  switch (args_w.length) {
    case 0:
      return fast.call0(space);
    case 1:
      return fast.call1(space, args_w[0]!);
    case 2:
      return fast.call2(space, args_w[0]!, args_w[1]!);
    case 3:
      return fast.call3(space, args_w[0]!, args_w[1]!, args_w[2]!);
    default:
      return null;
  }
}
