/** Which of RunPod's wires are used, and where each of them is. */
import type { Misfit } from './misfit.ts';

export type ApiChoice = 'auto' | 'graphql' | 'rest';

/** null: that wire is not to be asked. */
export type ApiUrls = { readonly apiUrl: string | null; readonly restUrl: string | null };

export const runpodUrls = {
  apiUrl: 'https://api.runpod.io/graphql',
  restUrl: 'https://api.runpod.io/v2',
} as const;

const choices: readonly ApiChoice[] = ['auto', 'graphql', 'rest'];

export function readApiChoice(value: unknown): ApiChoice | Misfit {
  const word = String(value).trim().toLowerCase();
  const choice = choices.find((each) => each === word);
  return choice ?? { misfit: 'is not a wire of RunPod', hint: `There are: ${choices.join(', ')}.` };
}

/**
 * The addresses by what was given; null: it was not. One that leads elsewhere than to RunPod, as to a simulator, is used
 * alone where the other was not given: the key that belongs there is none of RunPod's, and must not be sent to it.
 */
export function apiUrlsOf(api: ApiChoice, given: ApiUrls): ApiUrls | Misfit {
  const other = api === 'graphql' ? given.restUrl : given.apiUrl;
  const own = api === 'graphql' ? given.apiUrl : given.restUrl;
  if (api !== 'auto' && own === null && other !== null && !isRunpods(other)) return elsewhere(api);
  const apiUrl = given.apiUrl ?? (isElsewhere(given.restUrl) ? null : runpodUrls.apiUrl);
  const restUrl = given.restUrl ?? (isElsewhere(given.apiUrl) ? null : runpodUrls.restUrl);
  return { apiUrl: api === 'rest' ? null : apiUrl, restUrl: api === 'graphql' ? null : restUrl };
}

/** Unencrypted only to this very machine: the key goes with every request. */
export function readApiUrl(value: unknown, example: string): string | Misfit {
  const text = String(value);
  if (!URL.canParse(text)) return { misfit: 'is not a URL', hint: `Write one like ${example}.` };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return {
      misfit: 'holds a user or password',
      hint: 'The key goes into RUNPOD_API_KEY, not into the URL.',
    };
  }
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)) return url.href;
  return {
    misfit: 'would send the API key unencrypted',
    hint: 'Use https; http is for this machine alone (127.0.0.1).',
  };
}

function elsewhere(api: 'graphql' | 'rest'): Misfit {
  const [missing, present] =
    api === 'graphql' ? ['RUNPOD_GRAPHQL_URL', 'RUNPOD_REST_URL'] : ['RUNPOD_REST_URL', 'RUNPOD_GRAPHQL_URL'];
  return {
    misfit: `has no address: ${present} leads elsewhere than to RunPod, and ${missing} is not set`,
    hint: `Set ${missing} too, or choose the other wire; the key of one place is not sent to another.`,
  };
}

function isElsewhere(url: string | null): boolean {
  return url !== null && !isRunpods(url);
}

function isRunpods(url: string): boolean {
  return new URL(url).origin === new URL(runpodUrls.apiUrl).origin;
}
