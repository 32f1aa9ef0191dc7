/**
 * The rules of earlyforce: each name with what it does, in the text form of traces.
 */
export const EARLYFORCE_RULES = {} as const satisfies Readonly<Record<string, string>>;
