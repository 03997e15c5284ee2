/** What can be done on the screen. None of these knows which key it came from. */
import type { SortKey } from '../../fleet/questions.ts';
import type { DeployRequest } from '../../jobs/model/deploy.ts';
import type { JobRequest } from './job-request.ts';
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
  | { readonly kind: 'help-open' }
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
  | { readonly kind: 'refresh' }
  | { readonly kind: 'repaint' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'quit' }
  | JobAction
  | DeployAction;

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
  | { readonly kind: 'start' | 'stop' | 'retry-link'; readonly podId: string }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'refresh' | 'repaint' | 'suspend' }
  | { readonly kind: 'quit'; readonly jobs: 'stop' | 'leave' }
  | { readonly kind: 'start-job'; readonly request: JobRequest }
  | { readonly kind: 'read-deploys' }
  | { readonly kind: 'plan-deploy' | 'start-deploy'; readonly request: DeployRequest }
  | { readonly kind: 'stop-job' | 'repeat-job' | 'load-job' | 'save-job'; readonly jobId: string };
