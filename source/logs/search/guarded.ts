/**
 * Work with an operator's pattern, under a limit of time. Some patterns take longer than the universe on a line of forty
 * characters, and a search that has begun cannot be asked to stop; V8 can be told to end it from outside.
 */
import { createContext, Script } from 'node:vm';

const script = new Script('work()');
const sandbox: { work: () => void } = { work: () => {} };
const context = createContext(sandbox);

/** False: it was ended after `limitMs`, wherever it was. What it throws is thrown. */
export function withinTime(limitMs: number, work: () => void): boolean {
  sandbox.work = work;
  try {
    script.runInContext(context, { timeout: Math.max(1, Math.ceil(limitMs)) });
    return true;
  } catch (error) {
    if (isTimeout(error)) return false;
    throw error;
  } finally {
    sandbox.work = () => {};
  }
}

function isTimeout(error: unknown): boolean {
  // It may come from the other context, where an Error is none of ours.
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
