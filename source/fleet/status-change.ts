/** RunPod's words on the last change of a pod's state, with the date as people write it. Pure. */

/**
 * "Exited by user: Wed Jul 29 2026 21:56:48 GMT+0000 (Coordinated Universal Time)" is said as "Exited by user: 29 Jul 2026
 * 21:56 UTC". What has no date of JavaScript in it, or one of another zone, stays as it is.
 */
export function statusChangeText(told: string): string {
  return told.replace(dateOfJavaScript, '$2 $1 $3 $4 UTC');
}

const dateOfJavaScript =
  /\b[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) (\d{4}) (\d{2}:\d{2}):\d{2} GMT\+0000(?: \(Coordinated Universal Time\))?/;
