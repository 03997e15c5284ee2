/** The ranges in which a figure from a pod is believed. Outside of them a reading is dropped, not shown. */
import { integer, number, string } from './guards.ts';

/** The latest date that JavaScript can hold. */
export const wallMs = number(0, 8.64e15);
export const durationMs = number(0, 1e12);
export const count = integer(0, Number.MAX_SAFE_INTEGER);

/** An exabyte: volumes of a whole cluster pass, nonsense does not. */
export const bytes = number(0, 1e18);
export const bytesPerSecond = number(0, 1e15);
export const eventsPerSecond = number(0, 1e12);

export const percent = number(0, 100);
/** Of one core, so that a process on many cores is far above 100. */
export const percentOfCore = number(0, 1e6);
/** Fans may be driven above their nominal speed. */
export const fanPercent = number(0, 300);

export const cores = number(0, 100_000);
export const load = number(0, 1e7);
export const uptimeSeconds = number(0, 1e11);
export const celsius = number(-100, 1000);
export const watts = number(0, 1e6);
export const megahertz = number(0, 1e6);
export const deviceIndex = integer(0, 1023);
export const processId = integer(0, 2 ** 31);

/** Names of things: interfaces, processes, cards, versions. */
export const name = string(128);
/** File names. */
export const path = string(512);
/** A line or two for people. */
export const sentence = string(1000);
