/** The Dockerfile is there, and nothing in it would fail, leak or surprise later; its ports are the pod's. */
import { isAsked } from './asked-steps.ts';
import { type Look, notNeeded } from './look.ts';

export const dockerfile: Look = {
  id: 'dockerfile',
  title: 'Dockerfile',
  async look({ context, tools }) {
    if (!isAsked(context, 'build')) return notNeeded('Nothing is built.');
    const problems = await tools.lintDockerfile(context.project);
    return { text: problems[0]?.text ?? 'Nothing to say against it.', problems };
  },
};
