/** What can be done on the screen. None of these knows which key it came from. */
import type { ResourceKind } from '../../fleet/catalogue.ts';
import type { ForwardSpec } from '../../fleet/forward-spec.ts';
import type { PodAction } from '../../fleet/pod-action.ts';
import type { SortKey } from '../../fleet/questions.ts';
import type { QuietWish } from '../../fleet/quiet.ts';
import type { DeployRequest } from '../../jobs/model/deploy.ts';
import type { CreateRequest } from '../../life/create-request.ts';
import type { EndableKind } from '../../life/resource-losses.ts';
import type { LogSeek } from '../../logs/model/snapshot.ts';
import type { JobRequest } from './job-request.ts';
import type { LifeWish } from './life-wish.ts';
import type { LogAsk } from './log-ask.ts';
import type { TableId } from './tables-view.ts';
import type { TextEdit } from './text-field.ts';

export type Action =
  | { readonly kind: 'move'; readonly by: Movement }
  | { readonly kind: 'select-pod'; readonly podId: string }
  | { readonly kind: 'rows-changed' }
  | { readonly kind: 'open-detail' }
  | { readonly kind: 'tab'; readonly step: 1 | -1 }
  | { readonly kind: 'pane'; readonly step: 1 | -1 }
  | { readonly kind: 'page'; readonly page: 'pods' | 'health' | 'jobs' | 'deploys' }
  | { readonly kind: 'zoom'; readonly step: 1 | -1 }
  | { readonly kind: 'sort'; readonly key: SortKey; readonly reversed: boolean }
  | { readonly kind: 'sort-step'; readonly step: 1 | -1 }
  | { readonly kind: 'sort-invert' }
  | { readonly kind: 'wide' }
  | { readonly kind: 'freeze' }
  | { readonly kind: 'header' }
  | { readonly kind: 'prefix'; readonly key: string | null }
  | { readonly kind: 'filter-open' }
  | { readonly kind: 'filter-accept' }
  | { readonly kind: 'filter-cancel' }
  | { readonly kind: 'filter-history'; readonly step: 1 | -1 }
  | { readonly kind: 'edit'; readonly edit: TextEdit }
  | { readonly kind: 'help-open' | 'palette-open' }
  | { readonly kind: 'go-to-pod'; readonly podId: string }
  | { readonly kind: 'help-move'; readonly by: number }
  | { readonly kind: 'power' }
  | { readonly kind: 'dialog-toggle' }
  | { readonly kind: 'dialog-answer'; readonly yes: boolean }
  | { readonly kind: 'dialog-enter' }
  | { readonly kind: 'escape' }
  | { readonly kind: 'back' }
  | { readonly kind: 'notice'; readonly level: 'info' | 'warn'; readonly text: string }
  | { readonly kind: 'copy-id' }
  | { readonly kind: 'retry-link' }
  | { readonly kind: 'keep-idle' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'repaint' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'alert-acknowledge' | 'alert-snooze' | 'alert-undo' | 'alert-open' }
  | LifeAction
  | AccessAction
  | TableAction
  | LogAction
  | JobAction
  | DeployAction;

/** What is done with the lives of pods, with the form of a new one, and in the menu of a pod. */
type LifeAction =
  | { readonly kind: 'life'; readonly wish: LifeWish }
  | { readonly kind: 'typed-enter' | 'edit-open' | 'edit-again' }
  | { readonly kind: 'menu-open' | 'menu-enter' }
  | { readonly kind: 'menu-move'; readonly by: number }
  | { readonly kind: 'create-open' | 'create-on-gpu' | 'create-enter' | 'create-toggle' }
  | { readonly kind: 'create-row' | 'create-value'; readonly step: 1 | -1 };

/** What is done to enter a pod. */
type AccessAction =
  | {
      readonly kind:
        | 'shell'
        | 'forward'
        | 'forward-new'
        | 'forward-accept'
        | 'forward-cancel'
        | 'forward-close';
    }
  | { readonly kind: 'forward-choice'; readonly step: 1 | -1 };

/** What is done on the pages that are one table each. */
type TableAction =
  | { readonly kind: 'table'; readonly table: TableId }
  | { readonly kind: 'table-group'; readonly group: 'runpod' | 'cost' }
  | { readonly kind: 'table-step' | 'table-sort-step'; readonly step: 1 | -1 }
  | { readonly kind: 'table-sort'; readonly word: string; readonly reversed: boolean }
  | {
      readonly kind:
        | 'table-sort-invert'
        | 'table-copy'
        | 'table-end'
        | 'table-filter-open'
        | 'table-filter-accept'
        | 'table-filter-cancel';
    };

