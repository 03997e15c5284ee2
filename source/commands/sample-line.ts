/** One sample as a line for people. What is not known is a dash or a question mark, never a zero. */
import type { SampleFrame } from '../../pod-agent/protocol/frames.ts';
import { figuresOf } from '../fleet/figures.ts';

export function sampleLine(podName: string, frame: SampleFrame, nowMs: number): string {
  const figures = figuresOf(frame);
  const number = (value: number | null, unit: string): string =>
    value === null ? '—' : `${Math.round(value)}${unit}`;
  const time = new Date(nowMs).toISOString().slice(11, 19);
  const parts = [
    `gpu ${number(figures.gpuPercent, '%')} of ${frame.gpu?.cards.length ?? '?'}`,
    `vram ${number(figures.gpuMemoryPercent, '%')}`,
    number(figures.temperatureCelsius, '°C'),
    number(figures.powerWatts, 'W'),
    `cpu ${number(figures.cpuPercent, '%')}`,
    `mem ${number(figures.memoryPercent, '%')}`,
    `disk ${number(figures.diskPercent, '%')}`,
  ];
  return `${time}Z ${podName.padEnd(20)} ${parts.join('  ')}`;
}
