/** A fleet that stands still. History rings are written in place, so a snapshot alone would go on changing. */
import type { Fleet, PodEntry, PodHistory } from '../../fleet/fleet.ts';
import type { Series } from '../../fleet/series.ts';

export function frozenCopy(fleet: Fleet): Fleet {
  const pods = new Map<string, PodEntry>();
  for (const [id, entry] of fleet.pods) pods.set(id, { ...entry, history: copyHistory(entry.history) });
  return { ...fleet, pods };
}

function copyHistory(history: PodHistory): PodHistory {
  return {
    gpuPercent: copySeries(history.gpuPercent),
    gpuMemoryPercent: copySeries(history.gpuMemoryPercent),
    cpuPercent: copySeries(history.cpuPercent),
    memoryPercent: copySeries(history.memoryPercent),
    diskPercent: copySeries(history.diskPercent),
    powerWatts: copySeries(history.powerWatts),
    receivedBytesPerSecond: copySeries(history.receivedBytesPerSecond),
    sentBytesPerSecond: copySeries(history.sentBytesPerSecond),
    cardPercent: history.cardPercent.map(copySeries),
  };
}

function copySeries(series: Series): Series {
  return { slots: series.slots.slice(), newestSecond: series.newestSecond };
}
