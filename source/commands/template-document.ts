/** A template as the command line tells it: of its variables only references to secrets are shown, any other value may be one. */
import type { Template } from '../runpod/deploy-cloud.ts';

const reference = /^\{\{\s*RUNPOD_SECRET_[\w-]+\s*\}\}$/;
export const hiddenValue = '[not shown]';

export function templateDocument(template: Template): Template {
  const shown = Object.entries(template.environment).map(([name, value]) => [
    name,
    reference.test(value) || value === '' ? value : hiddenValue,
  ]);
  return { ...template, environment: Object.fromEntries(shown) };
}

/** Whether a variable of the template is this secret of the account. */
export function usesSecret({ environment }: Template, secretName: string): boolean {
  return Object.values(environment).some(
    (value) => value.replace(/[{}\s]/g, '') === `RUNPOD_SECRET_${secretName}`,
  );
}
