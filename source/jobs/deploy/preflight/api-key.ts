/** A key of RunPod, and that RunPod takes it. */
import { isAsked } from './asked-steps.ts';
import { type Look, notNeeded, unanswered, well, wrong } from './look.ts';
import { cloudProblem, errorOf } from './problems.ts';

export const apiKey: Look = {
  id: 'api-key',
  title: 'API key',
  async look({ context, account }) {
    if (!isAsked(context, 'template', 'pod', 'ready', 'verify')) return notNeeded('RunPod is not asked.');
    const answer = await account();
    if (answer === null)
      return wrong(errorOf('There is no API key of RunPod.', 'Set RUNPOD_API_KEY to a key that may write.'));
    if (answer.ok)
      return well(`RunPod takes it${answer.value.email === null ? '' : `: ${answer.value.email}`}.`);
    if (answer.code === 'unauthorised')
      return wrong(errorOf(`RunPod does not take the API key: ${answer.message}`, answer.hint));
    return unanswered(cloudProblem(answer, 'the account'));
  },
};
