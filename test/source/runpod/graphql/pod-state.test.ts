import { expect, test } from 'vitest';
import { derivePodState } from '../../../../source/runpod/graphql/pod-state.ts';

const date = 'Wed Jul 29 2026 21:56:48 GMT+0000 (Coordinated Universal Time)';
const running = { kind: 'running' };
const initialising = { kind: 'initialising' };
const terminated = { kind: 'terminated' };
const stoppedBy = (by: string) => ({ kind: 'stopped', by });
const unknown = (reason: string) => ({ kind: 'unknown', reason });

test.each([
  { status: 'RUNNING', change: `Rented by User: ${date}`, hasRuntime: true, state: running },
  { status: 'RUNNING', change: null, hasRuntime: true, state: running },
  { status: 'running', change: null, hasRuntime: true, state: running },
  { status: 'RUNNING', change: `Exited by user: ${date}`, hasRuntime: true, state: running },
  { status: 'RUNNING', change: `Rented by User: ${date}`, hasRuntime: false, state: initialising },
  { status: 'RUNNING', change: null, hasRuntime: false, state: initialising },
  { status: 'CREATED', change: null, hasRuntime: false, state: initialising },
  { status: 'RESTARTING', change: null, hasRuntime: true, state: initialising },
  { status: 'EXITED', change: `Exited by user: ${date}`, hasRuntime: false, state: stoppedBy('user') },
  { status: 'EXITED', change: `Exited by user: ${date}`, hasRuntime: true, state: stoppedBy('user') },
  { status: 'EXITED', change: `EXITED BY USER: ${date}`, hasRuntime: false, state: stoppedBy('user') },
  { status: 'EXITED', change: `Exited by Runpod: ${date}`, hasRuntime: false, state: stoppedBy('runpod') },
  {
    status: 'EXITED',
    change: 'Exited by RunPod: Insufficient balance',
    hasRuntime: true,
    state: stoppedBy('runpod'),
  },
  { status: 'EXITED', change: `Outbid: ${date}`, hasRuntime: false, state: stoppedBy('outbid') },
  { status: 'EXITED', change: `  outbid: ${date}`, hasRuntime: false, state: stoppedBy('outbid') },
  { status: 'EXITED', change: `Terminated by user: ${date}`, hasRuntime: true, state: terminated },
  { status: 'EXITED', change: `Terminated by RunPod: ${date}`, hasRuntime: false, state: terminated },
  { status: 'EXITED', change: `terminated by runpod: ${date}`, hasRuntime: false, state: terminated },
  { status: 'EXITED', change: `Rented by User: ${date}`, hasRuntime: false, state: stoppedBy('unknown') },
  { status: 'EXITED', change: 'The user exited by user', hasRuntime: false, state: stoppedBy('unknown') },
  { status: 'EXITED', change: null, hasRuntime: false, state: stoppedBy('unknown') },
  { status: 'EXITED', change: '', hasRuntime: true, state: stoppedBy('unknown') },
  { status: 'TERMINATED', change: `Outbid: ${date}`, hasRuntime: false, state: terminated },
  { status: 'TERMINATED', change: null, hasRuntime: true, state: terminated },
  { status: 'PAUSED', change: null, hasRuntime: true, state: unknown('RunPod gave the status PAUSED') },
  { status: 'DEAD', change: null, hasRuntime: false, state: unknown('RunPod gave the status DEAD') },
  {
    status: 'HIBERNATING',
    change: null,
    hasRuntime: true,
    state: unknown('RunPod gave the status HIBERNATING'),
  },
  { status: '', change: null, hasRuntime: true, state: unknown('RunPod gave no status') },
  {
    status: null,
    change: `Exited by user: ${date}`,
    hasRuntime: true,
    state: unknown('RunPod gave no status'),
  },
])('$status, "$change", runtime $hasRuntime', ({ status, change, hasRuntime, state }) => {
  expect(derivePodState({ desiredStatus: status, lastStatusChange: change, hasRuntime })).toEqual(state);
});
