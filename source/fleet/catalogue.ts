/** What an account holds beside its pods, and what RunPod has to rent, as the screen shows them. */
export type Stock = 'high' | 'medium' | 'low' | 'none' | null;

/** A GPU type as RunPod's catalogue has it. Stock is a hint, never a reservation. */
export type GpuType = {
  /** As a pod is asked for with: "NVIDIA GeForce RTX 4090". */
  readonly typeId: string;
  readonly displayName: string;
  readonly manufacturer: string | null;
  readonly memoryGigabytes: number | null;
  /** For one card and hour, on demand. null: not to be had there, or nobody said. */
  readonly secureDollars: number | null;
  readonly communityDollars: number | null;
  /** Lowest bid for a spot pod; GraphQL alone knows it. */
  readonly lowestBidDollars: number | null;
  readonly maxGpuCount: number | null;
  readonly stock: Stock;
  /** Where it is to be had, and how much of it; empty where nobody said. */
  readonly dataCentres: readonly { readonly id: string; readonly stock: Stock }[];
};

export type TemplateRow = {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly ports: string;
  readonly containerDiskGigabytes: number;
  readonly volumeGigabytes: number;
};

export type VolumeRow = {
  readonly id: string;
  readonly name: string;
  readonly dataCentreId: string | null;
  readonly sizeGigabytes: number | null;
};

export type NamedRow = { readonly id: string; readonly name: string };

/** A public key of the account, as ssh-keygen -l shows it. */
export type KeyRow = {
  readonly fingerprint: string;
  readonly type: string;
  readonly comment: string;
};

/** What was read of one kind, and how that stands. A list that failed keeps what was read before, with its age. */
export type Reading<Row> = {
  readonly isReading: boolean;
  /** null: never read. */
  readonly rows: readonly Row[] | null;
  readonly readAtMs: number | null;
  /** Of the last try; null where it was answered. */
  readonly failure: { readonly message: string; readonly hint: string } | null;
};

export type ResourcesSnapshot = {
  readonly gpus: Reading<GpuType>;
  readonly templates: Reading<TemplateRow>;
  readonly volumes: Reading<VolumeRow>;
  readonly registries: Reading<NamedRow>;
  readonly keys: Reading<KeyRow>;
  readonly secrets: Reading<NamedRow>;
};

export type ResourceKind = keyof ResourcesSnapshot;

const unread = { isReading: false, rows: null, readAtMs: null, failure: null } as const;

export const noResources: ResourcesSnapshot = {
  gpus: unread,
  templates: unread,
  volumes: unread,
  registries: unread,
  keys: unread,
  secrets: unread,
};
