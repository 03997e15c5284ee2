/** What a metric is before it is written in one of the two formats. */

/** A label without a value is left out. */
export type Labels = Readonly<Record<string, string | null>>;

/** A sample without a value is left out: what is not known is never zero. */
export type MetricSample = { readonly labels: Labels; readonly value: number | null };

export type Family = {
  /**
   * Without the `_total` of a counter and the `_info` of an info. It ends in its unit where it has one of Prometheus's
   * base units.
   */
  readonly name: string;
  /** `unknown` is a figure whose name, which others gave it, forbids to say what it is. */
  readonly kind: 'counter' | 'gauge' | 'info' | 'unknown';
  readonly help: string;
  readonly samples: readonly MetricSample[];
};

type Samples = number | null | readonly MetricSample[];

export function counter(name: string, help: string, samples: Samples): Family {
  return { name, kind: 'counter', help, samples: listOf(samples) };
}

export function gauge(name: string, help: string, samples: Samples): Family {
  return { name, kind: 'gauge', help, samples: listOf(samples) };
}

/** Facts as labels, with the value 1. */
export function info(name: string, help: string, facts: Labels | readonly Labels[]): Family {
  const all = Array.isArray(facts) ? facts : [facts];
  return { name, kind: 'info', help, samples: all.map((labels) => ({ labels, value: 1 })) };
}

export function flag(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}

/** A figure alone is a sample without labels. */
function listOf(samples: Samples): readonly MetricSample[] {
  return typeof samples === 'object' && samples !== null ? samples : [{ labels: {}, value: samples }];
}
