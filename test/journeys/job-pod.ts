/** A pod over OpenSSH whose agent tells what a test has written down for it, in the wire's own words. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobEventBody, JobKind } from '../../pod-agent/protocol/job-events.ts';
import { type SshPod, startSshPod } from '../neighbours/ssh-pod.ts';

export type ScriptedPod = SshPod & {
  /** What its next job says. Without a verdict at its end the job goes on for ever, and takes no notice of being stopped. */
  write(kind: JobKind, events: readonly JobEventBody[]): void;
};

export async function startScriptedPod(): Promise<ScriptedPod> {
  const pod = await startSshPod();
  const bin = join(pod.home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'pod-agent'), script, { mode: 0o755 });
  return {
    ...pod,
    write(kind, events) {
      const lines = events.map((event, at) =>
        JSON.stringify({ ...event, sequence: at + 1, atMs: Date.now() }),
      );
      const isOver = events.at(-1)?.kind === 'verdict';
      writeFileSync(join(pod.home, 'kind'), kind);
      writeFileSync(join(pod.home, 'state'), isOver ? 'ended' : 'running');
      writeFileSync(join(pod.home, 'events'), lines.map((line) => `${line}\n`).join(''));
    },
  };
}

const hello =
  '{"kind":"job-hello","protocol":1,"id":"%s","nonce":"%s","jobKind":"%s","pid":1,"state":"%s","isNew":true,"beganAtMs":1,"bootId":null,"agentVersion":"0.1.0"}';

const script = `#!/bin/sh
[ "$1" = --version ] && { echo 0.1.0; exit; }
[ "$2" = stop ] && exit 0
after=0
while [ $# -gt 0 ]; do
  case "$1" in
    --id) id=$2 ;;
    --nonce) nonce=$2 ;;
    --after) after=$2 ;;
  esac
  shift
done
state=$(cat "$HOME/state")
printf '\\n${hello}\\n' "$id" "$nonce" "$(cat "$HOME/kind")" "$state"
tail -n "+$((after + 1))" "$HOME/events"
while [ "$state" = running ]; do
  printf '{"kind":"job-beat","atMs":1}\\n'
  sleep 1
done
`;
