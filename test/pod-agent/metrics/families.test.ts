import { describe, expect, test } from 'vitest';
import { encodeMetrics } from '../../../pod-agent/metrics/encode.ts';
import { prometheusText } from '../../../pod-agent/metrics/prometheus-text.ts';
import { checkMetrics, prometheusMissing } from '../../neighbours/prometheus.ts';
import { report, reportWith } from '../outlets/http/views.ts';
import { container, familiesOf, host, inputOf } from './machine.ts';

const openMetrics = 'application/openmetrics-text; version=1.0.0';

/** Lines of samples in OpenMetrics, by what stands before the value. */
function samplesOf(families: ReturnType<typeof familiesOf>): Readonly<Record<string, number>> {
  const { text } = encodeMetrics(families, openMetrics);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

const inContainer = samplesOf(familiesOf(container));
const onHost = samplesOf(familiesOf(host));
const namesIn = (samples: Readonly<Record<string, number>>) =>
  new Set(Object.keys(samples).map((key) => key.replace(/\{.*/, '')));

describe('in a container', () => {
  test("CPU, memory, network and filesystems have cAdvisor's names and units", () => {
    expect(inContainer).toMatchObject({
      'container_cpu_usage_seconds_total{cpu="total"}': 123.456789,
      container_cpu_cfs_periods_total: 1000,
      container_cpu_cfs_throttled_periods_total: 25,
      container_spec_cpu_quota: 400_000,
      container_spec_cpu_period: 100_000,
      container_memory_working_set_bytes: 500_000_000,
      container_memory_cache: 300_000_000,
      container_spec_memory_limit_bytes: 1_073_741_824,
      container_oom_events_total: 2,
      'container_network_receive_bytes_total{interface="eth0"}': 1000,
      'container_network_transmit_bytes_total{interface="eth0"}': 2000,
      'container_network_receive_errors_total{interface="eth0"}': 1,
      'container_network_receive_packets_dropped_total{interface="eth0"}': 2,
      'container_network_transmit_errors_total{interface="eth0"}': 3,
      'container_network_transmit_packets_dropped_total{interface="eth0"}': 4,
      'container_fs_usage_bytes{device="/"}': 600 * 4096,
      'container_fs_limit_bytes{device="/"}': 1000 * 4096,
      container_fs_reads_bytes_total: 1000,
      container_fs_writes_bytes_total: 2000,
      'pod_agent_disk_read_bytes_total{scope="container"}': 1000,
      'pod_agent_disk_written_bytes_total{scope="container"}': 2000,
      'pod_agent_pressure_ratio{resource="cpu",tasks="some",scope="container"}': 0.125,
    });
  });

  test('node_ is left to what is truly the host: its load', () => {
    const nodes = [...namesIn(inContainer)].filter((name) => name.startsWith('node_'));
    expect(nodes).toEqual(['node_load1', 'node_load5', 'node_load15']);
    expect(inContainer).toMatchObject({ node_load1: 20.5, node_load15: 17.25 });
  });

  test('a network volume is nobody’s figure, and has only names of our own', () => {
    expect(
      Object.keys(inContainer)
        .filter((key) => key.includes('/workspace'))
        .sort(),
    ).toEqual(
      ['answers', 'available_bytes', 'inodes_used_ratio', 'quota_visible', 'size_bytes', 'used_bytes'].map(
        (name) => `pod_agent_filesystem_${name}{mountpoint="/workspace",fstype="fuse",scope="unknown"}`,
      ),
    );
  });
});

describe('on a host', () => {
  test("CPU, memory and network have node_exporter's names, and nothing has cAdvisor's", () => {
    expect(onHost).toMatchObject({
      'node_cpu_seconds_total{cpu="0",mode="user"}': 0.01,
      node_memory_MemTotal_bytes: 16_000_000 * 1024,
      node_memory_MemAvailable_bytes: 12_000_000 * 1024,
      'node_network_receive_bytes_total{device="eth0"}': 1000,
    });
    expect([...namesIn(onHost)].filter((name) => name.startsWith('container_'))).toEqual([]);
  });

  test('disks and filesystems have names of our own: node_exporter tells them by a device that is not known', () => {
    expect(onHost).toMatchObject({
      'pod_agent_disk_read_bytes_total{scope="host"}': 8 * 512,
      'pod_agent_disk_written_bytes_total{scope="host"}': 8 * 512,
      'pod_agent_filesystem_used_bytes{mountpoint="/",fstype="ext4",scope="host"}': 600 * 4096,
      'pod_agent_filesystem_used_bytes{mountpoint="/dev/shm",fstype="tmpfs",scope="host"}': 0,
    });
    expect([...namesIn(onHost)].filter((name) => /^node_(disk|filesystem)/.test(name))).toEqual([]);
  });
});

describe('GPUs', () => {
  const first = 'gpu="0",UUID="GPU-a",modelName="NVIDIA \\"H100\\"\\\\80GB",Hostname="host\ufffdname"';

  test("have dcgm-exporter's names, labels and units", () => {
    expect(inContainer).toMatchObject({
      [`DCGM_FI_DEV_GPU_UTIL{${first}}`]: 97,
      [`DCGM_FI_DEV_MEM_COPY_UTIL{${first}}`]: 40,
      [`DCGM_FI_DEV_FB_USED{${first}}`]: 1024,
      [`DCGM_FI_DEV_FB_FREE{${first}}`]: 81559 - 1024,
      [`DCGM_FI_DEV_GPU_TEMP{${first}}`]: 61,
      [`DCGM_FI_DEV_POWER_USAGE{${first}}`]: 640.25,
      [`DCGM_FI_DEV_ENFORCED_POWER_LIMIT{${first}}`]: 700,
      [`DCGM_FI_DEV_SM_CLOCK{${first}}`]: 1980,
      [`DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{${first}}`]: 7,
      'pod_agent_gpu_answers{gpu="2",UUID="GPU-c"}': 0,
      pod_agent_gpus_expected: 3,
      pod_agent_gpu_reading_age_seconds: 1.5,
    });
  });

  test('what a card does not say is absent, and 0 is 0', () => {
    const of = (part: string) => Object.keys(inContainer).filter((key) => key.includes(part));
    expect(of('DCGM_FI_DEV_GPU_UTIL')).toHaveLength(2);
    expect(of('DCGM_FI_DEV_MEMORY_TEMP')).toHaveLength(1);
    expect(of('DCGM_FI_DEV_FAN_SPEED')).toEqual([]);
    expect(of('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL')).toHaveLength(1);
    const idle = Object.entries(inContainer).find(([key]) => /GPU_UTIL.*GPU-b/.test(key));
    expect(idle?.[1]).toBe(0);
  });

  test('figures older than a minute are no state of the cards', () => {
    const gpuNamesAt = (ageMs: number) => {
      const { answers } = inputOf(container);
      const age = { ok: true, text: `${ageMs}` } as const;
      const samples = samplesOf(
        familiesOf(container, { answers: { ...answers, gpu: { ...answers.gpu, age } } }),
      );
      return [...namesIn(samples)].filter((name) => /^DCGM|^pod_agent_gpu/.test(name));
    };
    expect(gpuNamesAt(60_000)).toContain('DCGM_FI_DEV_GPU_UTIL');
    expect(gpuNamesAt(60_001)).toEqual([
      'pod_agent_gpus_expected',
      'pod_agent_gpu_tool_failed',
      'pod_agent_gpu_reading_age_seconds',
    ]);
  });
});

describe('health', () => {
  test('before the first report is unknown, and no check is spoken of', () => {
    expect(inContainer.pod_health_status).toBe(3);
    expect(inContainer.pod_agent_reports_total).toBe(0);
    expect(Object.keys(inContainer).filter((key) => /^pod_(check|alert)|report_age/.test(key))).toEqual([]);
  });

  test('is a number for each check, and a count of open alerts', () => {
    const alert = { fingerprint: 'a', checkId: 'disk', severity: 'fail', summary: '', sinceMs: 1 } as const;
    const failing = {
      ...reportWith('fail', 'full'),
      sequence: 4,
      alerts: [
        { ...alert, resolvedAtMs: null },
        { ...alert, fingerprint: 'b', resolvedAtMs: 5 },
      ],
    };
    expect(samplesOf(familiesOf(container, { report: failing }))).toMatchObject({
      pod_health_status: 2,
      'pod_check_status{check="app"}': 0,
      'pod_check_status{check="disk"}': 2,
      'pod_check_value{check="disk",unit="percent"}': 96,
      'pod_alert_active{check="disk",severity="fail"}': 1,
      'pod_alert_active{check="disk",severity="warn"}': 0,
      'pod_alert_active{check="app",severity="fail"}': 0,
      pod_agent_reports_total: 5,
      pod_agent_report_age_seconds: 9,
    });
  });
});

describe('alerts of a check that is not known', () => {
  const warned = { ...reportWith('unknown', 'The report is old.'), alerts: [] };
  const activeIn = (given: typeof report) =>
    Object.entries(samplesOf(familiesOf(container, { report: given }))).filter(([key]) =>
      /^pod_alert_active\{check="disk"/.test(key),
    );

  test('are not said to be none', () => {
    expect(activeIn(warned)).toEqual([]);
  });

  test('are counted where they were open when it was known last', () => {
    const alert = {
      fingerprint: 'a',
      checkId: 'disk',
      severity: 'warn',
      summary: '',
      sinceMs: 1,
      resolvedAtMs: null,
    } as const;
    expect(activeIn({ ...warned, alerts: [alert] })).toEqual([
      ['pod_alert_active{check="disk",severity="warn"}', 1],
    ]);
  });
});

test('a collector without anything to read from says so, and spoils no other', () => {
  const samples = samplesOf(familiesOf({ '/proc/loadavg': '1 2 3 1/1 1\n' }));
  expect(samples).toMatchObject({
    'pod_agent_collector_success{collector="cpu"}': 0,
    'pod_agent_collector_success{collector="network"}': 0,
    'pod_agent_collector_success{collector="load"}': 1,
    'pod_agent_collector_success{collector="gpu"}': 1,
    node_load1: 1,
  });
  expect([...namesIn(samples)].some((name) => /^(container|node_cpu)/.test(name))).toBe(false);
});

describe.skipIf(prometheusMissing !== null)(`promtool check metrics ${prometheusMissing ?? ''}`, () => {
  test.each([
    ['a container', container],
    ['a host', host],
    ['a machine of which nothing is known', {}],
  ])('has nothing to say of %s', (_, texts) => {
    expect(checkMetrics(prometheusText(familiesOf(texts, { report })))).toEqual({ code: 0, output: '' });
  });

  test('has nothing to say of AMD cards', () => {
    const input = inputOf(container);
    const amd =
      '{"card0": {"Unique ID": "0x1", "GPU use (%)": "12", "Temperature (Sensor edge) (C)": "40.0"}}';
    const gpu = {
      ...input.answers.gpu,
      hot: { ok: false, reason: 'absent', message: '' },
      rocm: { ok: true, text: amd },
    } as const;
    const text = prometheusText(familiesOf(container, { answers: { ...input.answers, gpu } }));
    expect(text).toContain('pod_agent_gpu_utilization_ratio{gpu="0"');
    expect(text).not.toContain('DCGM');
    expect(checkMetrics(text)).toEqual({ code: 0, output: '' });
  });

  test('would have', () => {
    expect(checkMetrics('# TYPE a_total gauge\na_total 1\n').code).toBe(3);
  });
});
