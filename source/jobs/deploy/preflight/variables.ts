/** Variables that are taken from whoever deploys are set. Their values are never shown. */
import { resolveEnvironment } from '../../project/environment.ts';
import { isAsked } from './asked-steps.ts';
import { type Look, notNeeded, well, wrong } from './look.ts';
import { errorOf } from './problems.ts';

export const variables: Look = {
  id: 'variables',
  title: 'Your variables',
  async look({ wanted, context }) {
    const { environment } = wanted.configuration;
    const taken = Object.values(environment).filter(({ kind }) => kind === 'environment');
    if (taken.length === 0 || !isAsked(context, 'pod')) return notNeeded('None is taken from yours.');
    const { missing } = resolveEnvironment(environment, context.doors.environment);
    if (missing.length === 0) return well(`${taken.length} set.`);
    return wrong(
      ...missing.map((name) =>
        errorOf(`Your variable "${name}" is not set, or empty.`, `Set it where you deploy: export ${name}=…`),
      ),
    );
  },
};
