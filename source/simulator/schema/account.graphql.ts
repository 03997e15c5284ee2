/** The API's types of the account: templates, secrets, volumes. */
export const accountTypes = /* GraphQL */ `
input PodTemplateInput { isRunpod: Boolean }
input PortConfigInput { port: String! name: String! }
input SaveTemplateInput {
  id: String
  name: String!
  imageName: String!
  dockerArgs: String
  env: [EnvironmentVariableInput]
  containerDiskInGb: Int! volumeInGb: Int! volumeMountPath: String
  ports: String portsConfig: [PortConfigInput]
  containerRegistryAuthId: String
  category: String readme: String
  isPublic: Boolean isServerless: Boolean
  startJupyter: Boolean startSsh: Boolean startScript: String advancedStart: Boolean
}
input UpdateUserSettingsInput { pubKey: String }
input SaveRegistryAuthInput { name: String! username: String! password: String! }
input UpdateRegistryAuthInput { id: String! username: String! password: String! }
input CreateNetworkVolumeInput { name: String! size: Int! dataCenterId: String! }
input UpdateNetworkVolumeInput { id: String! name: String size: Int }
input DeleteNetworkVolumeInput { id: String! }
input SecretCreateInput { name: String! value: String! description: String }

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
  podTemplates: [PodTemplate]
  secrets: [Secret]
  containerRegistryCreds: [ContainerRegistryAuth]
  savingsPlans: [SavingsPlan]
  datacenters: [DataCenter]
}
type Secret {
  id: String!
  name: String
  description: String
  createdAt: DateTime updatedAt: DateTime lastRetrievedAt: DateTime lastUpdatedAt: DateTime
}
type ContainerRegistryAuth { id: String name: String userId: String registryAuth: String }
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

type EnvironmentVariable { key: String value: String }
type PortConfig { port: String name: String }
type PodTemplate {
  id: String
  name: String
  imageName: String
  dockerArgs: String
  env: [EnvironmentVariable]
  containerDiskInGb: Int volumeInGb: Int volumeMountPath: String
  ports: String portsConfig: [PortConfig]
  containerRegistryAuthId: String
  category: String
  readme: String
  isPublic: Boolean isRunpod: Boolean isServerless: Boolean
  boundEndpointId: String
  startJupyter: Boolean startSsh: Boolean startScript: String advancedStart: Boolean
  earned: Float
  runtimeInMin: Int
  config: JSON
  userId: String
  presentationOrder: Int
}
`;
