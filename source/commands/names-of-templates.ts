/** Which templates would be hit by a deletion, in a sentence. */
import type { Template } from '../runpod/deploy-cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';

export async function namesOfTemplates(
  cloud: WholeCloud,
  isHit: (template: Template) => boolean,
  signal: AbortSignal,
): Promise<string> {
  const listed = await cloud.templates(signal);
  if (!listed.ok) return 'Whether templates use it is not known: their list did not come.';
  const users = listed.value.filter(isHit).map(({ name }) => name);
  return users.length === 0
    ? 'No template of the account uses it.'
    : `Used by the templates: ${users.join(', ')}.`;
}
