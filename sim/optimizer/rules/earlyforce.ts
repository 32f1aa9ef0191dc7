/**
 * The rules of earlyforce: each name with what it does, in the text form of traces.
 */
export const EARLYFORCE_RULES = {
  argument_forced:
    "an operation with a virtual argument → the virtual is allocated first, its stores delayed",
  argument_left_virtual:
    "setfield_gc, setarrayitem_gc, same_as, raw free of a virtual → it stays virtual",
} as const satisfies Readonly<Record<string, string>>;
