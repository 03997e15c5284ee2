/** Where the pod serves, from which folders, and what it says of itself. */
import { formSetting, keySetting, numberSetting, pathSetting, portSetting, textSetting } from './setting.ts';
import type { Problem } from './variables.ts';

export const servingSettings = {
  appPort: portSetting({
    name: 'POD_AGENT_APP_PORT',
    summary: 'The port at which nginx serves the pod; no other port of the pod may be the same.',
    fallback: 80,
  }),
  appPath: textSetting({
    name: 'POD_AGENT_APP_PATH',
    summary: 'What the monitor asks nginx for, to know whether the site answers.',
    fallback: '/',
  }),
  site: pathSetting({
    name: 'POD_AGENT_SITE',
    summary: 'The folder of static files that is served.',
    fallback: '/srv/site',
  }),
  runFolder: pathSetting({
    name: 'POD_AGENT_RUN_FOLDER',
    summary: "For nginx's configuration, its temporary files and the fallback page, written at each start.",
    fallback: '/run/pod-agent',
  }),
  logFolder: pathSetting({
    name: 'POD_AGENT_LOG_FOLDER',
    summary: "For nginx's access log (JSON lines) and error log.",
    fallback: '/var/log/pod-agent',
  }),
  agentPort: portSetting({
    name: 'POD_AGENT_HTTP_PORT',
    summary: 'Where the agent answers /health.json and /metrics, on 127.0.0.1 only.',
    fallback: 9480,
  }),
  nginxStatusPort: portSetting({
    name: 'POD_AGENT_NGINX_STATUS_PORT',
    summary: "nginx's stub_status, on 127.0.0.1 only.",
    fallback: 9481,
  }),
  sshPort: portSetting({
    name: 'POD_AGENT_SSH_PORT',
    summary: 'Where sshd listens when PUBLIC_KEY is set.',
    fallback: 22,
  }),
  contentSecurityPolicy: formSetting({
    name: 'POD_AGENT_CSP',
    summary: 'Content-Security-Policy for a site with inline scripts or styles, or files of other hosts.',
    fallback: null,
    form: /^(?=.*\S)[\x20-\x21\x23\x25-\x5b\x5d-\x7e]{1,3000}$/,
    wanted: 'one line of at most 3000 ASCII characters without double quotes, "$" and backslashes',
  }),
  realAddressHeader: formSetting({
    name: 'POD_AGENT_REAL_IP_HEADER',
    summary: "The header in which a proxy in front tells the client's address.",
    fallback: 'CF-Connecting-IP',
    form: /^[A-Za-z][A-Za-z0-9-]{0,63}$/,
    wanted: 'the name of a header: letters, digits and hyphens, e.g. X-Real-IP',
  }),
  requestsPerSecond: numberSetting({
    name: 'POD_AGENT_RATE_LIMIT',
    summary:
      'Requests a second from one address before nginx answers 429; twice that for a moment. Loopback is not limited.',
    fallback: 50,
    min: 1,
    max: 1_000_000,
  }),
  metricsToken: keySetting({
    name: 'POD_AGENT_METRICS_TOKEN',
    summary: 'The bearer token that opens /metrics through nginx. Without one it is 404 there.',
  }),
  version: textSetting({
    name: 'POD_VERSION',
    summary: 'Version of what is deployed, shown in /health.json. The image sets it.',
    fallback: null,
  }),
  revision: textSetting({
    name: 'POD_REVISION',
    summary: 'Source revision of what is deployed. The image sets it.',
    fallback: null,
  }),
} as const;

type Ports = { readonly appPort: number; readonly agentPort: number; readonly nginxStatusPort: number };

/**
 * Three different ports, whatever was set: the pod's own holds, and another that is the same gives way. The agent's pages
 * then take any port that is free (0).
 */
export function differentPorts<Values extends Ports>(
  values: Values,
): { readonly values: Values; readonly problems: readonly Problem[] } {
  const { appPort } = values;
  const problems: Problem[] = [];
  const giveWay = (name: string, port: number, instead: string) =>
    problems.push({
      name,
      message: `${name} is ${port}, which another port of the pod is as well. ${instead} Set three different ones.`,
    });
  let { agentPort, nginxStatusPort } = values;
  if (nginxStatusPort === appPort) {
    nginxStatusPort = [9481, 9482].find((port) => port !== appPort && port !== agentPort) ?? 9483;
    giveWay(servingSettings.nginxStatusPort.name, appPort, `It is taken as ${nginxStatusPort}.`);
  }
  if (agentPort === appPort || agentPort === nginxStatusPort) {
    giveWay(servingSettings.agentPort.name, agentPort, 'Any that is free is taken.');
    agentPort = 0;
  }
  return { values: { ...values, agentPort, nginxStatusPort }, problems };
}
