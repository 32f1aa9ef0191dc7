/**
 * The rules of heap: each name with what it does, in the text form of traces.
 */
export const HEAP_RULES = {} as const satisfies Readonly<Record<string, string>>;
