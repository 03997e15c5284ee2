/** Times and durations as text. */
import { unknownMark } from './numbers.ts';

/** "14:32:07", in UTC, as logs of pods and the API have it. */
export function clock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** Two units, at most five cells: "47s", "12m", "9h40m", "6d04h", "120d". */
export function longDuration(seconds: number | null): string {
  if (seconds === null) return unknownMark;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (minutes < 1) return `${Math.floor(seconds)}s`;
  if (hours < 1) return `${minutes}m`;
  if (days < 1) return hours < 10 ? `${hours}h${pad(minutes % 60)}m` : `${hours}h`;
  return days < 10 ? `${days}d${pad(hours % 24)}h` : `${days}d`;
}

/** "00:47", "72:05". */
export function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
}

/** How long a job takes: "0:12", "12:05", "1:02:05". */
export function elapsedText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = pad(seconds % 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** "14:32:07" of the day that it is, "03-02 14:32" of another, in UTC. */
export function whenText(atMs: number, nowMs: number): string {
  const text = new Date(atMs).toISOString();
  const isToday = text.slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10);
  return isToday ? clock(atMs) : `${text.slice(5, 10)} ${text.slice(11, 16)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
