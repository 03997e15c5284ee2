/** What whoever rents a pod decides, and may change by editing it: image, ports, disks, variables. */

export type PodSettings = {
  readonly image: string;
  /** As RunPod writes them: "8888/http,22/tcp". */
  readonly ports: string;
  /** As it was sent: references to secrets are not resolved. */
  readonly environment: Readonly<Record<string, string>>;
  /** The container's command; empty: the image's own. */
  readonly dockerArgs: string;
  readonly containerDiskGigabytes: number;
  readonly volumeGigabytes: number;
  readonly volumeMountPath: string;
  readonly registryAuthId: string | null;
  /** The account's keys are let in. */
  readonly startSsh: boolean;
};

export type DeclaredPort = { readonly number: number; readonly type: 'http' | 'tcp' };

/** Parts that are no port are left out. */
export function portsIn({ ports }: Pick<PodSettings, 'ports'>): readonly DeclaredPort[] {
  return ports.split(',').flatMap((part) => {
    const [, digits, type] = /^\s*(\d{1,5})\/(http|tcp)\s*$/.exec(part) ?? [];
    const number = Number(digits);
    if (digits === undefined || number < 1 || number > 65_535) return [];
    return [{ number, type: type === 'tcp' ? 'tcp' : 'http' }];
  });
}

export function declares(settings: PodSettings, number: number, type: DeclaredPort['type']): boolean {
  return portsIn(settings).some((port) => port.number === number && port.type === type);
}

/** `registry/repository:tag@digest` has the tag between; null where there is none. */
export function tagOf(image: string): string | null {
  const [named = ''] = image.split('@');
  return /:([\w][\w.-]*)$/.exec(named)?.[1] ?? null;
}
