/**
 * GPU types of RunPod by the names that people use, to help with spelling. RunPod's own list is the truth and is asked by
 * preflight, so a name that is not here is passed on with a warning.
 */
import { nearestWord } from '../../base/nearest.ts';

export type GpuWish =
  | { readonly kind: 'known'; readonly typeId: string }
  /** "H100" alone may be any of several. */
  | { readonly kind: 'several'; readonly names: readonly string[] }
  | { readonly kind: 'unknown'; readonly nearest: string | null };

/** A type's id, or its short name, whatever the case: "RTX 4090", "nvidia l40s", "H100 SXM". */
export function gpuWish(wish: string): GpuWish {
  const wanted = plain(wish);
  const exact = types.find(([id, name]) => plain(id) === wanted || plain(name) === wanted);
  if (exact !== undefined) return { kind: 'known', typeId: exact[0] };
  const several = types.filter(([, name]) => plain(name).startsWith(`${wanted} `)).map(([, name]) => name);
  if (several.length > 1) return { kind: 'several', names: several };
  const [only] = types.filter(([, name]) => plain(name).startsWith(`${wanted} `));
  if (only !== undefined) return { kind: 'known', typeId: only[0] };
  return {
    kind: 'unknown',
    nearest: nearestWord(
      wanted,
      types.map(([, name]) => name),
    ),
  };
}

function plain(name: string): string {
  return name
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .replace(/^(nvidia|amd) /, '')
    .replace(/^geforce /, '');
}

/** As a pod is asked for with, and as RunPod shows it. */
const types: readonly (readonly [id: string, name: string])[] = [
  ['NVIDIA GeForce RTX 3070', 'RTX 3070'],
  ['NVIDIA GeForce RTX 3080', 'RTX 3080'],
  ['NVIDIA GeForce RTX 3080 Ti', 'RTX 3080 Ti'],
  ['NVIDIA GeForce RTX 3090', 'RTX 3090'],
  ['NVIDIA GeForce RTX 3090 Ti', 'RTX 3090 Ti'],
  ['NVIDIA GeForce RTX 4070 Ti', 'RTX 4070 Ti'],
  ['NVIDIA GeForce RTX 4080', 'RTX 4080'],
  ['NVIDIA GeForce RTX 4080 SUPER', 'RTX 4080 SUPER'],
  ['NVIDIA GeForce RTX 4090', 'RTX 4090'],
  ['NVIDIA GeForce RTX 5080', 'RTX 5080'],
  ['NVIDIA GeForce RTX 5090', 'RTX 5090'],
  ['NVIDIA RTX A2000', 'RTX A2000'],
  ['NVIDIA RTX A4000', 'RTX A4000'],
  ['NVIDIA RTX A4500', 'RTX A4500'],
  ['NVIDIA RTX A5000', 'RTX A5000'],
  ['NVIDIA RTX A6000', 'RTX A6000'],
  ['NVIDIA RTX 2000 Ada Generation', 'RTX 2000 Ada'],
  ['NVIDIA RTX 4000 Ada Generation', 'RTX 4000 Ada'],
  ['NVIDIA RTX 4000 SFF Ada Generation', 'RTX 4000 Ada SFF'],
  ['NVIDIA RTX 5000 Ada Generation', 'RTX 5000 Ada'],
  ['NVIDIA RTX 6000 Ada Generation', 'RTX 6000 Ada'],
  ['NVIDIA RTX PRO 4500 Blackwell', 'RTX PRO 4500'],
  ['NVIDIA RTX PRO 6000 Blackwell Server Edition', 'RTX PRO 6000'],
  ['NVIDIA RTX PRO 6000 Blackwell Workstation Edition', 'RTX PRO 6000 WK'],
  ['NVIDIA A30', 'A30'],
  ['NVIDIA A40', 'A40'],
  ['NVIDIA A100 80GB PCIe', 'A100 PCIe'],
  ['NVIDIA A100-SXM4-80GB', 'A100 SXM'],
  ['NVIDIA L4', 'L4'],
  ['NVIDIA L40', 'L40'],
  ['NVIDIA L40S', 'L40S'],
  ['NVIDIA H100 PCIe', 'H100 PCIe'],
  ['NVIDIA H100 80GB HBM3', 'H100 SXM'],
  ['NVIDIA H100 NVL', 'H100 NVL'],
  ['NVIDIA H200', 'H200 SXM'],
  ['NVIDIA B200', 'B200'],
  ['Tesla V100-PCIE-16GB', 'Tesla V100'],
  ['Tesla V100-SXM2-16GB', 'V100 SXM2'],
  ['Tesla V100-SXM2-32GB', 'V100 SXM2 32GB'],
  ['AMD Instinct MI300X OAM', 'MI300X'],
];
