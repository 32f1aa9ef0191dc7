/**
 * Looks at msgpack before it is decoded: whether the bytes are exactly one value, how deeply it is
 * nested and how many values there are. Nothing is allocated for what a header only claims, so
 * decoding afterwards needs memory in proportion to the bytes. Extensions are refused: a reel has
 * none, and the decoder would give them a meaning of its own.
 */

/** A frame's own maps and lists nest about ten deep. */
export const NESTING_MAX = 64;

/** Values in one frame. A frame with that many takes about 100 MB of memory when decoded. */
export const VALUE_COUNT_MAX = 4 * 1024 * 1024;

/** What follows the first byte of a value. */
interface Head {
  /** Bytes of the value after its head: those of a text, of bytes or of a number. */
  readonly body: number;
  /** Values inside of it. */
  readonly items: number;
  /** Bytes of the length that stands between the first byte and the body. */
  readonly lengthSize: number;
}

const EMPTY: Head = { body: 0, items: 0, lengthSize: 0 };

/** By first byte from c0 to df: size of the length field, or of the number itself. */
const NUMBER_SIZES: Readonly<Record<number, number>> = {
  202: 4,
  203: 8,
  204: 1,
  205: 2,
  206: 4,
  207: 8,
  208: 1,
  209: 2,
  210: 4,
  211: 8,
};
const LENGTH_SIZES: Readonly<Record<number, number>> = {
  196: 1,
  197: 2,
  198: 4,
  217: 1,
  218: 2,
  219: 4,
  220: 2,
  221: 4,
  222: 2,
  223: 4,
};

/** Throws an Error when `bytes` are not one value within the limits. */
export function checkMsgpackShape(bytes: Uint8Array): void {
  /** How many values are still to come, innermost list or map last. */
  const open: number[] = [1];
  let values = 0;
  let at = 0;
  while (open.length > 0) {
    const left = open[open.length - 1]!;
    if (left === 0) {
      open.pop();
      continue;
    }
    open[open.length - 1] = left - 1;
    if (++values > VALUE_COUNT_MAX) throw new Error(`more than ${VALUE_COUNT_MAX} values`);
    const first = bytes[at];
    if (first === undefined) throw new Error("it ends too early");
    at++;
    if (first < 0x80 || first >= 0xe0) continue;
    const { body, items, lengthSize } = readHead(bytes, at, first);
    at += lengthSize + body;
    if (at + items > bytes.length) throw new Error("it ends too early");
    if (items === 0) continue;
    if (open.length > NESTING_MAX) throw new Error(`nested more than ${NESTING_MAX} deep`);
    open.push(items);
  }
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes follow it`);
}

/**
 * Which item of the list under `key` of a map holds the byte at `at`; null when none does, or when
 * the bytes are not such a map.
 */
export function findListItem(bytes: Buffer, key: string, at: number): number | null {
  try {
    const map = readHeadAt(bytes, 0);
    let offset = map.endOffset;
    for (let i = 0; i < map.items; i += 2) {
      const name = readHeadAt(bytes, offset);
      const isKey = bytes.toString("latin1", name.endOffset - name.body, name.endOffset) === key;
      offset = skipValue(bytes, offset);
      if (isKey) return itemAt(bytes, offset, at);
      offset = skipValue(bytes, offset);
    }
    return null;
  } catch {
    return null;
  }
}

function itemAt(bytes: Buffer, listOffset: number, at: number): number | null {
  const list = readHeadAt(bytes, listOffset);
  if (at < list.endOffset) return null;
  for (let item = 0, offset = list.endOffset; item < list.items; item++) {
    offset = skipValue(bytes, offset);
    if (at < offset) return item;
  }
  return null;
}

/** Where the value at `offset` ends. Throws an Error when it is not whole. */
function skipValue(bytes: Buffer, offset: number): number {
  let end = offset;
  for (let open = 1; open > 0; open--) {
    const { items, endOffset } = readHeadAt(bytes, end);
    open += items;
    end = endOffset;
  }
  return end;
}

/** The value at `offset`, with the end of what it has besides its items. */
function readHeadAt(bytes: Buffer, offset: number): Head & { readonly endOffset: number } {
  const first = bytes[offset];
  if (first === undefined) throw new Error("it ends too early");
  const isPlain = first < 0x80 || first >= 0xe0;
  const head = isPlain ? EMPTY : readHead(bytes, offset + 1, first);
  return { ...head, endOffset: offset + 1 + head.lengthSize + head.body };
}

function readHead(bytes: Uint8Array, at: number, first: number): Head {
  if (first < 0x90) return { body: 0, items: 2 * (first & 15), lengthSize: 0 };
  if (first < 0xa0) return { body: 0, items: first & 15, lengthSize: 0 };
  if (first < 0xc0) return { body: first & 31, items: 0, lengthSize: 0 };
  if (first === 0xc0 || first === 0xc2 || first === 0xc3) return EMPTY;
  const size = NUMBER_SIZES[first];
  if (size !== undefined) return { body: size, items: 0, lengthSize: 0 };
  const lengthSize = LENGTH_SIZES[first];
  if (lengthSize === undefined) throw new Error(`byte 0x${first.toString(16)} has no meaning here`);
  let length = 0;
  for (let i = 0; i < lengthSize; i++) length = length * 256 + (bytes[at + i] ?? 0);
  if (first < 0xdc) return { body: length, items: 0, lengthSize };
  return { body: 0, items: first < 0xde ? length : 2 * length, lengthSize };
}
