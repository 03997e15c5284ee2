/** Put in by the bundler; run from its sources, the agent has no released version. */
export function agentVersion(): string {
  return typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-development';
}
