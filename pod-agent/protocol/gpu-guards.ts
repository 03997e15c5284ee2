/** A guard for the reading of the cards. */
import { boolean, list, nullable, oneOf, shape } from './guards.ts';
import {
  bytes,
  celsius,
  count,
  deviceIndex,
  durationMs,
  fanPercent,
  megahertz,
  name,
  percent,
  sentence,
  watts,
} from './quantities.ts';
import type {
  GpuCardReading,
  GpuCardStatus,
  GpuFailure,
  GpuReading,
  MigInstanceReading,
  ThrottleReason,
} from './readings.ts';

const throttleReason = oneOf<ThrottleReason>({
  'software-power-cap': true,
  'hardware-slowdown': true,
  'sync-boost': true,
  'software-thermal': true,
  'hardware-thermal': true,
  'hardware-power-brake': true,
  'display-clocks': true,
  'application-clocks': true,
});

const card = shape<GpuCardReading>({
  index: deviceIndex,
  uuid: nullable(name),
  name: nullable(name),
  status: oneOf<GpuCardStatus>({ ok: true, lost: true, 'requires-reset': true, error: true }),
  statusText: nullable(sentence),
  utilizationPercent: nullable(percent),
  memoryUtilizationPercent: nullable(percent),
  memoryUsedBytes: nullable(bytes),
  memoryTotalBytes: nullable(bytes),
  temperatureCelsius: nullable(celsius),
  memoryTemperatureCelsius: nullable(celsius),
  powerWatts: nullable(watts),
  powerLimitWatts: nullable(watts),
  smClockMegahertz: nullable(megahertz),
  memoryClockMegahertz: nullable(megahertz),
  fanPercent: nullable(fanPercent),
  performanceState: nullable(name),
  throttleReasons: nullable(list(throttleReason, 16)),
  eccUncorrectedCount: nullable(count),
  eccCorrectedCount: nullable(count),
  remappedRowsPending: nullable(boolean),
  remappedRowsFailed: nullable(boolean),
  retiredPagesPending: nullable(boolean),
  recoveryAction: nullable(name),
  persistenceMode: nullable(boolean),
  migEnabled: nullable(boolean),
  migInstances: list(shape<MigInstanceReading>({ uuid: name, profile: name }), 16),
});

const failure = shape<GpuFailure>({
  code: oneOf<GpuFailure['code']>({
    'driver-not-loaded': true,
    'no-devices': true,
    'version-mismatch': true,
    'library-missing': true,
    permission: true,
    'device-lost': true,
    timeout: true,
    unknown: true,
  }),
  message: sentence,
});

export const gpuGuard = shape<GpuReading>({
  vendor: oneOf<GpuReading['vendor']>({ nvidia: true, amd: true, none: true }),
  driverVersion: nullable(name),
  expectedCount: nullable(count),
  cards: list(card, 32),
  failure: nullable(failure),
  ageMs: nullable(durationMs),
});
