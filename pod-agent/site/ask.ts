/** One question to the pod: GET /health.json. */
import { type Answer, readHealth } from './read-health.ts';

/** Never rejects. An HTTP error with a body that can be read is still an answer: a failing pod may say so with a 503. */
export async function askHealth(signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch('/health.json', {
      cache: 'no-store',
      redirect: 'error',
      headers: { accept: 'application/json' },
      signal,
    });
    const answer = readHealth(await response.text());
    if (response.ok || answer.kind !== 'not-understood') return answer;
    return { kind: 'no-answer', reason: `HTTP status ${response.status}` };
  } catch {
    // What browsers say of it differs and tells nothing: "Failed to fetch", "Load failed".
    return { kind: 'no-answer', reason: signal.aborted ? 'the time was up' : 'the connection failed' };
  }
}
