/** Every check from outside, in the order in which they are listed. */
import type { OutsideCheck } from './check.ts';
import { ownNetwork } from './own-network.ts';
import { podState } from './pod-state.ts';
import { ports } from './ports.ts';
import { proxy } from './proxy.ts';
import { sshAnswer } from './ssh-answer.ts';

export const outsideChecks: readonly OutsideCheck[] = [podState, ports, sshAnswer, proxy, ownNetwork];
