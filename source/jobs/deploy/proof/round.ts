/** One round of the proof: what the health page says by RunPod's proxy and over SSH, taken together. Pure. */
import { cardsOf, wantedCards } from './cards.ts';
import type { Expected } from './expected.ts';
import { newestServed, type Seen } from './look.ts';
import { isFailing, type Served } from './served.ts';
import type { SshSeen } from './way-in.ts';
import { answerText, isGood, type WebAnswer } from './web-answer.ts';

export type WayId = 'proxy' | 'ssh';

/**
 * `contrary`: the pod itself says that it is not well, or not the one. `bad`: an answer, but no health page. `away`: nobody
 * in the pod has answered.
 */
export type WayVerdict = 'good' | 'contrary' | 'bad' | 'away';

export type WayRound = { readonly way: WayId; readonly verdict: WayVerdict; readonly text: string };

export type Round = {
  readonly ways: readonly WayRound[];
  /** One way is enough, so long as the other does not contradict it. */
  readonly isGood: boolean;
  /** It shows something wrong, and not only that nobody answers. */
  readonly isProof: boolean;
  readonly text: string;
};

export function roundOf(seen: Seen, expected: Expected): Round {
  const ways = [
    wayOf('proxy', { answer: seen.proxy, served: seen.served.proxy }, expected),
    ...(expected.hasSsh ? [sshWayOf(seen, expected)] : []),
  ];
  const cards = cardsTrouble(seen, expected);
  const isContrary = cards !== null || ways.some(({ verdict }) => verdict === 'contrary');
  return {
    ways,
    isGood: !isContrary && ways.some(({ verdict }) => verdict === 'good'),
    isProof: isContrary || ways.some(({ verdict }) => verdict === 'bad'),
    text: [...ways.map(({ way, text }) => `${wayNames[way]}: ${text}`), ...(cards ?? [])].join('; '),
  };
}

export const wayNames: Readonly<Record<WayId, string>> = { proxy: 'by the proxy', ssh: 'over SSH' };

function sshWayOf(seen: Seen, expected: Expected): WayRound {
  const { ssh, inside, served } = seen;
  if (inside?.page != null) return wayOf('ssh', { answer: inside.page, served: served.ssh }, expected);
  if (ssh.kind === 'failed')
    return { way: 'ssh', verdict: 'away', text: ssh.failure.message.replace(/\.$/, '') };
  return { way: 'ssh', verdict: 'away', text: noPageText(ssh) };
}

function noPageText(ssh: Exclude<SshSeen, { kind: 'failed' }>): string {
  if (ssh.kind === 'open') return 'the pod’s shell does not run the script that asks';
  return ssh.kind === 'no-banner' ? `no SSH server answers at ${ssh.at}` : 'there is no SSH address';
}

function wayOf(
  way: WayId,
  { answer, served }: { readonly answer: WebAnswer; readonly served: Served | null },
  expected: Expected,
): WayRound {
  const text = answerText(answer);
  const isAway =
    answer.kind === 'silent' || (way === 'proxy' && served === null && isOfTheEdge(answer.httpStatus));
  if (isAway) return { way, verdict: 'away', text };
  const trouble = served === null ? null : troubleOf(served, expected);
  if (trouble !== null) return { way, verdict: 'contrary', text: `${text}, ${trouble}` };
  if (!isGood(answer)) return { way, verdict: 'bad', text };
  const said = [
    served?.version ?? 'no version told',
    ...(served?.status == null ? [] : [`health ${served.status}`]),
  ];
  return { way, verdict: 'good', text: `${text}, ${said.join(', ')}` };
}

/** RunPod's and Cloudflare's own pages, which come where nobody in the pod has answered; a 404 may be theirs too. */
function isOfTheEdge(httpStatus: number): boolean {
  return [403, 404, 502, 504].includes(httpStatus) || (httpStatus >= 520 && httpStatus <= 530);
}

function troubleOf(served: Served, { version }: Expected): string | null {
  if (served.live === false) return 'the agent in the pod does not answer';
  if (version !== null && served.version !== null && served.version !== version)
    return `it serves ${served.version}, not ${version}`;
  if (!isFailing(served)) return null;
  return `health ${served.status}${served.summary === null ? '' : `: ${served.summary}`}`;
}

function cardsTrouble(seen: Seen, { gpuCount }: Expected): readonly string[] | null {
  const told = seen.inside?.gpuVariable ?? newestServed(seen)?.gpu?.expected ?? null;
  const wanted = wantedCards(seen, gpuCount);
  const count = cardsOf(seen);
  return told === 0 || count === null || count >= wanted ? null : [`${count} of ${wanted} cards answer`];
}
