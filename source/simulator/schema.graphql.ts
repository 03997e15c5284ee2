/**
 * What this RunPod can be asked: pods, templates, the account and the catalogue. Field names, types and nullability are
 * RunPod's; endpoints, clusters, teams and CPU pods are left out.
 */
import { accountTypes } from './schema/account.graphql.ts';
import { catalogueTypes } from './schema/catalogue.graphql.ts';
import { podTypes } from './schema/pods.graphql.ts';

const roots = /* GraphQL */ `
scalar DateTime
scalar Port
scalar JSON
scalar Void

type Query {
  myself: User
  pod(input: PodFilter): Pod
  gpuTypes(input: GpuTypeFilter): [GpuType]
  dataCenters: [DataCenter]
  cpuTypes: [CpuType]
  countryCodes: [String]
  podTemplates(input: PodTemplateInput): [PodTemplate]
  podTemplate(id: String!): PodTemplate
}

type Mutation {
  podFindAndDeployOnDemand(input: PodFindAndDeployOnDemandInput): Pod
  podRentInterruptable(input: PodRentInterruptableInput!): Pod
  podEditJob(input: PodEditJobInput!): Pod
  podResume(input: PodResumeInput!): Pod
  podBidResume(input: PodBidResumeInput!): Pod
  podStop(input: PodStopInput!): Pod
  podTerminate(input: PodTerminateInput!): Void
  saveTemplate(input: SaveTemplateInput): PodTemplate
  deleteTemplate(templateName: String!): Void
  updateUserSettings(input: UpdateUserSettingsInput): User
  secretCreate(input: SecretCreateInput!): Secret
  secretDelete(id: ID!): Void
  saveRegistryAuth(input: SaveRegistryAuthInput!): ContainerRegistryAuth
  updateRegistryAuth(input: UpdateRegistryAuthInput!): ContainerRegistryAuth
  deleteRegistryAuth(registryAuthId: String!): Boolean
  createNetworkVolume(input: CreateNetworkVolumeInput!): NetworkVolume
  updateNetworkVolume(input: UpdateNetworkVolumeInput!): NetworkVolume
  deleteNetworkVolume(input: DeleteNetworkVolumeInput!): Boolean
}
`;

export const schemaText = [roots, podTypes, catalogueTypes, accountTypes].join('\n');
