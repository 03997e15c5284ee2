/** A value that cannot be taken: what is wrong with it, a part of a sentence, and what would be right, a whole one. */
export type Misfit = { readonly misfit: string; readonly hint: string };
