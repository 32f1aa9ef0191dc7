/**
 * The table of the sub-commands of `jitreel prop`: what is done with the laws of `properties/`.
 * As in commands.ts, what is behind a command is loaded when it is used.
 */

import type { CommandSpec } from "./command.ts";

export const PROP_COMMANDS: readonly CommandSpec[] = [];
