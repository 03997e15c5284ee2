/** What RunPod's templates and pods can hold. */
import { isAsked } from './asked-steps.ts';
import { type Look, notNeeded } from './look.ts';

export const limits: Look = {
  id: 'limits',
  title: "RunPod's limits",
  async look({ context, tools, wanted }) {
    if (!isAsked(context, 'template', 'pod')) return notNeeded('No pod is made.');
    const problems = tools.templateProblems({ ...context.project, pod: wanted.configuration });
    return { text: problems[0]?.text ?? 'Ports, variables, disks and names fit.', problems };
  },
};
