/**
 * The entry of the thread while developing, where the sources run directly: a thread does not
 * inherit the loader of the main one.
 */

import { register } from "tsx/esm/api";

register();
await import("./thread.ts");
