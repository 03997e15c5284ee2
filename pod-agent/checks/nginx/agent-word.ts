/** What the agent tells at the pod's port while nginx is down: which phase of the start failed, and what to do. */
import { redactedLine } from '../redact.ts';
import type { NginxLook } from './look.ts';

export type AgentWord = { readonly found: string; readonly fix: string | null };

/** The text of `pod-agent/startup/doorkeeper.ts`; null where somebody else answers, or nobody. */
export function agentWord({ plan, answer }: NginxLook): AgentWord | null {
  if (!plan.isOurImage || answer.kind !== 'answered') return null;
  if (!answer.body.includes('This pod does not serve its site.')) return null;
  const [, found, rest = ''] = /^failed in [\w-]+:\s*^ {2}(.+)$([\s\S]*)/m.exec(answer.body) ?? [];
  if (found === undefined) return null;
  const fix = /^ {2}fix: (.+)$/m.exec(rest)?.[1];
  return { found: redactedLine(found), fix: fix === undefined ? null : redactedLine(fix) };
}
