/**
 * What in a plan nginx could not be told. A value that is not listed here stands in the configuration as itself and as
 * nothing more: it ends no directive and names no variable.
 */
import type { NginxPlan } from './plan.ts';

/**
 * One sentence per value that cannot be taken: its name, the variable by which a pod sets it, the value, and what it must
 * be. Empty where all is well.
 */
export function problemsOfPlan(plan: NginxPlan): readonly string[] {
  return [
    ...problemOfPath('prefix (POD_AGENT_RUN_FOLDER)', plan.prefix),
    ...problemOfPath('logFolder (POD_AGENT_LOG_FOLDER)', plan.logFolder),
    ...problemOfPath('site (POD_AGENT_SITE)', plan.site),
    ...problemOfNumber('port (POD_AGENT_APP_PORT)', plan.port, 1, 65_535),
    ...problemOfNumber('agentPort (POD_AGENT_HTTP_PORT)', plan.agentPort, 1, 65_535),
    ...problemOfNumber('statusPort (POD_AGENT_NGINX_STATUS_PORT)', plan.statusPort, 1, 65_535),
    ...problemOfPorts(plan),
    ...problemOfNumber('workerProcesses', plan.workerProcesses, 1, 512),
    ...problemOfNumber('openFilesLimit', plan.openFilesLimit, 64, 10_000_000),
    ...problemOfNumber('requestsPerSecond (POD_AGENT_RATE_LIMIT)', plan.requestsPerSecond, 1, 1_000_000),
    ...problemOfUser(plan.workerUser),
    ...problemOfPolicy(plan.contentSecurityPolicy),
    ...problemOfHeader(plan.realAddressHeader),
  ];
}

/**
 * nginx expands `$` in paths and in headers and knows no way to write one that stands for itself, so it is refused.
 * Quotes and backslashes could be escaped, but no folder of a pod has one; what has one is an accident or an attempt.
 */
const unquotable = /["$\\\p{Cc}]/u;

/** nginx takes no word of a configuration that is longer than 4096 bytes. */
const longestTextBytes = 3000;

function problemOfPath(name: string, path: string): string[] {
  if (path.startsWith('/') && !unquotable.test(path) && bytesOf(path) <= longestTextBytes) return [];
  return [
    `nginx: ${name} is ${shown(path)}. It must be an absolute path without quotes, "$", backslashes and control characters.`,
  ];
}

function problemOfNumber(name: string, value: number, min: number, max: number): string[] {
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  return [`nginx: ${name} is ${value}. It must be a whole number from ${min} to ${max}.`];
}

function problemOfPorts({ port, agentPort, statusPort }: NginxPlan): string[] {
  if (new Set([port, agentPort, statusPort]).size === 3) return [];
  return [
    `nginx: the ports are ${port} (port, POD_AGENT_APP_PORT), ${agentPort} (agentPort, POD_AGENT_HTTP_PORT) and ${statusPort} (statusPort, POD_AGENT_NGINX_STATUS_PORT). They must be three different ones.`,
  ];
}

function problemOfUser(user: string | null): string[] {
  if (user === null || /^[A-Za-z_][\w.-]{0,31}(:[A-Za-z_][\w.-]{0,31})?$/.test(user)) return [];
  return [
    `nginx: workerUser is ${shown(user)}. It must be the name of a user, or of a user and a group: "nobody:nogroup".`,
  ];
}

function problemOfPolicy(policy: string | null): string[] {
  if (policy === null) return [];
  const isHeader = /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(policy);
  if (isHeader && !unquotable.test(policy) && policy.length <= longestTextBytes) return [];
  return [
    `nginx: contentSecurityPolicy (POD_AGENT_CSP) is ${shown(policy)}. It must be one line of at most ${longestTextBytes} ASCII characters without double quotes, "$" and backslashes.`,
  ];
}

function problemOfHeader(name: string): string[] {
  if (/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(name)) return [];
  return [
    `nginx: realAddressHeader (POD_AGENT_REAL_IP_HEADER) is ${shown(name)}. It must be the name of a header: letters, digits and hyphens, e.g. X-Real-IP.`,
  ];
}

function shown(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

/** Of UTF-8; what is not ASCII has at most three for each unit of a string. */
function bytesOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter <= '\x7f' ? 1 : 3 * letter.length), 0);
}
