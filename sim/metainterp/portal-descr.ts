/**
 * The call descr of the portal: greens, then reds; it may run and compile anything.
 */

import type { JitProgram } from "../jitcode/jitcode.ts";
import { CallDescr, EXTRA_EFFECT } from "../trace/descr.ts";

/** How the portal is called: greens, then reds. */
export function portalCallDescr(program: JitProgram): CallDescr {
  const greens = program.greenKinds.map((kind, i) => (program.greenIsBool[i] ? "b" : kind));
  return new CallDescr([...greens, ...program.redKinds].join(""), program.portal.resultKind, {
    extraEffect: EXTRA_EFFECT.forcesVirtual,
    oopspec: null,
    writes: null,
  });
}
