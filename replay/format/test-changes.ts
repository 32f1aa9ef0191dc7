/**
 * Every way to change one thing of an event, for tests that any change is found.
 */

/** A changed copy of a value, and what was changed. */
export interface Change {
  readonly path: string;
  readonly value: unknown;
}

/** Every way to change one leaf, or the length of one list, of a plain value. */
export function listChanges(value: unknown, path: string): Change[] {
  if (typeof value === "number") return [{ path, value: value === 0 ? 1 : value - 1 }];
  if (typeof value === "string") return [{ path, value: `${value}~` }];
  if (typeof value === "boolean") return [{ path, value: !value }];
  if (value === null) return [{ path, value: [] }];
  if (value instanceof Uint8Array) return listByteChanges(value, path);
  if (Array.isArray(value)) return listArrayChanges(value, path);
  const changes: Change[] = [];
  for (const [key, inner] of Object.entries(value as object)) {
    for (const change of listChanges(inner, `${path}.${key}`)) {
      changes.push({ path: change.path, value: { ...(value as object), [key]: change.value } });
    }
  }
  return changes;
}

function listByteChanges(bytes: Uint8Array, path: string): Change[] {
  const changes: Change[] = [{ path: `${path}+`, value: Uint8Array.from([...bytes, 0]) }];
  for (let i = 0; i < bytes.length; i++) {
    const value = new Uint8Array(bytes);
    value[i]! ^= 1;
    changes.push({ path: `${path}[${i}]`, value });
  }
  return changes;
}

function listArrayChanges(items: readonly unknown[], path: string): Change[] {
  const changes: Change[] = [{ path: `${path}+`, value: [...items, items[0] ?? "new"] }];
  if (items.length > 0) changes.push({ path: `${path}-`, value: items.slice(1) });
  items.forEach((item, i) => {
    for (const change of listChanges(item, `${path}[${i}]`)) {
      changes.push({ path: change.path, value: items.with(i, change.value) });
    }
  });
  return changes;
}
