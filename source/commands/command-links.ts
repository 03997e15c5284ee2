/** Telemetry links and doors for a command that asks once: a key that was named and cannot be used is an error there. */
import type { Links } from '../ssh/telemetry.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { OpenedLinks } from './open-links.ts';
import type { Services } from './services.ts';

/** The links, or an exit code after saying which key cannot be used and why. */
export async function openLinksOrSay(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
): Promise<Links | ExitCode> {
  const opened = await openWaysOrSay(context, services);
  return typeof opened === 'number' ? opened : opened.links;
}

/** As openLinksOrSay, with the doors beside the links. */
export async function openWaysOrSay(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
): Promise<OpenedLinks | ExitCode> {
  const opened = await services.openLinks();
  if (opened.unusable.length === 0) return opened;
  for (const { name, reason } of opened.unusable) context.say(`${unusableKeyText({ name, reason })}\n`);
  await Promise.all([opened.links.close(), opened.doors.close()]);
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
