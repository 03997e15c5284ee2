/** `/health.json` of a pod made of text, in the form that our own pods serve. */
import type { ServedHealth } from '../../../pod-agent/protocol/served-health.ts';
import type { Machine } from '../machine/machine.ts';
import { agentVersion } from './agent-version.ts';
import { type PodSettings, tagOf } from './settings.ts';

const periodSeconds = 30;

/** Its version is POD_VERSION of its variables, else the tag of its image, as an image built from a project has it. */
export function servedHealth(
  machine: Machine,
  settings: Pick<PodSettings, 'image' | 'environment'>,
): ServedHealth {
  const { facts, cards, seconds, wallMs, work } = machine.now();
  const isWell = work.site === 'ok';
  const summary = isWell ? 'all is well' : 'model worker does not answer';
  const ageSeconds = Math.floor(seconds) % periodSeconds;
  return {
    schema: 1,
    status: isWell ? 'ok' : 'fail',
    live: true,
    summary,
    version: settings.environment.POD_VERSION ?? tagOf(settings.image),
    revision: settings.environment.POD_REVISION ?? null,
    agentVersion: agentVersion(),
    podId: facts.plan.id,
    bootId: facts.bootId,
    uptimeSeconds: Math.floor(facts.uptimeAtZeroSeconds + seconds),
    atMs: Math.round(wallMs),
    report: { atMs: Math.round(wallMs) - ageSeconds * 1000, ageSeconds, periodSeconds },
    gpu: {
      count: cards.filter(({ lost }) => !lost).length,
      expected: facts.plan.hardware.gpuCount,
      cards: cards.map((card) => ({
        index: card.index,
        name: facts.model.typeId,
        status: card.lost ? 'lost' : 'ok',
        utilizationPercent: card.lost ? null : card.utilizationPercent,
        memoryUsedBytes: card.lost ? null : card.memoryUsedMebibytes * mebibyte,
        memoryTotalBytes: facts.model.memoryMebibytes * mebibyte,
        temperatureCelsius: card.lost ? null : card.celsius,
        powerWatts: card.lost ? null : card.watts,
      })),
    },
    checks: [{ id: 'app', status: isWell ? 'ok' : 'fail', summary, value: null, unit: null }],
    alerts: [],
    start: { state: 'ready', tookMs: null, phases: [] },
  };
}

const mebibyte = 1024 ** 2;