/** What is done on the page of logs. */
type LogAction =
  | { readonly kind: 'logs-open'; readonly which: 'meant' | 'marked' }
  | { readonly kind: 'log-span'; readonly spanMs: number }
  | { readonly kind: 'log-filter-open'; readonly hasContext: boolean }
  | { readonly kind: 'log-step'; readonly what: LogSeek['what']; readonly step: 1 | -1 }
  | { readonly kind: 'log-shift' | 'log-source-move'; readonly step: 1 | -1 }
  | {
      readonly kind:
        | 'log-tail'
        | 'log-head'
        | 'log-follow'
        | 'log-times'
        | 'log-wrap'
        | 'log-pretty'
        | 'log-full'
        | 'log-mark'
        | 'log-select'
        | 'log-copy'
        | 'log-save'
        | 'log-pager'
        | 'log-clear'
        | 'log-sources'
        | 'log-source-toggle'
        | 'log-filter-accept'
        | 'log-filter-cancel';
    };

/** What is done with marks, jobs and their output. */
type JobAction =
  | { readonly kind: 'mark-toggle' | 'mark-all' | 'mark-clear' }
  | { readonly kind: 'job-start'; readonly job: 'diagnose' | 'benchmark' | 'optimise' }
  /** Another job's output in the pane. */
  | { readonly kind: 'job-step'; readonly step: 1 | -1 }
  | {
      readonly kind:
        | 'job-open'
        | 'job-fold'
        | 'job-fix'
        | 'job-stop'
        | 'job-repeat'
        | 'job-save'
        | 'job-diff';
    }
  | { readonly kind: 'job-problem' | 'job-match'; readonly step: 1 | -1 }
  | { readonly kind: 'job-search-open' | 'job-search-accept' | 'job-search-cancel' }
  | { readonly kind: 'job-copy'; readonly what: 'line' | 'all' }
  /** A row of a dialog with several: that one, or another than the marked one. */
  | { readonly kind: 'choose'; readonly index: number }
  | { readonly kind: 'choice-step'; readonly step: 1 | -1 }
  /** Ctrl-C, from the pane of a job. */
  | { readonly kind: 'interrupt' };

/** What is done with the form of a deploy, its plan, and releases. */
type DeployAction =
  | {
      readonly kind:
        | 'deploy-open'
        | 'deploy-plan'
        | 'deploy-plan-again'
        | 'deploy-changes'
        | 'deploy-ask'
        | 'deploy-resume'
        | 'deploy-abort'
        | 'deploy-roll-back';
    }
  | { readonly kind: 'deploy-row' | 'deploy-value'; readonly step: 1 | -1 }
  | { readonly kind: 'deploy-plan-move'; readonly by: Movement }
  | { readonly kind: 'release-open' | 'release-copy' | 'release-roll-back' }
  | { readonly kind: 'release-filter-open' | 'release-filter-accept' | 'release-filter-cancel' };

export type Movement =
  | { readonly rows: number }
  /** In pages; 0.5 is half of one. */
  | { readonly pages: number }
  | 'first'
  | 'last';

/** What a change of the view asks of the world outside the screen. */
export type Ask =
  | { readonly kind: Exclude<PodAction, 'edit'> | 'retry-link' | 'keep-pod'; readonly podId: string }
  | { readonly kind: 'quiet-alert'; readonly key: string; readonly wish: QuietWish | null }
  | { readonly kind: 'ask-unsaved'; readonly podIds: readonly string[] }
  | { readonly kind: 'read-system-log'; readonly podId: string | null }
  | { readonly kind: 'edit-pod' | 'apply-edit' | 'drop-edit'; readonly podId: string }
  | { readonly kind: 'create-pod'; readonly request: CreateRequest }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'refresh' | 'repaint' | 'suspend' }
  | { readonly kind: 'quit'; readonly jobs: 'stop' | 'leave' }
  | { readonly kind: 'logs'; readonly ask: LogAsk }
  | { readonly kind: 'start-job'; readonly request: JobRequest }
  | { readonly kind: 'open-shell'; readonly podId: string }
  | { readonly kind: 'open-forward'; readonly podId: string; readonly spec: ForwardSpec }
  | { readonly kind: 'close-forward'; readonly forwardId: string }
  | { readonly kind: 'read-deploys' }
  | { readonly kind: 'read-resource'; readonly resource: ResourceKind }
  | {
      readonly kind: 'end-resource';
      readonly resource: EndableKind;
      readonly id: string;
      readonly name: string;
    }
  | { readonly kind: 'plan-deploy' | 'start-deploy'; readonly request: DeployRequest }
  | { readonly kind: 'stop-job' | 'repeat-job' | 'load-job' | 'save-job'; readonly jobId: string };
