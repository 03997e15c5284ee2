/** The API's types of pods, and what pods are rented and changed with. */
export const podTypes = /* GraphQL */ `
enum PodStatus { CREATED RUNNING RESTARTING EXITED PAUSED DEAD TERMINATED }
enum PodType { INTERRUPTABLE RESERVED BID BACKGROUND }
enum CloudTypeEnum { SECURE COMMUNITY ALL }
enum ComputeType { CPU GPU }
enum Compliance { GDPR ISO_IEC_27001 ISO_14001 PCI_DSS HITRUST SOC_1_TYPE_2 SOC_2_TYPE_2 SOC_3_TYPE_2 ITAR FISMA_HIGH HIPAA }
enum PodStopReason { IMAGE_AUTH_ERROR IMAGE_NOT_FOUND IMAGE_PULL_ERROR CUDA_VERSION_MISMATCH }

input PodFilter { podId: String! }
input PodResumeInput { podId: String! gpuCount: Int syncMachine: Boolean computeType: ComputeType allowedCudaVersions: [String] }
input PodBidResumeInput { podId: String! gpuCount: Int! bidPerGpu: Float! }
input PodStopInput { podId: String! incrementVersion: Boolean reason: PodStopReason }
input PodTerminateInput { podId: String! }
input EnvironmentVariableInput { key: String! value: String! }
input SavingsPlanInput { planLength: String upfrontCost: Float }
input PodFindAndDeployOnDemandInput {
  name: String imageName: String dockerArgs: String templateId: String env: [EnvironmentVariableInput]
  gpuTypeId: String gpuTypeIdList: [String] gpuCount: Int cloudType: CloudTypeEnum
  dataCenterId: String countryCode: String
  minDisk: Int minDownload: Int minMemoryInGb: Int minUpload: Int minVcpuCount: Int
  port: Port ports: String supportPublicIp: Boolean globalNetwork: Boolean
  containerDiskInGb: Int volumeInGb: Int volumeKey: String volumeMountPath: String networkVolumeId: String
  containerRegistryAuthId: String aiApiId: String
  startJupyter: Boolean startSsh: Boolean stopAfter: DateTime terminateAfter: DateTime
  deployCost: Float savingsPlan: SavingsPlanInput
  cudaVersion: String allowedCudaVersions: [String] minCudaVersion: String
  instanceIds: [String] computeType: ComputeType compliance: [Compliance]
}
input PodRentInterruptableInput {
  name: String imageName: String dockerArgs: String templateId: String env: [EnvironmentVariableInput]
  bidPerGpu: Float gpuTypeId: String gpuCount: Int cloudType: CloudTypeEnum
  dataCenterId: String countryCode: String
  minDisk: Int minDownload: Int minMemoryInGb: Int minUpload: Int minVcpuCount: Int
  port: Port ports: String supportPublicIp: Boolean
  containerDiskInGb: Int volumeInGb: Int volumeKey: String volumeMountPath: String networkVolumeId: String
  containerRegistryAuthId: String
  startJupyter: Boolean startSsh: Boolean stopAfter: DateTime terminateAfter: DateTime
  cudaVersion: String allowedCudaVersions: [String] minCudaVersion: String
}
input PodEditJobInput {
  podId: String!
  imageName: String dockerArgs: String env: [EnvironmentVariableInput]
  port: Port ports: String
  containerDiskInGb: Int volumeInGb: Int volumeMountPath: String
  containerRegistryAuthId: String
}

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
`;
