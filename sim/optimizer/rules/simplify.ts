/**
 * The rules of simplify: each name with what it does, in the text form of traces.
 */
export const SIMPLIFY_RULES = {} as const satisfies Readonly<Record<string, string>>;
