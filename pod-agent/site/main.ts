/** The page's wiring: asks the pod while somebody looks, and draws what it said and how old that is. */
import { askHealth } from './ask.ts';
import { createClock } from './clock.ts';
import { heard, noContact } from './contact.ts';
import { draw } from './draw.ts';
import { createPoll } from './poll.ts';
import { viewOf } from './view-model.ts';

const clock = createClock({ wallMs: () => Date.now(), steadyMs: () => performance.now() });
let contact = noContact;

const poll = createPoll({
  ask: askHealth,
  onAnswer(answer) {
    contact = heard(contact, answer, clock());
    redraw();
  },
  // While nginx answers in the agent's place it costs the pod nothing to be asked, and the agent is soon back.
  isError: ({ kind }) => kind === 'no-answer' || kind === 'not-understood',
  pauseMs: 5000,
  longestPauseMs: 30_000,
  deadlineMs: 4000,
});

let ticking: ReturnType<typeof setInterval> | undefined;

function redraw(): void {
  draw(viewOf(contact, clock()));
}

/** In a tab that nobody sees nothing runs, neither questions nor the seconds. */
function followVisibility(): void {
  poll.stop();
  clearInterval(ticking);
  if (document.hidden) return;
  // What is shown may be hours old: its age has to be right before the first answer comes.
  redraw();
  ticking = setInterval(redraw, 1000);
  poll.start();
}

/** A device that is back in the network need not wait for the end of a long pause. */
function askAnew(): void {
  if (document.hidden) return;
  poll.stop();
  poll.start();
}

document.addEventListener('visibilitychange', followVisibility);
addEventListener('online', askAnew);
followVisibility();
