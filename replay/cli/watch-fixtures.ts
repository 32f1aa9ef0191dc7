/**
 * `jitreel test --watch`: runs all, then those that a change of a file concerns, and new ones, until
 * q or Ctrl-C. On a terminal, Enter runs all and f those that did not pass.
 */

import { FolderWatch, foldersOf, isAffected } from "../../fixtures/runner/folder-watch.ts";
import type { FixturePool } from "../../fixtures/runner/fixture-pool.ts";
import { selectPlaces } from "../../fixtures/runner/select.ts";
import { checkRoots } from "../../fixtures/store/check-manifest.ts";
import type { FixturePlace } from "../../fixtures/store/discover.ts";
import { discoverFixtures, listFoldersBelow } from "../../fixtures/store/discover.ts";
import type { FixtureProblem } from "../../fixtures/store/result.ts";
import { UserError } from "../../sim/base/errors.ts";
import { printPlural } from "../replayer/print-value.ts";
import type { CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import type { TestRequest } from "./fixture-run.ts";
import { runFixtures } from "./fixture-run.ts";

/** What has to be done next. */
type Wish =
  | { readonly kind: "all" | "failed" }
  | { readonly kind: "changed"; readonly files: ReadonlySet<string> };

/** Goes on until it is ended; gives the exit code. */
export async function watchFixtures(
  pool: FixturePool,
  request: TestRequest,
  call: CommandCall,
): Promise<number> {
  const wishes = new WishQueue();
  const watch = new FolderWatch((files) => wishes.add({ kind: "changed", files }));
  const keys = listenToKeys(wishes);
  const loop = new WatchLoop(pool, request, call, watch);
  wishes.add({ kind: "all" });
  try {
    for (;;) {
      const step = wishes.next().then((wish) => loop.run(wish));
      // When it is ended, nobody waits for what is running; its threads are stopped.
      step.catch(() => {});
      if ((await Promise.race([step, wishes.end])) === "end") return EXIT.fine;
    }
  } finally {
    keys.close();
    watch.close();
  }
}

class WatchLoop {
  private readonly pool: FixturePool;
  private readonly request: TestRequest;
  private readonly call: CommandCall;
  private readonly watch: FolderWatch;
  /** Folders of fixtures that are known, and of those that did not pass. */
  private known = new Set<string>();
  private readonly failed = new Set<string>();

  constructor(pool: FixturePool, request: TestRequest, call: CommandCall, watch: FolderWatch) {
    this.pool = pool;
    this.request = request;
    this.call = call;
    this.watch = watch;
  }

  async run(wish: Wish): Promise<void> {
    const { places, problems } = this.discover();
    const chosen = places.filter((place) => this.isChosen(place, wish));
    this.known = new Set(places.map(({ folder }) => folder));
    if (chosen.length === 0 && wish.kind === "changed") return;
    const results = await runFixtures(this.pool, chosen, problems, this.request, this.call);
    for (const { folder, status } of results) {
      if (status === "passed") this.failed.delete(folder);
      else this.failed.add(folder);
    }
    const keys = process.stdin.isTTY === true ? "Enter: all, f: failed, q: end" : "Ctrl-C ends it";
    const { console } = this.call;
    console.line(
      console.style.faint(`watching ${printPlural(places.length, "fixture")} (${keys})`),
    );
    console.flush();
  }

  private isChosen(place: FixturePlace, wish: Wish): boolean {
    if (wish.kind === "changed") {
      const isNew = !this.known.has(place.folder);
      return isNew || isAffected(place, wish.files, this.request.update);
    }
    return wish.kind === "all" || this.failed.has(place.folder);
  }

  /** What is there now; also sets what is watched. */
  private discover(): { places: readonly FixturePlace[]; problems: readonly FixtureProblem[] } {
    const { paths, isWanted, isPart } = this.request;
    try {
      const discovery = discoverFixtures(paths);
      const places = selectPlaces(discovery.places, isWanted);
      // All folders: files that make a fixture of one come one after the other.
      const searched = paths.flatMap(listFoldersBelow);
      this.watch.set([...searched, ...discovery.partRoots, ...places.flatMap(foldersOf)]);
      return { places, problems: isPart ? [] : checkRoots(discovery) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.call.console.errLine(`jitreel: ${error.print()}`);
      return { places: [], problems: [] };
    }
  }
}

/** Wishes in their order; changes that come while others are waiting are joined. */
class WishQueue {
  private readonly waiting: Wish[] = [];
  private wake: (() => void) | null = null;
  private tellEnd: () => void = () => {};
  /** Settled when somebody wants no more. */
  readonly end = new Promise<"end">((resolve) => {
    this.tellEnd = () => resolve("end");
  });

  finish(): void {
    this.tellEnd();
  }

  add(wish: Wish): void {
    const last = this.waiting.at(-1);
    if (wish.kind === "changed" && last?.kind === "changed") {
      const files = new Set([...last.files, ...wish.files]);
      this.waiting.splice(-1, 1, { kind: "changed", files });
    } else this.waiting.push(wish);
    this.wake?.();
  }

  async next(): Promise<Wish> {
    while (this.waiting.length === 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.wake = null;
    return this.waiting.shift()!;
  }
}

/** Keys of a terminal, and Ctrl-C; `close` gives both back. */
function listenToKeys(wishes: WishQueue): { close: () => void } {
  const { stdin } = process;
  const onSignal = (): void => wishes.finish();
  const onKey = (bytes: Buffer): void => {
    for (const key of bytes.toString()) {
      if (key === "q" || key === "\u0003" || key === "\u0004") wishes.finish();
      else if (key === "\r" || key === "\n") wishes.add({ kind: "all" });
      else if (key === "f") wishes.add({ kind: "failed" });
    }
  };
  process.once("SIGINT", onSignal);
  const isTerminal = stdin.isTTY === true;
  if (isTerminal) {
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on("data", onKey);
  }
  return {
    close: () => {
      process.removeListener("SIGINT", onSignal);
      if (!isTerminal) return;
      stdin.off("data", onKey);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
