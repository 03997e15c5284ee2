/** What the operator has done to the screen: everything that is not the fleet. Plain data, changed by actions alone. */
import type { Fleet } from '../../fleet/fleet.ts';
import type { Sort } from '../../fleet/questions.ts';
import type { DeployRequest } from '../../jobs/model/deploy.ts';
import { type DeploysView, initialDeploysView } from './deploys-view.ts';
import { initialJobsView, type JobsView } from './jobs-view.ts';
import { fieldOf, type TextField } from './text-field.ts';

/** The panes that can have the keys. */
export const paneIds = ['list', 'detail', 'health', 'output', 'jobs', 'releases'] as const;
export type PaneId = (typeof paneIds)[number];

export const detailTabs = ['overview', 'gpus', 'processes', 'history', 'network', 'advice'] as const;
export type DetailTab = (typeof detailTabs)[number];

export type View = {
  readonly page: 'pods' | 'health' | 'jobs' | 'deploys';
  readonly focus: PaneId;
  /** 1 and 2: the focused pane has most of, or all of, the body. */
  readonly zoom: 0 | 1 | 2;
  readonly headerMode: 'full' | 'one' | 'none';
  readonly wide: boolean;
  readonly list: ListView;
  /** Ids of marked pods, in the order in which they were marked. */
  readonly marks: readonly string[];
  readonly jobs: JobsView;
  readonly deploys: DeploysView;
  readonly filter: FilterView;
  readonly detail: DetailView;
  /** The report under the cursor; null follows the newest. */
  readonly reportId: number | null;
  /** The lowest output line shown; null follows the newest. */
  readonly outputId: number | null;
  readonly overlay: Overlay | null;
  /** The first key of a two-key command, while the second is awaited. */
  readonly prefix: string | null;
  /** The fleet as it was when the display was frozen. */
  readonly frozen: { readonly fleet: Fleet; readonly atMs: number } | null;
  readonly notice: Notice | null;
  /** Nothing that changes a pod may be asked for. */
  readonly readOnly: boolean;
};

export type ListView = {
  /** Until the operator has chosen a pod, the selection is the first row, which is the worst. */
  readonly chosen: boolean;
  readonly selectedId: string | null;
  /** The pod that the operator chose last. While the filter hides it, a neighbour is selected in its place. */
  readonly chosenId: string | null;
  /** The order last seen, from which the neighbour of a pod that has gone is found. */
  readonly order: readonly string[];
  readonly top: number;
  readonly sort: Sort;
};

export type FilterView = {
  /** The last text that could be read; it is what the list shows. */
  readonly applied: string;
  /** Being typed; null while it is not. */
  readonly field: TextField | null;
  /** What to go back to when typing is abandoned. */
  readonly before: string;
  readonly error: { readonly message: string; readonly at: number } | null;
  /** Newest first. */
  readonly history: readonly string[];
  /** Which of `history` is in the field; -1: what was typed. */
  readonly historyIndex: number;
};

export type DetailView = { readonly open: boolean; readonly tab: DetailTab; readonly top: number };

export type Overlay =
  | { readonly kind: 'help'; readonly query: TextField; readonly index: number }
  | {
      readonly kind: 'power';
      readonly action: 'start' | 'stop';
      readonly podId: string;
      readonly choice: 'no' | 'yes';
    }
  | {
      readonly kind: 'optimise';
      readonly podIds: readonly string[];
      readonly leftOut: readonly string[];
      readonly choice: 'no' | 'yes';
    }
  | FixQuestion
  | {
      readonly kind: 'benchmark';
      readonly podIds: readonly string[];
      /** Names of marked pods that do not run. */
      readonly leftOut: readonly string[];
      readonly index: number;
    }
  | { readonly kind: 'quit'; readonly index: number }
  /** What is filled in stands in `deploys.form`. */
  | { readonly kind: 'deploy-form' }
  | {
      readonly kind: 'deploy-plan';
      readonly request: DeployRequest;
      readonly top: number;
      readonly askedAtMs: number;
    }
  | { readonly kind: 'deploy-ask'; readonly request: DeployRequest; readonly choice: 'no' | 'yes' }
  | DeployQuestion;

export type DeployQuestion = {
  readonly kind: 'deploy-confirm';
  readonly about: 'resume' | 'abort' | 'retry' | 'stop';
  readonly projectName: string;
  /** What is begun by it; null: `jobId` is stopped. */
  readonly request: DeployRequest | null;
  readonly jobId: string | null;
  readonly isFromForm: boolean;
  readonly choice: 'no' | 'yes';
};

export type FixQuestion = {
  readonly kind: 'fix';
  readonly podIds: readonly string[];
  readonly findingId: string;
  readonly title: string;
  readonly command: string;
  readonly text: string;
  readonly reversible: boolean;
  readonly choice: 'no' | 'yes';
};

export type Notice = { readonly level: 'info' | 'warn'; readonly text: string; readonly atMs: number };

/** How long a notice stands in the footer. */
export const noticeMs = 4000;

export const maxFilterHistory = 20;

export function initialView({ readOnly = false }: { readonly readOnly?: boolean } = {}): View {
  return {
    page: 'pods',
    focus: 'list',
    zoom: 0,
    headerMode: 'full',
    wide: false,
    list: {
      chosen: false,
      selectedId: null,
      chosenId: null,
      order: [],
      top: 0,
      sort: { key: 'health', reversed: false },
    },
    marks: [],
    jobs: initialJobsView,
    deploys: initialDeploysView,
    filter: { applied: '', field: null, before: '', error: null, history: [], historyIndex: -1 },
    detail: { open: false, tab: 'overview', top: 0 },
    reportId: null,
    outputId: null,
    overlay: null,
    prefix: null,
    frozen: null,
    notice: null,
    readOnly,
  };
}

export function helpOverlay(): Overlay {
  return { kind: 'help', query: fieldOf(''), index: 0 };
}
