/** What panes ask of the fleet, in one place. */
export { type Condition, conditionOf, signsOf } from './condition.ts';
export { shortDuration } from './duration.ts';
export { cardMemoryPercent, type Figures, figuresOf, mountPercent } from './figures.ts';
export { isHealthStale, isStale, sampleAgeMs } from './freshness.ts';
export { isTelemetryOld, type PodTelemetry, telemetryAgeMs, telemetryAgeText } from './pod-telemetry.ts';
export { billedPerHourDollars, ownFigures, type PodRow, podRow, shortGpuName } from './row.ts';
export { countsOf, type RowFilter, rowsOf, type Sort, type SortKey, sortKeys, sortRows } from './rows.ts';
export { bucketsOf, seriesSeconds } from './series.ts';
export { type ConditionKind, conditionKinds } from './signs/sign.ts';
