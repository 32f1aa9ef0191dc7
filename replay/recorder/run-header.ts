/**
 * A run's spec and a reel's header: each from the other. What is not in the header, the backend and
 * where inputs come from, does not change a run's events.
 */

import { createHash } from "node:crypto";
import { FORMAT_MAJOR, FORMAT_MINOR } from "../format/frame.ts";
import type { ReelHeader } from "../format/header.ts";
import { NATIVE_ENGINE } from "../format/header.ts";
import type { InputSource, RunSpec } from "../../sim/index.ts";
import { BEHAVIOUR_REVISION } from "../../sim/index.ts";

/** The header of the reel of this run. */
export function makeHeader(spec: RunSpec): ReelHeader {
  return {
    formatVersion: `${FORMAT_MAJOR}.${FORMAT_MINOR}`,
    behaviourRevision: BEHAVIOUR_REVISION,
    quirks: [],
    guest: spec.guest,
    programName: spec.programName,
    programText: spec.source,
    programSha256: new Uint8Array(createHash("sha256").update(spec.source).digest()),
    argv: spec.argv,
    jit: spec.jit,
    seed: spec.seed,
    limits: spec.limits,
    faults: spec.faults,
    grants: spec.grants,
    timeMode: spec.timeMode,
    engine: NATIVE_ENGINE,
    redacted: [],
    countRuns: spec.countRuns,
  };
}

/** The run that a header describes, with its inputs from `inputs`. */
export function makeRunSpec(
  header: ReelHeader,
  inputs: InputSource,
  backend: RunSpec["backend"],
): RunSpec {
  return {
    guest: header.guest,
    programName: header.programName,
    source: header.programText,
    argv: header.argv,
    jit: header.jit,
    seed: header.seed,
    backend,
    limits: header.limits,
    timeMode: header.timeMode,
    countRuns: header.countRuns,
    faults: header.faults,
    grants: header.grants,
    inputs,
  };
}
