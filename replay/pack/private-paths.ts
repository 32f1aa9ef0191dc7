/**
 * Home folders in texts and bytes: `/home/NAME`, `/Users/NAME`, `/root`, `C:\Users\NAME`, and those
 * that are given. What follows stays: `/home/Ada/x.py` becomes `~/x.py`. Bytes are looked
 * at as they are, so names in any encoding that keeps ASCII are found.
 */

/** A character of a folder's name. Brackets, quotes and the like end a path in a text. */
const NAME_CHARACTER = String.raw`[^\s/\\"'<>|:*?;,()\[\]{}]`;
const NAME = String.raw`${NAME_CHARACTER}*(?!\.)${NAME_CHARACTER}`;

/** Also with the backslashes doubled, as a repr shows them. */
const HOMES = new RegExp(
  String.raw`/(?:home|Users)/(${NAME})|(?<![\w.-])/root(?![\w.-])|[A-Za-z]:\\{1,2}Users\\{1,2}(${NAME})`,
  "g",
);

/** Shorter names would be found everywhere. */
const NAME_LENGTH_MIN = 3;

/** Names that say nothing about a person. */
const COMMON_NAMES: ReadonlySet<string> = new Set(["user", "root", "home", "runner", "Public"]);

/** Told of each home that was found, with how it was written. */
export type OnHome = (home: string) => void;

export class PrivatePaths {
  private readonly given: readonly string[];
  /** Homes that were met, in the order in which they were. */
  private readonly met = new Set<string>();
  private readonly metNames = new Set<string>();

  /** `given` are homes whatever they look like, absolute paths; `names` those of users. */
  constructor(given: readonly string[], names: readonly string[] = []) {
    const whole = given.map((home) => home.replace(/[/\\]+$/, ""));
    // Longer ones first: a home can stand in another one.
    this.given = [...new Set(whole)].filter(isHome).sort((a, b) => b.length - a.length);
    for (const name of names) this.addName(name);
    for (const home of this.given) this.addName(home.split(/[/\\]/).at(-1)!);
  }

  /** What may not be in a reel that is given away: homes that were met, and given ones. */
  get homes(): readonly string[] {
    return [...new Set([...this.given, ...this.met])];
  }

  /** Names of users: those given, and those of homes. */
  get names(): readonly string[] {
    return [...this.metNames];
  }

  replaceText(text: string, onHome: OnHome): string {
    if (!text.includes("/") && !text.includes("\\")) return text;
    let replaced = text;
    for (const home of this.given) replaced = this.replaceGiven(replaced, home, onHome);
    return replaced.replace(HOMES, (home: string, name?: string, windowsName?: string) => {
      const user = name ?? windowsName ?? "";
      // A path of which the name is missing is nobody's.
      this.meet(home, user);
      onHome(home);
      return "~";
    });
  }

  replaceBytes(bytes: Uint8Array, onHome: OnHome): Uint8Array {
    const text = Buffer.from(bytes).toString("latin1");
    const replaced = this.replaceText(text, (home) => onHome(fromLatin1(home)));
    return replaced === text ? bytes : new Uint8Array(Buffer.from(replaced, "latin1"));
  }

  private replaceGiven(text: string, home: string, onHome: OnHome): string {
    for (const written of new Set([home, toLatin1(home)])) {
      if (text.includes(written)) return this.replaceWritten(text, written, onHome);
    }
    return text;
  }

  private replaceWritten(text: string, home: string, onHome: OnHome): string {
    const pieces = text.split(home);
    return pieces.reduce((before, piece) => {
      // `/data/ada2` is not in `/data/ada`.
      if (/^[\w-]/.test(piece)) return `${before}${home}${piece}`;
      onHome(home);
      return `${before}~${piece}`;
    });
  }

  private meet(home: string, name: string): void {
    this.met.add(fromLatin1(home));
    this.addName(fromLatin1(name));
  }

  private addName(name: string): void {
    if (name.length >= NAME_LENGTH_MIN && !COMMON_NAMES.has(name)) this.metNames.add(name);
  }
}

function isHome(path: string): boolean {
  return /^(?:\/|[A-Za-z]:)[/\\]?[^/\\]/.test(path);
}

/** A text as its UTF-8 bytes look, one character each. */
function toLatin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The inverse of {@link toLatin1}; a text that is none stays as it is. */
function fromLatin1(text: string): string {
  if (!/^[\0-\xff]*$/.test(text)) return text;
  const decoded = Buffer.from(text, "latin1").toString("utf8");
  return decoded.includes("\ufffd") ? text : decoded;
}
