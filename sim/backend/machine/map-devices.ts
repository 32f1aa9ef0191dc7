/** Puts everything that is no ordinary memory where machine code expects it. */

import type { AddressSpace } from "../../memory/address-space.ts";
import type { MemoryLayout } from "../../memory/memory-layout.ts";
import type { MemoryDevice } from "../../memory/device.ts";
import { OBJECT_SIZES } from "../../memory/object-addresses.ts";
import { MemoryFault } from "../../memory/protection.ts";
import type { AddressBook, CounterOwner } from "./address-book.ts";
import { HANDLE_BASE, HANDLE_BYTES } from "./handles.ts";
import type { ObjectMemory } from "./object-memory.ts";

/** Raw memory of programs: its addresses are small integers (trace/raw-memory.ts). */
const RAW = { base: 0x10_0000, size: 0x4000_0000 } as const;

export function mapDevices(
  space: AddressSpace,
  layout: MemoryLayout,
  memory: ObjectMemory,
  countRun: (kind: CounterOwner["kind"], owner: object) => void,
): void {
  const objects = memory.objects();
  space.mapDevice(layout.constant.base, layout.constant.size, objects);
  space.mapDevice(HANDLE_BASE, HANDLE_BYTES, objects);
  space.mapDevice(layout.class.base, layout.class.size, memory.classes(OBJECT_SIZES.class));
  space.mapDevice(layout.counter.base, layout.counter.size, counters(memory.book, countRun));
  space.mapDevice(RAW.base, RAW.size, memory.raw());
}

/** A counter is written when its owner is run; what it holds, the simulator knows. */
function counters(
  book: AddressBook,
  countRun: (kind: CounterOwner["kind"], owner: object) => void,
): MemoryDevice {
  return {
    high: 0,
    read: () => 0,
    write(address) {
      const counter = book.counterAt(address);
      if (counter === undefined) throw new MemoryFault(address, "write", undefined);
      countRun(counter.kind, counter.owner);
    },
  };
}
