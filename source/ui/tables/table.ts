/** A page that is one table: what its rows and columns are. The drawing, the cursor and the filter are the same for all. */
import type { ResourceKind, ResourcesSnapshot } from '../../fleet/catalogue.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { ForwardsSnapshot } from '../../fleet/forwards.ts';
import type { Span } from '../draw/paint.ts';
import type { Align } from '../draw/rows.ts';
import type { TableId } from '../state/tables-view.ts';

/** What rows are made of. Frame and situation both have it. */
export type TableFacts = {
  readonly fleet: Fleet;
  readonly resources: ResourcesSnapshot;
  readonly forwards: ForwardsSnapshot;
  readonly nowMs: number;
};

/** With the key of a binding by its id, for sentences that name one. */
export type DrawnFacts = TableFacts & { readonly keyOf: (id: string) => string };

export type TableColumn = {
  readonly title: string;
  readonly align?: Align;
  /** By the width of the page; 0: there is no room for it. */
  width(page: number): number;
  /** How rows are put in order by it; absent: they are not. */
  readonly sort?: TableSort;
};

export type TableSort = {
  /** Lower case: pressed after `o`; its capital is the other way round. */
  readonly letter: string;
  /** One word, as bindings and the help name it. */
  readonly word: string;
  /** What stands at the top: A or 0, or what is greatest. */
  readonly first: 'least' | 'greatest';
};

export type TableRow = {
  /** Unique in the table; what is copied by `c`. */
  readonly key: string;
  /** What a filter is looked for in. */
  readonly text: string;
  /** In front of the row: its state as a glyph. */
  readonly sign?: Span;
  /** One for each column, in their order; the last takes the rest of the row. */
  readonly cells: readonly (readonly Span[])[];
  /** What it is put in order by, by the word of the column's sort; null or absent: not known, and always last. */
  readonly values?: Readonly<Record<string, number | string | null>>;
};

export type Table = {
  readonly id: TableId;
  readonly title: string;
  /** What it is for, where its title alone does not say: beside its name in the palette. */
  readonly about?: string;
  /** Tables of one group are gone through by `[` and `]`, and by pressing their digit again. */
  readonly group: 'runpod' | 'cost' | 'forwards' | 'perf' | 'alerts';
  readonly columns: readonly TableColumn[];
  rows(facts: TableFacts): readonly TableRow[];
  /** On the right of the title: ages, totals. */
  figures?(facts: TableFacts): readonly Span[];
  /** Lines above the rows. */
  head?(facts: TableFacts, width: number): readonly (readonly Span[])[];
  /** Lines about the selected row, below the rows. */
  explained?(row: TableRow, facts: DrawnFacts, width: number): readonly (readonly Span[])[];
  /** How the first row comes to stand in it, or why nothing is known. */
  empty(facts: DrawnFacts): readonly (readonly Span[])[];
  /** Read when the page is opened and by Ctrl-R; absent: nothing has to be. */
  readonly reads?: ResourceKind;
};
