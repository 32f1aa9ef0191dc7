/**
 * The rules of pure: each name with what it does, in the text form of traces.
 */
export const PURE_RULES = {} as const satisfies Readonly<Record<string, string>>;
