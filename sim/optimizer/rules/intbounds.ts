/**
 * The rules of intbounds: each name with what it does, in the text form of traces.
 */
export const INTBOUNDS_RULES = {} as const satisfies Readonly<Record<string, string>>;
