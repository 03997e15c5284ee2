/** Saving the template, with a look at it where the answer was lost. */
import type { DeployCloud, TemplateInput } from '../../../runpod/deploy-cloud.ts';
import type { DeployDoors } from '../doors.ts';
import { AnswerLost, isLost, refused } from '../pods/cloud-ends.ts';
import { templateDifferences } from './wanted-template.ts';

type World = { readonly cloud: DeployCloud; readonly doors: DeployDoors; readonly signal: AbortSignal };

/** Sent once. @throws StepFailure, AnswerLost */
export async function saveOnce(
  template: TemplateInput & { readonly id: string | null },
  { cloud, doors, signal }: World,
): Promise<{ readonly id: string }> {
  const saved = await cloud.saveTemplate(template, signal);
  if (saved.ok) return saved.value;
  if (!isLost(saved.code)) throw refused(saved);
  for (let look = 1; ; look++) {
    const listed = await cloud.templates(signal);
    const found = listed.ok ? listed.value.find(({ name }) => name === template.name) : undefined;
    if (found !== undefined && templateDifferences(found, template).length === 0) return { id: found.id };
    if (look === looks || signal.aborted) {
      const said = listed.ok ? 'The template does not show it.' : listed.message;
      const text = `RunPod did not answer whether the template "${template.name}" was saved.`;
      throw new AnswerLost(text, [saved.message, said]);
    }
    await doors.sleep(pauseMs, signal);
  }
}

const looks = 4;
const pauseMs = 3_000;
