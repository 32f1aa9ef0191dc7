/**
 * Operations as text without what differs from run to run and between PyPy and here for no reason:
 * addresses, numbers of guards and target tokens, box numbers, sizes and offsets, module paths.
 *
 *     p22 = getfield_gc_r(p0, descr=<FieldP pypy.interpreter.pyframe.PyFrame.inst_pycode 64>)
 *     p1 = getfield_gc_r(p0, descr=<FieldP PyFrame.inst_pycode>)
 */

/** Addresses are hexadecimal or at least this long. */
const ADDRESS = /\b0x[0-9a-f]{6,}\b|\b\d{13,15}\b/g;

/** Renames in the order of first appearance. */
class Names {
  private readonly known = new Map<string, string>();

  name(text: string, prefix: string): string {
    let name = this.known.get(text);
    if (name === undefined) {
      name = `${prefix}${this.known.size + 1}`;
      this.known.set(text, name);
    }
    return name;
  }
}

/** Normalizes the operations of one run; guards and tokens keep their numbers across units. */
export class Normalizer {
  private readonly guards = new Names();
  private readonly tokens = new Names();

  /** The name of the guard at an address, as in the operations. */
  guard(address: number): string {
    return this.guards.name(`0x${address.toString(16)}`, "Guard");
  }

  /** The operations of one unit. */
  unit(operations: readonly string[]): string[] {
    const boxes = new Names();
    return operations.map((text) => this.operation(text, boxes));
  }

  private operation(text: string, boxes: Names): string {
    if (text.startsWith("debug_merge_point(")) return text;
    return text
      .replace(/^((?:enter|leave)_portal_frame)\(.*\)$/, "$1()")
      .replace(/<Guard(0x[0-9a-f]+)>/g, (_, address: string) => this.guardText(address))
      .replace(/TargetToken\((\d+)\)/g, (_, id: string) => this.tokens.name(id, "Target"))
      .replace(/<(\w+) object at 0x[0-9a-f]+>/g, "<$1>")
      .replace(/<(Field\w) (\S+) -?\d+( pure)?>/g, (_, kind: string, path: string, pure = "") => {
        return `<${kind} ${path.split(".").slice(-2).join(".")}${pure}>`;
      })
      .replace(/<(Array\w|SizeDescr) \d+>/g, "<$1>")
      .replace(/<(Call\w) \d+ /g, "<$1 ")
      .replace(/\(ptr\d+\)/g, "(ptr)")
      .replace(ADDRESS, "ADDRESS")
      .replace(/\b([ipfv])\d+\b/g, (box, kind: string) => boxes.name(box, kind));
  }

  private guardText(address: string): string {
    return `<${this.guards.name(address, "Guard")}>`;
  }
}

/** `int_add` of `i3 = int_add(i1, 1)`. */
export function nameOfOperation(text: string): string {
  return /^(?:\w+ = )?(\w+)/.exec(text)?.[1] ?? text;
}

/** Whether it is a mark of the interpreter's position, not an operation that does something. */
export function isMergePoint(text: string): boolean {
  return text.startsWith("debug_merge_point(");
}

/** An operation with its kinds of arguments and its descr, without names: equal ones look alike. */
export function shapeOfOperation(text: string): string {
  return text.replace(/ \[.*\]$/, "").replace(/\b(?:([ipfv])|Guard|Target)\d+\b/g, "$1");
}
