/** Telemetry links for a command that asks once: a key that was named and cannot be used is an error there. */
import type { Links } from '../ssh/telemetry.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Services } from './services.ts';

/** The links, or an exit code after saying which key cannot be used and why. */
export async function openLinksOrSay(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
): Promise<Links | ExitCode> {
  const { links, unusable } = await services.openLinks();
  if (unusable.length === 0) return links;
  for (const { name, reason } of unusable) context.say(`${unusableKeyText({ name, reason })}\n`);
  await links.close();
  return exitCodes.usage;
}

export function unusableKeyText({
  name,
  reason,
}: {
  readonly name: string;
  readonly reason: string;
}): string {
  return `The SSH key ${name} was named and cannot be used: ${reason}.`;
}
