/** What a tab has to fill. */
export type TabRoom = { readonly width: number; readonly height: number; readonly nowMs: number };
