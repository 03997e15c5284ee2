/** Whether nginx would take its configuration, and what it says where it does not. */
import type { Answers } from '../../host/host.ts';
import type { Draft, PodPlan } from '../check.ts';
import { redactedLine } from '../redact.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { configurationTest, prefixOf, testLine } from './sources.ts';

export type ConfigurationTest =
  | { readonly kind: 'taken' }
  | { readonly kind: 'missing' }
  /** `where` is `FILE:LINE`, `line` what stands there; null where nginx names none. */
  | {
      readonly kind: 'refused';
      readonly why: string;
      readonly where: string | null;
      readonly line: string | null;
    }
  /** Nobody can tell: it did not answer, or may not read its own files as the user who asks. */
  | { readonly kind: 'unknown'; readonly why: string };

export function readTest(answers: Answers, plan: PodPlan): ConfigurationTest {
  const answer = answers[configurationTest(plan).id];
  if (answer === undefined) return { kind: 'unknown', why: 'It was not asked.' };
  if (!answer.ok) return { kind: 'unknown', why: answer.message };
  if (answer.exitCode === 0) return { kind: 'taken' };
  if (answer.exitCode === 125) return { kind: 'unknown', why: 'nginx does not run, and nobody expects it.' };
  if (answer.exitCode === 127 || answer.exitCode === 126) return { kind: 'missing' };
  const lines = answer.text.split('\n');
  const emergency = lines.find((line) => /\[(emerg|alert|crit)\]/.test(line)) ?? lines[0] ?? '';
  const why = redactedLine(emergency.replace(/^.*\[(?:emerg|alert|crit)\] (?:\d+#\d+: )?/, ''));
  if (/\(13: Permission denied\)|\(1: Operation not permitted\)/.test(emergency))
    return { kind: 'unknown', why };
  // The agent writes it before it starts nginx; where it could not, it says why itself.
  if (plan.isOurImage && why.includes(`${prefixOf(plan)}/nginx.conf" failed (2:`))
    return { kind: 'unknown', why };
  const line = /^line: (.+)$/m.exec(answer.text)?.[1];
  return {
    kind: 'refused',
    why: why || 'nginx -t failed without a word',
    where: / in (\/\S+:\d+)$/.exec(emergency)?.[1] ?? null,
    line: line === undefined ? null : redactedLine(line),
  };
}

export function configurationRefused(
  test: Extract<ConfigurationTest, { kind: 'refused' }>,
  about: {
    readonly plan: PodPlan;
    readonly status: Draft['status'];
    readonly isRunning: boolean;
    readonly agentPid: number | null;
  },
): Draft {
  const { plan, status, isRunning } = about;
  return trouble({
    // Whether a host is found is a matter of the network, not of what is written.
    id: /host not found in upstream/.test(test.why) ? 'nginx-host-not-found' : 'nginx-config-invalid',
    title: `nginx does not take its configuration: ${test.why}`,
    status,
    evidence: [
      seen('configuration test', test.why, testLine(plan), 'test is successful'),
      ...(test.line === null || test.where === null ? [] : [seen(test.where, test.line, test.where)]),
    ],
    causes: causesOf(test.why),
    impact: isRunning
      ? 'nginx goes on with what it read before. It will not come back when it is started again.'
      : 'nginx does not start, and nothing is served.',
    fix: fixOf(test, about),
    documentation: 'nginx does not take its configuration',
  });
}

function causesOf(why: string): readonly string[] {
  if (/host not found in upstream/.test(why))
    return ['An upstream is named by a host that cannot be looked up: see DNS.'];
  if (/No space left/.test(why)) return ['The disk is full.'];
  if (/No such file/.test(why))
    return ['A file that the configuration names is not there: a certificate, an include, a log folder.'];
  if (/unknown directive/.test(why)) return ['A slip in a word, or a module that this nginx does not have.'];
  return ['The configuration was changed by hand, or by a script, since nginx was started.'];
}

/** Ours is written anew each time the agent walks its phases, so that nobody has to mend it. */
function fixOf(
  test: Extract<ConfigurationTest, { kind: 'refused' }>,
  { plan, agentPid }: { readonly plan: PodPlan; readonly agentPid: number | null },
) {
  if (agentPid !== null)
    return {
      text: `Let the agent write the configuration in ${prefixOf(plan)} anew and start nginx.`,
      command: `kill -HUP ${agentPid}`,
      safe: true,
      reversible: false,
    };
  if (plan.isOurImage) return advice('Start the pod again: the agent writes the configuration anew.');
  const place = test.where ?? 'the file that nginx names';
  return advice(
    `Correct ${place}, try it with "${testLine(plan)}", then start nginx or run "nginx -s reload".`,
  );
}
