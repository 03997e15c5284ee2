/**
 * Answers of this very moment for /metrics, where counters are wanted and not rates.
 *
 * It asks by itself, beside the sampler, and shares nothing with it but the host and the newest answers about the GPUs:
 * a scrape between two samples leaves the time that their rates are measured over as it is.
 */
import { createAsking } from './asking.ts';
import { listSources } from './collectors/source-list.ts';
import type { Answers, Host } from './host/host.ts';

export type FreshAnswers = {
  /** By collector. Never rejects, and takes no longer than half a second. */
  read(): Promise<Readonly<Record<string, Answers>>>;
};

/** Not `gpu`, which is asked by the feed alone, nor `processes`, which reads hundreds of files. */
const scraped: readonly string[] = ['cpu', 'memory', 'disk', 'network', 'load', 'pressure'];
const deadlineMs = 500;
/** Several scrapers, and a person with a browser beside them, cost no more than one. */
const sharedForMs = 500;

export function createFreshAnswers(options: { readonly host: Host; gpuAnswers(): Answers }): FreshAnswers {
  const { host } = options;
  const wanted = listSources(['hot', 'warm', 'once']).filter(({ wantedBy }) =>
    wantedBy.some(({ collectorId }) => scraped.includes(collectorId)),
  );
  const asking = createAsking(host, wanted);
  let newest: Promise<Readonly<Record<string, Answers>>> | null = null;
  let answeredAtMs: number | null = null;

  async function ask(): Promise<Readonly<Record<string, Answers>>> {
    const answers = await asking.round(deadlineMs);
    answeredAtMs = host.monotonicMs();
    return Object.fromEntries(scraped.map((id) => [id, answers[id] ?? {}]));
  }

  return {
    async read() {
      const isOut = newest !== null && answeredAtMs === null;
      const isRecent = answeredAtMs !== null && host.monotonicMs() - answeredAtMs < sharedForMs;
      if (newest === null || !(isOut || isRecent)) {
        answeredAtMs = null;
        newest = ask();
      }
      return { ...(await newest), gpu: options.gpuAnswers() };
    },
  };
}
