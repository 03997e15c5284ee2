/** Who works here, for what others read: who deploys, who acknowledged an alert. */
import { userInfo } from 'node:os';

/** A container may run as a number that has no name. */
export function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
