/** A pod that somebody rents while the simulation goes on: it serves whatever is deployed to it. */
import { serve } from './inference.ts';
import { ordinaryHardware, type Role } from './role.ts';

export const rented: Role = {
  id: 'rented',
  word: 'pod',
  firstNumber: 0,
  program: 'server',
  hardware: [{ ...ordinaryHardware, uptimeSeconds: 0 }],
  beginning: 'rented',
  workload: serve,
};
