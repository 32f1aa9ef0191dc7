/**
 * The rules of virtualize: each name with what it does, in the text form of traces.
 */
export const VIRTUALIZE_RULES = {} as const satisfies Readonly<Record<string, string>>;
