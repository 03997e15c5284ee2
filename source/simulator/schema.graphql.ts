/**
 * What this RunPod can be asked: pods, the account and the catalogue. Field names, types and nullability are RunPod's;
 * templates, endpoints, teams, secrets and everything that creates are left out.
 */
export const schemaText = /* GraphQL */ `
scalar DateTime
scalar Port
scalar Void

type Query {
  myself: User
  pod(input: PodFilter): Pod
  gpuTypes(input: GpuTypeFilter): [GpuType]
  dataCenters: [DataCenter]
  cpuTypes: [CpuType]
  countryCodes: [String]
}

type Mutation {
  podResume(input: PodResumeInput!): Pod
  podBidResume(input: PodBidResumeInput!): Pod
  podStop(input: PodStopInput!): Pod
  podTerminate(input: PodTerminateInput!): Void
}

enum PodStatus { CREATED RUNNING RESTARTING EXITED PAUSED DEAD TERMINATED }
enum PodType { INTERRUPTABLE RESERVED BID BACKGROUND }
enum ComputeType { CPU GPU }
enum Compliance { GDPR ISO_IEC_27001 ISO_14001 PCI_DSS HITRUST SOC_1_TYPE_2 SOC_2_TYPE_2 SOC_3_TYPE_2 ITAR FISMA_HIGH HIPAA }
enum PodStopReason { IMAGE_AUTH_ERROR IMAGE_NOT_FOUND IMAGE_PULL_ERROR CUDA_VERSION_MISMATCH }

input PodFilter { podId: String! }
input PodResumeInput { podId: String! gpuCount: Int syncMachine: Boolean computeType: ComputeType allowedCudaVersions: [String] }
input PodBidResumeInput { podId: String! gpuCount: Int! bidPerGpu: Float! }
input PodStopInput { podId: String! incrementVersion: Boolean reason: PodStopReason }
input PodTerminateInput { podId: String! }

type Pod {
  id: String!
  name: String!
  desiredStatus: PodStatus!
  lastStatusChange: String
  lastStartedAt: DateTime
  createdAt: DateTime
  podType: PodType
  locked: Boolean
  imageName: String!
  dockerArgs: String
  dockerId: String
  env: [String]
  ports: String
  port: Port
  gpuCount: Int!
  gpuPowerLimitPercent: Int!
  gpus: [Gpu]!
  vcpuCount: Float!
  memoryInGb: Float!
  containerDiskInGb: Int
  volumeInGb: Float
  volumeMountPath: String
  volumeEncrypted: Boolean!
  volumeKey: String
  networkVolumeId: String
  networkVolume: NetworkVolume
  costPerHr: Float!
  adjustedCostPerHr: Float!
  costMultiplier: Float
  lowestBidPriceToResume: Float
  savingsPlans: [SavingsPlan]
  machineId: String!
  machineType: String
  machine: PodMachineInfo
  runtime: PodRuntime
  latestTelemetry: PodTelemetry
  uptimeSeconds: Int
  version: Int
  slsVersion: Int
  templateId: String
  containerRegistryAuthId: String
  registry: PodRegistry
  consumerUserId: String
  aiApiId: String
  apiKey: String
  testPod: Boolean
  cpuFlavorId: String
  clusterId: String clusterIp: String clusterIdx: Int clusterCidr: String
}

type Gpu { id: String! podId: String }
type PodRegistry { auth: String pass: String url: String user: String username: String }

type PodRuntime {
  container: PodRuntimeContainer
  gpus: [PodRuntimeGpus]
  ports: [PodRuntimePorts]
  uptimeInSeconds: Int
}
type PodRuntimeContainer { cpuPercent: Int memoryPercent: Int }
type PodRuntimeGpus { id: String gpuUtilPercent: Int memoryUtilPercent: Int }
type PodRuntimePorts { ip: String isIpPublic: Boolean privatePort: Int publicPort: Int type: String }

type PodMachineInfo {
  id: String
  podHostId: String
  dataCenterId: String
  location: String
  gpuTypeId: String
  gpuDisplayName: String
  gpuType: GpuType
  gpuAvailable: Int
  costPerHr: Float
  currentPricePerGpu: Float
  diskMBps: Int
  maxDownloadSpeedMbps: Int
  maxUploadSpeedMbps: Int
  listed: Boolean
  machineType: String
  maintenanceStart: DateTime
  maintenanceEnd: DateTime
  maintenanceNote: String
  note: String
  runpodIp: String
  secureCloud: Boolean
  supportPublicIp: Boolean
  minPodGpuCount: Int
  machineSystem: MachineSystem
  cpuTypeId: String
  cpuType: CpuType
  cpuCount: Int
  vcpuTotal: Int
  vcpuReserved: Float
  memoryTotal: Int
  memoryReserved: Float
  globalNetwork: Boolean
}
type MachineSystem {
  os: String
  cudaVersion: String
  diskTotal: Int
  diskFree: Int
  dockerVersion: String
  kernelVersion: String
  privateIp: String
  publicIp: String
}

type PodTelemetry {
  state: String
  time: DateTime
  cpuUtilization: Float
  memoryUtilization: Float
  averageGpuMetrics: GpuTelemetry
  individualGpuMetrics: [GpuTelemetry]
  lastStateTransitionTimestamp: Int
}
type GpuTelemetry {
  id: String
  percentUtilization: Float
  temperatureCelcius: Float
  memoryUtilization: Float
  powerWatts: Float
}

input GpuTypeFilter { id: String ids: [String] }
input GpuLowestPriceInput {
  countryCode: String
  dataCenterId: String
  gpuCount: Int
  includeAiApi: Boolean
  minDisk: Int
  minDownload: Int
  minMemoryInGb: Int
  minUpload: Int
  minVcpuCount: Int
  secureCloud: Boolean
  supportPublicIp: Boolean
  totalDisk: Int
  cudaVersion: String
  allowedCudaVersions: [String]
  compliance: [Compliance]
  globalNetwork: Boolean
}
input GpuAvailabilityInput {
  gpuCount: Int
  minDisk: Int minMemoryInGb: Int minVcpuCount: Int
  secureCloud: Boolean
  allowedCudaVersions: [String]
  includeAiApi: Boolean
}

type GpuType {
  id: String
  displayName: String
  manufacturer: String
  memoryInGb: Int
  cudaCores: Int
  secureCloud: Boolean
  communityCloud: Boolean
  securePrice: Float
  communityPrice: Float
  clusterPrice: Float
  oneWeekPrice: Float oneMonthPrice: Float threeMonthPrice: Float sixMonthPrice: Float
  communitySpotPrice: Float
  secureSpotPrice: Float
  maxGpuCount: Int
  maxGpuCountCommunityCloud: Int
  maxGpuCountSecureCloud: Int
  minPodGpuCount: Int
  nodeGroupGpuSizes: [Int]
  nodeGroupDatacenters: [DataCenter]
  throughput: Int
  lowestPrice(input: GpuLowestPriceInput): LowestPrice
}
type LowestPrice {
  gpuName: String
  gpuTypeId: String
  minimumBidPrice: Float
  uninterruptablePrice: Float
  stockStatus: String
  minMemory: Int minVcpu: Int minDownload: Int minUpload: Int minDisk: Int
  rentalPercentage: Float
  rentedCount: Int
  totalCount: Int
  countryCode: String
  supportPublicIp: Boolean
  compliance: [Compliance]
  maxGpuCount: Int
  maxUnreservedGpuCount: Int
  availableGpuCounts: [Int]
}

type DataCenter {
  id: String
  name: String
  location: String
  storage: DataCenterStorage
  storageSupport: Boolean
  globalNetwork: Boolean
  listed: Boolean
  compliance: [Compliance]
  gpuAvailability(input: GpuAvailabilityInput): [GpuAvailability]
}
type DataCenterStorage { hostname: String ips: [String] type: String user: String }
type GpuAvailability {
  id: String
  gpuTypeId: String
  gpuTypeDisplayName: String
  displayName: String
  gpuType: GpuType
  available: Boolean
  stockStatus: String
}
type CpuType { id: String displayName: String manufacturer: String cores: Float threadsPerCore: Float groupId: String }

type User {
  id: String
  authId: String
  email: String
  pods: [Pod]
  clientBalance: Float
  hostBalance: Float
  currentSpendPerHr: Float
  spendLimit: Float
  spendDetails: SpendDetails
  clientLifetimeSpend: Float
  creditAlertThreshold: Float
  underBalance: Boolean
  minBalance: Float
  machineQuota: Int
  maxServerlessConcurrency: Int
  multiFactorEnabled: Boolean
  signedTermsOfService: Boolean
  notifyPodsStale: Boolean notifyPodsGeneral: Boolean notifyLowBalance: Boolean notifyOther: Boolean
  pubKey: String
  isTeam: Boolean
  networkVolumes: [NetworkVolume]
  savingsPlans: [SavingsPlan]
  datacenters: [DataCenter]
}
type SpendDetails { localStoragePerHour: Float networkStoragePerHour: Float gpuComputePerHour: Float }
type NetworkVolume { id: String name: String size: Int dataCenterId: String dataCenter: DataCenter }
type SavingsPlan {
  id: String
  startTime: DateTime
  endTime: DateTime
  gpuType: GpuType
  podId: String
  gpuTypeId: String
  pod: Pod
  savingsPlanType: String
  costPerHr: Float
  upfrontCost: Float
  planLength: String
}
`;
