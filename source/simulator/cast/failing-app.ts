/** A server whose health page fails: first it answers 503, then not at all, then it is well again for a moment. */
import { placeInCycle, type SiteState } from '../machine/workload.ts';
import { serve } from './inference.ts';
import { ordinaryHardware, type Role } from './role.ts';

const cycleSeconds = 180;

export const failingApp: Role = {
  id: 'failing-app',
  word: 'api',
  firstNumber: 1,
  program: 'VLLM::EngineCor',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'l40s',
      dataCenterId: 'US-GA-2',
      vcpuCount: 16,
      memoryGigabytes: 94,
      cgroup: 1,
      image: 'vllm/vllm-openai:v0.11.2',
    },
  ],
  beginning: 'running',
  workload: (moment) => ({ ...serve(moment), site: siteAt(moment.second) }),
};

function siteAt(second: number): SiteState {
  const place = placeInCycle(second, cycleSeconds);
  if (place < 10) return 'ok';
  return place < 120 ? 'failing' : 'hanging';
}
