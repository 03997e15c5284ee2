import type { Operation } from './operation.ts';

/** By its name, not its id. RunPod answers null when it has been done, and refuses it for two minutes after its last use. */
export const deleteTemplate: Operation<{ readonly templateName: string }, null> = {
  action: ({ templateName }) => `delete the template "${templateName}"`,
  kind: 'write',
  document: `mutation deleteTemplate($templateName: String!) { deleteTemplate(templateName: $templateName) }`,
  root: 'deleteTemplate',
  read: () => ({ ok: true, value: null }),
};
