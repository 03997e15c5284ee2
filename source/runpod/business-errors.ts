import { z } from 'zod';
import type { CleanText } from './clean-text.ts';
import { queryHint } from './http-trouble.ts';
import { checkKeyHint, type Trouble, trouble } from './trouble.ts';

/** One entry of an answer's `errors`. RunPod sends them with HTTP 200. */
export type WireError = z.infer<typeof wireErrorSchema>;

export const wireErrorSchema = z.object({
  message: z.string().catch(''),
  extensions: z
    .object({ code: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** What the first error says, by the table below; an error that nobody has seen before is `refused` in its own words. */
export function businessTrouble(error: WireError, clean: CleanText): Trouble {
  const code = error.extensions?.code ?? '';
  const known = kinds.find(
    (kind) => kind.message?.test(error.message) === true || kind.codes?.includes(code) === true,
  );
  const words = clean(error.message, 300).trim().replace(/\.$/, '');
  const said = words === '' ? 'an error without a message' : `"${words}"`;
  const reason = `RunPod says ${said}${shownCode(clean(code, 60))}`;
  return trouble(
    known?.code ?? 'refused',
    reason,
    known?.hint ?? 'RunPod understood the request and refused it.',
  );
}

/** Whether the table has a word for it, so that it is worth more than the HTTP status it came with. */
export function isKnownBusinessError(error: WireError): boolean {
  const code = error.extensions?.code ?? '';
  return kinds.some(
    (kind) => kind.message?.test(error.message) === true || kind.codes?.includes(code) === true,
  );
}

type Kind = {
  readonly message?: RegExp;
  readonly codes?: readonly string[];
  readonly code: Trouble['code'];
  readonly hint: string;
};

/** First match wins: the plain words say more than RunPod's general codes. */
const kinds: readonly Kind[] = [
  {
    message: /not enough free gpus on the host/i,
    code: 'no-capacity',
    hint: "The pod's machine is full: try later, start it without GPU to save its data, or rent a new pod.",
  },
  {
    message:
      /no longer any instances available|no compatible cuda host|no instances? (are )?(currently )?available/i,
    codes: ['SUPPLY_CONSTRAINT'],
    code: 'no-capacity',
    hint: 'Nothing that fits is free: try later, or another GPU or region; for a spot pod, a higher bid.',
  },
  {
    message: /cannot resume a spot pod as an on.demand pod/i,
    code: 'refused',
    hint: 'This is a spot pod: start it with a bid.',
  },
  {
    message: /insufficient (balance|funds|credits?)|\bbalance\b|not enough (credit|funds)|spend(ing)? limit/i,
    code: 'payment',
    hint: 'Add credit or raise the spending limit at console.runpod.io, Billing.',
  },
  {
    message: /template.{0,60}\b(in use|being used|used by)\b|\b(in use|being used) by\b.{0,60}template/i,
    code: 'refused',
    hint: 'Something still uses the template, or did within the last two minutes: try again after that.',
  },
  {
    message: /template.{0,40}name.{0,40}(unique|taken|already|exists)|template.{0,60}already exists/i,
    code: 'refused',
    hint: 'Names of templates are unique in an account: rename that template, or choose another name.',
  },
  {
    message: /template (was )?not found|no such template/i,
    codes: ['TEMPLATE_NOT_FOUND'],
    code: 'not-found',
    hint: 'It may have been deleted, or belong to another account.',
  },
  {
    message:
      /\b(container )?image\b.{0,60}\b(invalid|not found|required|malformed|unauthori[sz]ed|denied)|invalid image/i,
    code: 'refused',
    hint: "Check the image's name, that it has been pushed, and the registry credential that RunPod is to use.",
  },
  {
    message: /pod (was )?not found|no such pod/i,
    codes: ['POD_NOT_FOUND'],
    code: 'not-found',
    hint: 'It may have been terminated, or belong to another account.',
  },
  {
    message: /^(unauthori[sz]ed|not authenticated|forbidden)\b/i,
    codes: ['UNAUTHENTICATED', 'FORBIDDEN'],
    code: 'unauthorised',
    hint: `${checkKeyHint} A pod's own RUNPOD_API_KEY cannot read the account.`,
  },
  {
    message: /^cannot query field|^unknown argument|^syntax error/i,
    codes: ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'BAD_USER_INPUT'],
    code: 'bad-request',
    hint: queryHint,
  },
  {
    message: /something went wrong/i,
    codes: ['INTERNAL_SERVER_ERROR'],
    code: 'server',
    hint: 'RunPod answers so for its own faults and for requests that cannot be met: try again, then look in its web console.',
  },
];

function shownCode(code: string): string {
  return code === '' || code === 'RUNPOD' ? '' : ` (${code})`;
}
