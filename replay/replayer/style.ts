/**
 * The one adapter of picocolors: colours by meaning, none unless the output is a terminal.
 */

import pico from "picocolors";

type Paint = (text: string) => string;

/** Colours by what they say. */
export interface Style {
  readonly faint: Paint;
  readonly strong: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly special: Paint;
  readonly name: Paint;
}

/** A style that colours, or one that leaves all text as it is. */
export function makeStyle(isColoured: boolean): Style {
  const colours = pico.createColors(isColoured);
  return {
    faint: unlessEmpty(colours.dim),
    strong: unlessEmpty(colours.bold),
    good: unlessEmpty(colours.green),
    bad: unlessEmpty(colours.red),
    special: unlessEmpty(colours.yellow),
    name: unlessEmpty(colours.cyan),
  };
}

function unlessEmpty(paint: Paint): Paint {
  return (text) => (text === "" ? "" : paint(text));
}

export const PLAIN_STYLE: Style = makeStyle(false);
