/** The cards that the cast's machines have: RunPod's names for them, and what the driver says of each. */

export type GpuModel = {
  readonly vendor: 'nvidia' | 'amd';
  /** RunPod's id, which is also what the driver prints as the name. */
  readonly typeId: string;
  /** RunPod's short name. */
  readonly displayName: string;
  /** Short form in pod names. */
  readonly slug: string;
  readonly rentedGigabytes: number;
  readonly memoryMebibytes: number;
  readonly powerLimitWatts: number;
  readonly idleWatts: number;
  readonly idleCelsius: number;
  readonly busyCelsius: number;
  readonly slowdownCelsius: number;
  readonly smClockMegahertz: number;
  readonly idleClockMegahertz: number;
  readonly memoryClockMegahertz: number;
  readonly computeCapability: string;
  readonly cudaCores: number;
  /** Data-centre cards have no fan of their own, but ECC memory with a sensor. */
  readonly dataCentre: boolean;
  readonly dollarsPerHour: { readonly secure: number; readonly community: number; readonly spot: number };
};

const shared = { vendor: 'nvidia', dataCentre: true, idleClockMegahertz: 345 } as const;

export const gpuModels = {
  h100: {
    ...shared,
    typeId: 'NVIDIA H100 80GB HBM3',
    displayName: 'H100 SXM',
    slug: 'h100',
    rentedGigabytes: 80,
    memoryMebibytes: 81_559,
    powerLimitWatts: 700,
    idleWatts: 71,
    idleCelsius: 29,
    busyCelsius: 63,
    slowdownCelsius: 87,
    smClockMegahertz: 1980,
    memoryClockMegahertz: 2619,
    computeCapability: '9.0',
    cudaCores: 16_896,
    dollarsPerHour: { secure: 2.69, community: 2.59, spot: 1.75 },
  },
  h200: {
    ...shared,
    typeId: 'NVIDIA H200',
    displayName: 'H200 SXM',
    slug: 'h200',
    rentedGigabytes: 141,
    memoryMebibytes: 143_771,
    powerLimitWatts: 700,
    idleWatts: 76,
    idleCelsius: 30,
    busyCelsius: 64,
    slowdownCelsius: 87,
    smClockMegahertz: 1980,
    memoryClockMegahertz: 3201,
    computeCapability: '9.0',
    cudaCores: 16_896,
    dollarsPerHour: { secure: 3.59, community: 3.39, spot: 2.29 },
  },
  a100: {
    ...shared,
    typeId: 'NVIDIA A100-SXM4-80GB',
    displayName: 'A100 SXM',
    slug: 'a100',
    rentedGigabytes: 80,
    memoryMebibytes: 81_920,
    powerLimitWatts: 400,
    idleWatts: 62,
    idleCelsius: 31,
    busyCelsius: 62,
    slowdownCelsius: 85,
    smClockMegahertz: 1410,
    idleClockMegahertz: 210,
    memoryClockMegahertz: 1593,
    computeCapability: '8.0',
    cudaCores: 6912,
    dollarsPerHour: { secure: 1.49, community: 1.39, spot: 0.79 },
  },
  l40s: {
    ...shared,
    typeId: 'NVIDIA L40S',
    displayName: 'L40S',
    slug: 'l40s',
    rentedGigabytes: 48,
    memoryMebibytes: 46_068,
    powerLimitWatts: 350,
    idleWatts: 34,
    idleCelsius: 33,
    busyCelsius: 69,
    slowdownCelsius: 88,
    smClockMegahertz: 2520,
    idleClockMegahertz: 210,
    memoryClockMegahertz: 9001,
    computeCapability: '8.9',
    cudaCores: 18_176,
    dollarsPerHour: { secure: 0.86, community: 0.79, spot: 0.4 },
  },
  a6000: {
    ...shared,
    typeId: 'NVIDIA RTX A6000',
    displayName: 'RTX A6000',
    slug: 'a6000',
    rentedGigabytes: 48,
    memoryMebibytes: 49_140,
    powerLimitWatts: 300,
    idleWatts: 22,
    idleCelsius: 34,
    busyCelsius: 72,
    slowdownCelsius: 92,
    smClockMegahertz: 2100,
    idleClockMegahertz: 210,
    memoryClockMegahertz: 8001,
    computeCapability: '8.6',
    cudaCores: 10_752,
    dataCentre: false,
    dollarsPerHour: { secure: 0.49, community: 0.33, spot: 0.24 },
  },
  rtx4090: {
    ...shared,
    typeId: 'NVIDIA GeForce RTX 4090',
    displayName: 'RTX 4090',
    slug: '4090',
    rentedGigabytes: 24,
    memoryMebibytes: 24_564,
    powerLimitWatts: 450,
    idleWatts: 19,
    idleCelsius: 33,
    busyCelsius: 68,
    slowdownCelsius: 90,
    smClockMegahertz: 2745,
    idleClockMegahertz: 210,
    memoryClockMegahertz: 10_501,
    computeCapability: '8.9',
    cudaCores: 16_384,
    dataCentre: false,
    dollarsPerHour: { secure: 0.69, community: 0.34, spot: 0.2 },
  },
  mi300x: {
    ...shared,
    vendor: 'amd',
    typeId: 'AMD Instinct MI300X OAM',
    displayName: 'MI300X',
    slug: 'mi300x',
    rentedGigabytes: 192,
    memoryMebibytes: 196_288,
    powerLimitWatts: 750,
    idleWatts: 136,
    idleCelsius: 38,
    busyCelsius: 66,
    slowdownCelsius: 100,
    smClockMegahertz: 2100,
    idleClockMegahertz: 132,
    memoryClockMegahertz: 1300,
    computeCapability: 'gfx942',
    cudaCores: 0,
    dollarsPerHour: { secure: 2.69, community: 2.39, spot: 1.49 },
  },
} as const satisfies Record<string, GpuModel>;

export type GpuModelId = keyof typeof gpuModels;
