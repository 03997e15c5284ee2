/** Whether a page is the agent's own, made in this moment, since every program may answer at a port. */

export type LiveHealth = { readonly status: string; readonly summary: string };

/** null for every other page, the fallback of an agent that does not answer among them. */
export function readLiveHealth(body: string): LiveHealth | null {
  try {
    const page: unknown = JSON.parse(body);
    if (typeof page !== 'object' || page === null) return null;
    if (!('live' in page && 'status' in page && 'summary' in page) || page.live !== true) return null;
    const { status, summary } = page;
    return typeof status === 'string' && typeof summary === 'string' ? { status, summary } : null;
  } catch {
    return null;
  }
}
