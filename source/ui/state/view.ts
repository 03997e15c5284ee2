/** What the operator has done to the screen: everything that is not the fleet. Plain data, changed by actions alone. */
import type { Fleet } from '../../fleet/fleet.ts';
import type { PodAction } from '../../fleet/pod-action.ts';
import type { Sort } from '../../fleet/questions.ts';
import type { DeployRequest } from '../../jobs/model/deploy.ts';
import type { CreateRequest } from '../../life/create-request.ts';
import type { EndableKind } from '../../life/resource-losses.ts';
import { type CreateForm, initialCreateForm } from './create-form.ts';
import { type DeploysView, initialDeploysView } from './deploys-view.ts';
import { initialJobsView, type JobsView } from './jobs-view.ts';
import { initialLogsView, type LogsView } from './logs-view.ts';
import type { QuietUndo } from './quiet-undo.ts';
import { initialTablesView, type TablesView } from './tables-view.ts';
import { fieldOf, type TextField } from './text-field.ts';

/** The panes that can have the keys. */
export const paneIds = ['list', 'detail', 'health', 'output', 'jobs', 'releases', 'table', 'logs'] as const;
export type PaneId = (typeof paneIds)[number];

export const detailTabs = ['overview', 'gpus', 'processes', 'history', 'network', 'advice'] as const;
export type DetailTab = (typeof detailTabs)[number];

export type View = {
  /** `table`: the one that `tables` names. */
  readonly page: 'pods' | 'health' | 'jobs' | 'deploys' | 'table' | 'logs';
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
  readonly tables: TablesView;
  readonly logs: LogsView;
  /** The form of a pod that is asked for by hand; kept while it is closed. */
  readonly create: CreateForm;
  /** The pod whose log of RunPod's is read now, as its detail is open and it is not ready. */
  readonly systemLogOf: string | null;
  readonly filter: FilterView;
  readonly detail: DetailView;
  /** The report under the cursor; null follows the newest. */
  readonly reportId: number | null;
  /** The lowest output line shown; null follows the newest. */
  readonly outputId: number | null;
  readonly overlay: Overlay | null;
  /** What was acknowledged or snoozed, the newest last: `u` takes it back. */
  readonly quietUndos: readonly QuietUndo[];
  /** The first key of a two-key command, while the second is awaited. */
  readonly prefix: string | null;
  /** The fleet as it was when the display was frozen. */
  readonly frozen: { readonly fleet: Fleet; readonly atMs: number } | null;
  readonly notice: Notice | null;
  /** Keys that the operator has chosen himself, by the ids of bindings. */
  readonly keyWishes: Readonly<Record<string, readonly string[]>>;
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
  | { readonly kind: 'help' | 'palette'; readonly query: TextField; readonly index: number }
  | LifeQuestion
  /** The settings stand in the snapshot of lives. */
  | { readonly kind: 'edit'; readonly podId: string; readonly choice: 'no' | 'yes' }
  /** What is filled in stands in `create`. */
  | { readonly kind: 'create-form' }
  | { readonly kind: 'create-ask'; readonly request: CreateRequest; readonly choice: 'no' | 'yes' }
  | { readonly kind: 'pod-menu'; readonly index: number }
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
  /** For how long the alert is put off. */
  | { readonly kind: 'snooze'; readonly key: string; readonly index: number }
  | { readonly kind: 'log-sources'; readonly index: number }
  | ForwardForm
  | EndQuestion
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

export type LifeQuestion = {
  readonly kind: 'life';
  readonly action: Exclude<PodAction, 'edit'>;
  readonly podIds: readonly string[];
  /** What it is about, as it was called when it was asked: it is said when that has gone. */
  readonly about: string;
  /** Why others that are marked are not among them. */
  readonly leftOut: readonly string[];
  /** A name or a number that has to be typed; null where yes is enough. */
  readonly typed: TextField | null;
  readonly choice: 'no' | 'yes';
};

/** Something that the account holds is deleted once its name has been typed. */
export type EndQuestion = {
  readonly kind: 'end';
  readonly resource: EndableKind;
  /** Of a key its fingerprint. */
  readonly id: string;
  readonly name: string;
  readonly typed: TextField;
};

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

export type ForwardForm = {
  readonly kind: 'forward-form';
  readonly podId: string;
  readonly field: TextField;
  /** Which of the known ports stands in the field; -1: what was typed. */
  readonly index: number;
  /** Why what is typed is no forward, once it has been tried. */
  readonly reason: string | null;
};

export type Notice = { readonly level: 'info' | 'warn'; readonly text: string; readonly atMs: number };

/** How long a notice stands in the footer. */
export const noticeMs = 4000;

export const maxFilterHistory = 20;

const noWishes = {};

export function initialView({
  readOnly = false,
  keyWishes = noWishes,
}: Partial<Pick<View, 'readOnly' | 'keyWishes'>> = {}): View {
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
    tables: initialTablesView,
    logs: initialLogsView,
    create: initialCreateForm,
    systemLogOf: null,
    filter: { applied: '', field: null, before: '', error: null, history: [], historyIndex: -1 },
    detail: { open: false, tab: 'overview', top: 0 },
    reportId: null,
    outputId: null,
    overlay: null,
    quietUndos: [],
    prefix: null,
    frozen: null,
    notice: null,
    keyWishes,
    readOnly,
  };
}

/** The help or the palette, with nothing typed yet. */
export function searchOverlay(kind: 'help' | 'palette'): Overlay {
  return { kind, query: fieldOf(''), index: 0 };
}
