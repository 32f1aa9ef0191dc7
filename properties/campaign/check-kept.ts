/**
 * Kept failures once more, each exactly once: what a campaign does first, and `prop replay`.
 */

import { UserError } from "../../sim/base/errors.ts";
import type { KeptFailure } from "../failures/kept-failure.ts";
import type { AnyLaw } from "../laws/law.ts";
import type { Crew } from "./crew.ts";
import type { SingleResult } from "./messages.ts";
import { examine } from "./shrink-failure.ts";

/** Checks a kept failure; throws a UserError when it cannot be checked any more. */
export async function checkKept(
  kept: KeptFailure,
  laws: readonly AnyLaw[],
  crew: Crew,
): Promise<SingleResult> {
  const { law: name, seed, path } = kept.case;
  const refuse = (message: string): UserError => new UserError(message, { file: kept.folder });
  const law = laws.find((one) => one.name === name);
  if (law === undefined) {
    throw refuse(`there is no law ${name}; if it is a test's property, run that test`);
  }
  if (kept.json !== null) return examine(crew, law, { json: kept.json }, true);
  const now = await examine(crew, law, { seed, path }, false);
  if (now.text !== kept.text) {
    const becomes = now.text === null ? "nothing any more" : "another subject now";
    throw refuse(
      `its seed and path give ${becomes}: the generator has changed; ` +
        `\`jitreel prop drop ${kept.case.id}\` forgets it`,
    );
  }
  return examine(crew, law, { seed, path }, true);
}
