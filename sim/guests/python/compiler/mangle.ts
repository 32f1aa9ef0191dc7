/**
 * Name mangling: `__name` inside a class becomes `_Class__name`.
 *
 * Counterpart: pypy/interpreter/astcompiler/misc.py (mangle).
 */

/** `name` as it is known inside the class `className`. */
export function mangleName(name: string, className: string): string {
  if (!name.startsWith("__") || name.endsWith("__") || name.includes(".")) return name;
  const stripped = className.replace(/^_+/, "");
  return stripped === "" ? name : `_${stripped}${name}`;
}
