/**
 * The layout of virtual references, which traces allocate and fill like any object.
 *
 * Counterpart: rpython/jit/metainterp/virtualref.py (VirtualRefInfo).
 */

import { JitVirtualRef } from "../base/virtual-ref.ts";
import { ClassLayout, FieldDescr, HEADER_BYTES, WORD_BYTES } from "./descr.ts";

const layout = new ClassLayout("JitVirtualRef", "JitVirtualRef", null, 0);
const virtualToken = new FieldDescr(layout, "virtual_token", "r", HEADER_BYTES);
const forced = new FieldDescr(layout, "forced", "r", HEADER_BYTES + WORD_BYTES);
layout.fields.push(virtualToken, forced);
layout.inits.set("virtual_token", { from: "param", index: 0 });
layout.inits.set("forced", { from: "param", index: 1 });
layout.paramCount = 2;
layout.hostClass = JitVirtualRef;

export const VIRTUAL_REF_INFO = { layout, virtualToken, forced } as const;
