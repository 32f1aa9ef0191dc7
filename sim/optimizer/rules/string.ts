/**
 * The rules of string: each name with what it does, in the text form of traces.
 */
export const STRING_RULES = {} as const satisfies Readonly<Record<string, string>>;
