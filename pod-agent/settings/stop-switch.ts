/** When a pod stops itself, and by what. Off where nothing is set. */
import { keySetting, numberSetting, urlSetting } from './setting.ts';

export const stopSwitchSettings = {
  idleStopMinutes: numberSetting({
    name: 'POD_ENGINE_IDLE_STOP_MINUTES',
    summary: 'The pod stops itself when nobody was there and nothing ran for so long. Not set: never.',
    fallback: null,
    min: 0,
    max: 525_600,
    decimals: true,
  }),
  timeToLiveMinutes: numberSetting({
    name: 'POD_ENGINE_TTL_MINUTES',
    summary: "The pod stops itself so long after the container's start, busy or not. Not set: never.",
    fallback: null,
    min: 0,
    max: 525_600,
    decimals: true,
  }),
  graceMinutes: numberSetting({
    name: 'POD_ENGINE_STOP_GRACE_MINUTES',
    summary: 'Between the warning that the pod stops itself and the stop.',
    fallback: 5,
    min: 0,
    max: 1440,
    decimals: true,
  }),
  apiKey: keySetting({
    name: 'RUNPOD_API_KEY',
    summary: 'RunPod sets it: the key by which a pod may stop itself. It is for that pod alone.',
  }),
  restUrl: urlSetting({
    name: 'POD_ENGINE_REST_URL',
    summary: "RunPod's REST API v2, where it is not the usual one.",
    fallback: 'https://api.runpod.io/v2',
  }),
  graphqlUrl: urlSetting({
    name: 'POD_ENGINE_GRAPHQL_URL',
    summary: "RunPod's GraphQL API, which is asked where the other is gone.",
    fallback: 'https://api.runpod.io/graphql',
  }),
} as const;
