/**
 * The entry of a thread that checks cases while developing: see replay/cli/thread-source.mjs.
 */

import { register } from "tsx/esm/api";

register();
await import("./case-thread.ts");
