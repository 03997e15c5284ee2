import { describe, expect, it } from 'vitest';
import { differentPorts, servingSettings } from '../../../pod-agent/settings/serving.ts';
import { readSettings } from '../../../pod-agent/settings/setting.ts';
import { variablesOfEnvironment } from '../../../pod-agent/settings/variables.ts';

const read = (environment: Readonly<Record<string, string>>) =>
  readSettings(servingSettings, variablesOfEnvironment(environment));

describe('ports', () => {
  it.each([
    [{ appPort: 80, agentPort: 9480, nginxStatusPort: 9481 }, { agentPort: 9480, nginxStatusPort: 9481 }, 0],
    [{ appPort: 80, agentPort: 80, nginxStatusPort: 9481 }, { agentPort: 0, nginxStatusPort: 9481 }, 1],
    [{ appPort: 80, agentPort: 9480, nginxStatusPort: 80 }, { agentPort: 9480, nginxStatusPort: 9481 }, 1],
    [
      { appPort: 9481, agentPort: 9480, nginxStatusPort: 9481 },
      { agentPort: 9480, nginxStatusPort: 9482 },
      1,
    ],
    [{ appPort: 80, agentPort: 90, nginxStatusPort: 90 }, { agentPort: 0, nginxStatusPort: 90 }, 1],
    [{ appPort: 80, agentPort: 80, nginxStatusPort: 80 }, { agentPort: 0, nginxStatusPort: 9481 }, 2],
  ])('%j become different', (wanted, expected, problems) => {
    const result = differentPorts(wanted);
    expect(result.values).toEqual({ ...wanted, ...expected });
    expect(result.problems).toHaveLength(problems);
  });
});

describe('what nginx could not be told is left out as a setting', () => {
  it.each([
    ['POD_AGENT_CSP', ' '],
    ['POD_AGENT_CSP', `default-src "self"`],
    ['POD_AGENT_SITE', '/srv/my"site'],
    ['POD_AGENT_SITE', 'site'],
    ['POD_AGENT_RUN_FOLDER', '/x$y'],
    ['POD_AGENT_REAL_IP_HEADER', 'no header; {'],
    ['POD_AGENT_APP_PORT', '99999'],
  ])('%s=%s', (name, text) => {
    const { values, problems } = read({ [name]: text });
    expect(problems.map((problem) => problem.name)).toEqual([name]);
    expect(values).toEqual(read({}).values);
  });

  it('takes a token without the line break of its file, and none that no header can carry', () => {
    expect(read({ POD_AGENT_METRICS_TOKEN: 's3cret\n' }).values.metricsToken).toBe('s3cret');
    const { values, problems } = read({ POD_AGENT_METRICS_TOKEN: 'my token' });
    expect(values.metricsToken).toBeNull();
    expect(problems[0]?.message).not.toContain('my token');
  });
});
