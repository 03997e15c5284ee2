/** The causes of the troubleshooting guide, each with how it is planted and what must be named first. */
import type { PodWishes } from './planted-pod.ts';

export type Fault = {
  readonly symptom: "won't start" | 'health check fails' | 'slow';
  readonly cause: string;
  readonly pod?: PodWishes;
  /** Shell lines in the pod once it is up. */
  readonly plant?: string;
  /** Only where a pod can have memory and CPU limits of its own. */
  readonly needsGroups?: true;
  readonly first: RegExp;
  readonly fix: RegExp;
  /** 1 where nothing is broken yet, 2 where it is. */
  readonly exitCode: 1 | 2;
};

const node = process.execPath;
const mebibyte = 1024 ** 2;
export const fillDisk = 'dd if=/dev/zero of=/var/tmp/big bs=1M >/dev/null 2>&1 || :';
/** Without nginx or the agent: an application that serves its port itself. */
function application(body: string): PodWishes {
  const text = `require("http").createServer((q, a) => { ${body} }).listen(8000, process.env.BIND)`;
  return {
    command: [node, '-e', text],
    variables: { POD_AGENT_APP_PORT: '8000', BIND: '0.0.0.0' },
  };
}
const untilServed = `for try in $(seq 100); do ${node} -e 'require("net").connect(8000,"127.0.0.1").on("connect",()=>process.exit(0)).on("error",()=>process.exit(1))' && break; sleep 0.1; done`;
const burn = `(trap '' HUP; while :; do :; done) >/dev/null 2>&1 &`;
/** Holds memory until its group has as many MiB of it, and keeps them until the pod ends. */
function hold(mebibytes: number): string {
  const text = `const fs = require("fs"), held = [];
const rss = () => Number(/^total_rss (\\d+)/m.exec(fs.readFileSync("/sys/fs/cgroup/memory/memory.stat", "utf8"))[1]);
while (rss() < ${mebibytes} * 2 ** 20) held.push(Buffer.alloc(1 << 20, 1));
fs.writeFileSync("/out/held", "");
setInterval(() => held.length, 1e6);`;
  return `${node} -e '${text}' >/dev/null 2>&1 &
for try in $(seq 200); do [ -e /out/held ] && exit 0; sleep 0.1; done
exit 1`;
}

const slowLines = `for second in 1 2 3 4 5 6 7 8 9 10 11 12; do
  echo '{"time":"'$(date -u +%Y-%m-%dT%H:%M:%S+00:00)'","method":"GET","path":"/generate","status":200,"bytes_sent":512,"request_time":6.2,"upstream_response_time":6.1}'
done >>/var/log/pod-agent/access.log`;

