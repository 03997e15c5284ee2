/** A text without what differs between any two runs: times of day and how long something took. */
const clockTimes = /\b\d{2}:\d{2}:\d{2}(\.\d+)?Z?\b/g;
const durations = /\b(in|took|within|after) [\d.,]+ ?(ms|s|min)\b/g;

export function withoutTimes(text: string): string {
  return text.replace(clockTimes, '#').replace(durations, '$1 #');
}
