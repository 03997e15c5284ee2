/**
 * The short name of a GPU, as RunPod shows it elsewhere, from the type it is asked for with: "NVIDIA GeForce RTX 4090" is
 * "RTX 4090", "NVIDIA A100-SXM4-80GB" "A100 SXM". REST v2 puts only the type into a pod.
 */
export function gpuNameOfType(typeId: string): string {
  const name = typeId
    .replace(/^(NVIDIA|AMD)\s+/i, '')
    .replace(/^(GeForce|Instinct|Tesla)\s+/i, '')
    .replace(/\s+(Generation|Blackwell)\b.*$/i, '')
    .replace(/^(\w+) 80GB HBM3$/i, '$1 SXM')
    .replace(/-?SXM\d?(-\d+GB)?$/i, ' SXM')
    // There is no other of that type; what fits a slot is called NVL.
    .replace(/^H200$/i, 'H200 SXM')
    .replace(/\s+OAM$/i, '')
    .replace(/[ -]\d+GB\b/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  return name === '' ? typeId : name;
}
