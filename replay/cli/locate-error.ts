/**
 * A run knows its program by its name in its own folder, so that a reel does not depend on where
 * the program is; messages to the user show the path that was given.
 */

import { UserError } from "../../sim/base/errors.ts";

/**
 * Does `act`; user errors at `name` are thrown again as being at `path`, a Python syntax error with
 * its kind, as Python shows it.
 */
export async function atPath<T>(name: string, path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof UserError) || error.position?.file !== name) throw error;
    const kind = "kind" in error && typeof error.kind === "string" ? `${error.kind}: ` : "";
    const hint = error.hint ?? caretLines(error);
    throw new UserError(kind + error.message, { ...error.position, file: path }, hint);
  }
}

/** The source line of a syntax error with a caret below (none in the indentation), as in Python. */
function caretLines(error: UserError): string | undefined {
  if (!("sourceLine" in error) || typeof error.sourceLine !== "string") return undefined;
  const { sourceLine } = error;
  const line = sourceLine.trim();
  if (line === "") return undefined;
  const skipped = sourceLine.length - sourceLine.trimStart().length;
  const before = (error.position?.column ?? 0) - 1 - skipped;
  if (before < 0) return `  ${line}`;
  const points = Array.from(sourceLine.slice(skipped, skipped + before));
  return `  ${line}\n    ${" ".repeat(points.length)}^`;
}