export const faults: readonly Fault[] = [
  {
    symptom: "won't start",
    cause: 'a setting that cannot be taken',
    pod: { variables: { POD_AGENT_APP_PORT: '99999' } },
    first: /^environment-setting-refused:POD_AGENT_APP_PORT$/,
    fix: /Correct POD_AGENT_APP_PORT/,
    exitCode: 1,
  },
  {
    symptom: "won't start",
    cause: 'another program holds the port',
    // Its start ends then, which in a container of its own it would do again and again.
    pod: {
      before: `${node} -e 'require("net").createServer().listen(80, () => require("fs").writeFileSync("/out/listens", ""))' &
until [ -e /out/listens ]; do sleep 0.1; done`,
      command: ['sh', '-c', 'pod-agent start; touch /out/ended; sleep 1000'],
    },
    plant: 'for try in $(seq 200); do [ -e /out/ended ] && exit 0; sleep 0.1; done; exit 1',
    first: /^nginx-port-held:80$/,
    fix: /./,
    exitCode: 2,
  },
  {
    symptom: "won't start",
    cause: "nginx's configuration is invalid",
    plant: `echo 'nonsense here;' >/run/pod-agent/nginx/nginx.conf
kill -KILL "$(cat /run/pod-agent/nginx/nginx.pid)"
sleep 1`,
    first: /^nginx-config-invalid/,
    fix: /./,
    exitCode: 2,
  },
  {
    symptom: "won't start",
    cause: 'the site is missing',
    pod: { before: 'rm -r /srv/site' },
    first: /^site-missing/,
    fix: /./,
    exitCode: 2,
  },
  {
    symptom: "won't start",
    cause: 'the site cannot be read',
    plant: 'chmod 700 /srv/site',
    first: /^site-unreadable/,
    fix: /./,
    exitCode: 2,
  },
  {
    symptom: "won't start",
    cause: 'the disk is full',
    pod: { before: fillDisk },
    first: /^disk-full:\/$/,
    fix: /caches of apt and pip/,
    exitCode: 2,
  },
  {
    symptom: "won't start",
    cause: 'no GPU tool though GPUs are paid for',
    pod: { variables: { RUNPOD_GPU_COUNT: '2' } },
    first: /^gpu-tool-missing$/,
    fix: /start it again/,
    exitCode: 2,
  },
  {
    symptom: "won't start",
    cause: "the host's driver is not loaded",
    pod: {
      variables: { RUNPOD_GPU_COUNT: '1' },
      cards: {
        failure: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
      },
    },
    first: /^gpu-driver-not-loaded$/,
    fix: /another machine/,
    exitCode: 2,
  },
  {
    symptom: 'health check fails',
    cause: 'nginx was stopped',
    // Its agent starts it anew, ever later, and gives up in the end.
    plant: `away=0
for try in $(seq 200); do
  kill -KILL "$(cat /run/pod-agent/nginx/nginx.pid)" 2>/dev/null && away=0 || away=$((away + 1))
  [ $away -lt 45 ] || exit 0
  sleep 0.1
done
exit 1`,
    first: /^nginx-not-running/,
    fix: /./,
    exitCode: 2,
  },
  {
    symptom: 'health check fails',
    cause: 'the application answers 5xx',
    pod: application('a.statusCode = 500; a.end()'),
    plant: untilServed,
    first: /^network-app-error/,
    fix: /log/,
    exitCode: 2,
  },
  {
    symptom: 'health check fails',
    cause: 'workers outlived their nginx',
    pod: {
      command: ['sleep', '1000'],
      variables: { POD_AGENT_APP_PORT: '8000' },
    },
    plant: `printf 'events {}\\nhttp { server { listen 8000; } }\\n' >/etc/nginx/nginx.conf
mkdir -p /var/log/nginx /var/lib/nginx
nginx >/dev/null 2>&1 || exit 1
for try in $(seq 200); do [ -s /run/nginx.pid ] && [ "$(pgrep -cx nginx)" -ge 2 ] && break; sleep 0.1; done
kill -KILL "$(cat /run/nginx.pid)"`,
    first: /^nginx-orphan-workers/,
    fix: /./,
    exitCode: 2,
  },
  {
    symptom: 'health check fails',
    cause: 'the disk filled up while it served',
    plant: fillDisk,
    first: /^disk-full:\/$/,
    fix: /caches of apt and pip/,
    exitCode: 2,
  },
  {
    symptom: 'health check fails',
    cause: 'a program was killed for want of memory',
    needsGroups: true,
    pod: { memoryLimitBytes: 256 * mebibyte },
    plant: `${node} -e 'const a=[];for(;;)a.push(Buffer.alloc(16<<20,1))' >/dev/null 2>&1 || :`,
    first: /^memory-oom-kill$/,
    fix: /smaller batch/,
    exitCode: 1,
  },
  {
    symptom: 'health check fails',
    cause: 'the application listens on the loopback address only',
    pod: { ...application('a.end()'), variables: { POD_AGENT_APP_PORT: '8000', BIND: '127.0.0.1' } },
    plant: untilServed,
    first: /^network-loopback-only:8000$/,
    fix: /0\.0\.0\.0/,
    exitCode: 2,
  },
  {
    symptom: 'slow',
    cause: 'the quota holds the CPU back',
    needsGroups: true,
    // A tenth of a core, which two busy loops want more than, however busy this machine is.
    plant: `echo 10000 >/sys/fs/cgroup/cpu/cpu.cfs_quota_us\n${burn}\n${burn}\nsleep 1`,
    first: /^cpu-throttled$/,
    fix: /OMP_NUM_THREADS/,
    exitCode: 1,
  },
  {
    symptom: 'slow',
    cause: 'the CPU is used up',
    needsGroups: true,
    // One busy loop takes far more than a tenth of a core.
    pod: { variables: { RUNPOD_CPU_COUNT: '0.1' } },
    plant: `${burn}\nsleep 1`,
    first: /^cpu-saturated$/,
    fix: /more vCPUs/,
    exitCode: 1,
  },
  {
    symptom: 'slow',
    cause: 'memory is nearly used up',
    needsGroups: true,
    pod: { memoryLimitBytes: 640 * mebibyte },
    plant: hold(570),
    first: /^memory-near-limit$/,
    fix: /more memory/,
    exitCode: 1,
  },
  {
    symptom: 'slow',
    cause: 'nginx has no connection left',
    pod: { before: 'ulimit -Sn 256; ulimit -Hn 256' },
    plant: `${node} -e 'let n=0;const done=()=>++n===240&&require("fs").writeFileSync("/out/connected","");for(let i=0;i<240;i++)require("net").connect(80,"127.0.0.1",done).on("error",done);setTimeout(()=>{},1e6)' >/dev/null 2>&1 &
for try in $(seq 200); do [ -e /out/connected ] && exit 0; sleep 0.1; done
exit 1`,
    first: /^nginx-connections/,
    fix: /worker_connections/,
    exitCode: 2,
  },
  {
    symptom: 'slow',
    cause: 'requests wait for what stands behind nginx',
    plant: slowLines,
    first: /^logs-slow-requests/,
    fix: /./,
    exitCode: 1,
  },
  {
    symptom: 'slow',
    cause: 'a card is held down by heat',
    pod: {
      variables: { RUNPOD_GPU_COUNT: '1' },
      cards: { 'clocks_event_reasons.active': '0x0000000000000040' },
    },
    first: /^gpu-throttled:0$/,
    fix: /another machine/,
    exitCode: 1,
  },
  {
    symptom: 'slow',
    cause: 'memory of a card is held by nobody',
    pod: {
      variables: { RUNPOD_GPU_COUNT: '1' },
      cards: { 'utilization.gpu': '0', 'memory.used': '70000' },
    },
    plant: `echo "$(date '+%Y-%m-%d %H:%M:%S') torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 GiB" >>/var/log/train.log`,
    first: /^gpu-memory-held:0$/,
    fix: /leftover workers/,
    exitCode: 1,
  },
];
