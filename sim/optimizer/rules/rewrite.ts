/**
 * The rules of rewrite: each name with what it does, in the text form of traces.
 */
export const REWRITE_RULES = {} as const satisfies Readonly<Record<string, string>>;
