/** The questions of deploys: before one is begun, and before one is stopped, tried again, taken up or taken back. */
import type { Box } from '../../draw/box.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import { planOf, projectName } from '../../state/deploy-plan.ts';
import type { DeployQuestion, Overlay } from '../../state/view.ts';
import { targetText } from './deploy-plan-overlay.ts';
import { answers, dialog, type Fact, type SayFact, wrappedFacts } from './dialog.ts';

export function deployAskOverlay(
  frame: Frame,
  { request, choice }: Extract<Overlay, { readonly kind: 'deploy-ask' }>,
): Box {
  const say = wrappedFacts(frame);
  const state = planOf(frame.deploys, request);
  const isBack = request.mode === 'rollback';
  const verb = isBack ? 'Roll back' : 'Deploy';
  const name = projectName(request.projectFile, frame.deploys);
  if (state?.kind !== 'ready')
    return dialog(frame, `${verb} ${name}`, {
      facts: [say('plan', 'it has changed meanwhile: Esc goes back to it', 'warn', 0)],
      answers: [answers(frame, choice, isBack ? 'roll back' : 'deploy')],
    });
  const { plan } = state;
  const price = plan.offer?.dollarsPerHour ?? null;
  const bills =
    plan.offer === null
      ? []
      : price === null
        ? [say('bills', 'the price is not known', 'lost', 1)]
        : [
            say(
              'bills',
              `$${dollars(price)}/h, $${dollars(price * 24)} a day, from when the pod runs`,
              'idle',
              1,
            ),
          ];
  const warnings = plan.problems.filter(({ severity }) => severity === 'warning').length;
  return dialog(frame, `${verb} ${plan.projectName} ${isBack ? 'to ' : ''}${plan.version}`, {
    facts: [
      say('pod', targetText(plan.target, frame.fleet), 'text', 0),
      ...bills,
      ...lossFacts(plan.losses, say, frame.size.rows),
      ...(plan.losses.length === 0 ? [say('lost', 'nothing', 'ok', 2)] : []),
      ...(warnings === 0
        ? []
        : [
            say(
              'warned',
              `${warnings} ${warnings === 1 ? 'warning stands' : 'warnings stand'} in the plan`,
              'warn',
              2,
            ),
          ]),
      say('fails', 'what was begun is undone, newest first', 'dim', 3),
    ],
    answers: [answers(frame, choice, isBack ? 'roll back' : 'deploy')],
  });
}

/** As many as leave room for the answers; the plan has them all. */
function lossFacts(losses: readonly string[], say: SayFact, rows: number): Fact[] {
  const most = Math.max(1, Math.floor((rows - 10) / 3));
  const rest = losses.length - most;
  return [
    ...losses.slice(0, most).map((loss) => say('lost', loss, 'crit', 0)),
    ...(rest > 0 ? [say('', `and ${rest} more: Esc goes back to the plan, which has all`, 'crit', 0)] : []),
  ];
}

export function deployConfirmOverlay(frame: Frame, question: DeployQuestion): Box {
  const { title, yes, facts } = textsOf(frame, question, wrappedFacts(frame));
  return dialog(frame, title, { facts, answers: [answers(frame, question.choice, yes)] });
}

type Texts = { readonly title: string; readonly yes: string; readonly facts: readonly Fact[] };

function textsOf(frame: Frame, { about, projectName: name, jobId }: DeployQuestion, say: SayFact): Texts {
  const job = frame.jobs.jobs.find(({ id }) => id === jobId);
  const number = job === undefined ? '' : `#${job.number} `;
  switch (about) {
    case 'stop':
      return job?.runs.some(({ state }) => state.kind === 'stopping') === true
        ? {
            title: `End deploy ${number}of ${name} now`,
            yes: 'end it now',
            facts: [
              say('undo', 'it is undoing what it began: that would be left half done', 'crit', 0),
              say(
                'later',
                `its journal is kept: ${keyOf('deploy.open', frame.view)} offers to resume or to abort it`,
                'dim',
                1,
              ),
            ],
          }
        : {
            title: `Stop deploy ${number}of ${name}`,
            yes: 'stop it',
            facts: [
              say('undo', 'what it has begun is undone, newest first: a new pod is deleted', 'warn', 0),
              say('stays', 'the release that ran before', 'ok', 1),
            ],
          };
    case 'retry':
      return {
        title: `Try the deploy of ${name} again, as ${number.trim()}`,
        yes: 'try again',
        facts: [
          say('begins', 'at the step that failed: what has not changed is skipped, and says so', 'text', 0),
          say('asks', 'for what was asked for then: pod, GPU, region, version', 'dim', 1),
        ],
      };
    case 'resume':
      return {
        title: `Resume the deploy of ${name}`,
        yes: 'resume it',
        facts: [
          say('goes on', 'where it ended: what it has made is found again, nothing is made twice', 'text', 0),
          say('bills', 'a pod that it has rented goes on', 'idle', 1),
        ],
      };
    case 'abort':
      return {
        title: `Abort the deploy of ${name}`,
        yes: 'undo it',
        facts: [
          say('undo', 'what it began is taken back, newest first: a new pod is deleted', 'crit', 0),
          say('shows', 'what could not be taken back, and how to do it by hand', 'dim', 1),
        ],
      };
  }
}
