/**
 * What an import has to say about its log: what was missing, what could not be read. Each sort of
 * notice is counted and the first place is kept, so that a log of nothing but wrong lines takes no
 * memory.
 */

/** One sort of notice. */
interface Counted {
  readonly first: string;
  count: number;
}

const SORTS_MAX = 100;

export class Notices {
  private readonly sorts = new Map<string, Counted>();

  /** `where` is empty for what has no place. */
  add(sort: string, where = ""): void {
    const known = this.sorts.get(sort);
    if (known !== undefined) known.count++;
    else if (this.sorts.size < SORTS_MAX) this.sorts.set(sort, { first: where, count: 1 });
  }

  /** One line each, in the order in which they came up. */
  list(): string[] {
    return [...this.sorts].map(([sort, { first, count }]) => {
      const where = first === "" ? "" : `${first}: `;
      const more = count === 1 ? "" : ` (${count} times)`;
      return `${where}${sort}${more}`;
    });
  }
}
