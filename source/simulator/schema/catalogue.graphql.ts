/** The API's types of GPUs, data centres and CPUs. */
export const catalogueTypes = /* GraphQL */ `
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
`;
