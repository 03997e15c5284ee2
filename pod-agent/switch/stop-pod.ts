/**
 * Stops the pod in which this runs, by RunPod's API with the pod's own key. It never terminates. REST v2 is asked first;
 * where that is gone, does not know the pod or the key, or does not answer, GraphQL is.
 */
import { jsonRequest } from '../outlets/notify/channel.ts';
import type { Send, SendResult } from '../outlets/notify/send.ts';

export type StopDoor = {
  readonly podId: string;
  readonly apiKey: string;
  /** As https://api.runpod.io/v2, without a slash at its end. */
  readonly restUrl: string;
  readonly graphqlUrl: string;
  readonly send: Send;
};

/** `reason` holds neither key nor address. */
export type StopResult =
  | { readonly ok: true; readonly by: 'REST v2' | 'GraphQL' }
  | { readonly ok: false; readonly reason: string };

const mutation = 'mutation stopPod($podId: String!) { podStop(input: {podId: $podId}) { id desiredStatus } }';

/** Never rejects. */
export async function stopPod(door: StopDoor, signal?: AbortSignal): Promise<StopResult> {
  const { podId, apiKey, restUrl, graphqlUrl, send } = door;
  const url = `${restUrl}/pods/${encodeURIComponent(podId)}/action`;
  const first = await send(jsonRequest(url, { action: 'stop' }, apiKey), signal);
  if (first.kind === 'answered' && isGood(first.status)) return { ok: true, by: 'REST v2' };
  const firstReason = `REST v2: ${textOf(first)}`;
  if (!mayBeOtherwise(first)) return { ok: false, reason: firstReason };
  const second = await send(
    jsonRequest(graphqlUrl, { query: mutation, variables: { podId } }, apiKey),
    signal,
  );
  const refusal = refusalOf(second);
  return refusal === null
    ? { ok: true, by: 'GraphQL' }
    : { ok: false, reason: `${firstReason}; GraphQL: ${refusal}` };
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

/** A rule that was broken (409, 422) is the same rule there, and too many requests are no fewer. */
function mayBeOtherwise(result: SendResult): boolean {
  return result.kind === 'unreachable' || ![409, 422, 429].includes(result.status);
}

function textOf(result: SendResult): string {
  return result.kind === 'unreachable' ? result.reason : `HTTP ${result.status}`;
}

/** GraphQL answers 200 also where it refuses; null: it has done so. */
function refusalOf(result: SendResult): string | null {
  if (result.kind === 'unreachable' || !isGood(result.status)) return textOf(result);
  const answer = parsed(result.body);
  if (typeof answer?.data?.podStop?.id === 'string') return null;
  const message = answer?.errors?.[0]?.message;
  return typeof message === 'string' ? message.slice(0, 200) : 'an answer that is none of a stop';
}

type Answer = {
  readonly data?: { readonly podStop?: { readonly id?: unknown } | null } | null;
  readonly errors?: readonly { readonly message?: unknown }[];
};

/** Each field is looked at before it is believed. */
function parsed(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer | null;
  } catch {
    return null;
  }
}
