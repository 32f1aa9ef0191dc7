/**
 * The rules of unroll: each name with what it does, in the text form of traces.
 */
export const UNROLL_RULES = {} as const satisfies Readonly<Record<string, string>>;
