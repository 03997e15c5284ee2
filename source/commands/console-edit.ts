/** Editing a pod's settings from the console: read, lent to the editor with the terminal, read back, and written when it was asked. */
import { messageOf } from '../base/message-of.ts';
import type { PodEntry } from '../fleet/fleet.ts';
import type { PodSettings } from '../fleet/pod-settings.ts';
import type { EditReading } from '../life/life-snapshot.ts';
import type { ReadSettings } from '../life/read-settings-text.ts';
import type { SettingsChange } from '../life/settings-change.ts';
import type { CloudFailure, CloudResult } from '../runpod/cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import { isOpen } from '../watch/actions.ts';
import { awaitAnswers } from '../watch/awaited-answers.ts';
import type { ConsoleLifeOptions } from './console-life-options.ts';
import { editedText, editorOf } from './edit-text.ts';
import { missingSecretsOfEdit } from './judge-in-account.ts';

export type ConsoleEdit = {
  begin(podId: string): Promise<void>;
  apply(podId: string): void;
  drop(): void;
  /** Waits a little for what is being written. */
  close(): Promise<void>;
};

/** What was read and written of the pod that is edited now; it never leaves the memory but in the editor's file. */
type Draft = {
  readonly podId: string;
  readonly settings: PodSettings;
  readonly text: string;
  readonly change: SettingsChange | null;
};

type Written = { readonly podId: string; readonly name: string; readonly change: SettingsChange };

export function createConsoleEdit(
  options: ConsoleLifeOptions,
  show: (reading: EditReading | null) => void,
): ConsoleEdit {
  const { cloud, store, terminal, environment, nowMs, say: sayAtEnd, endNow } = options;
  const answers = awaitAnswers({ dispatch: store.dispatch, sayAtEnd, endNow });
  let draft: Draft | null = null;
  /** Of the edit that is going on: one that was dropped must not open an editor. */
  let abort = new AbortController();

  async function begin(podId: string): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    try {
      await edit(podId, signal);
    } catch (error) {
      if (!signal.aborted) show({ podId, kind: 'failed', reason: messageOf(error), hint: '' });
    }
  }

  async function edit(podId: string, signal: AbortSignal): Promise<void> {
    const read = draft?.podId === podId ? draft : await readDraft(podId, signal);
    if (signal.aborted || read === null) return;
    show({ podId, kind: 'editing' });
    const edited = await lent(() => editedText(editorOf(environment), read.text));
    if (signal.aborted) return;
    if (!edited.ok) {
      draft = null;
      return show({ podId, kind: 'failed', reason: edited.reason, hint: 'Set EDITOR to one that is there.' });
    }
    await judge({ ...read, text: edited.text }, signal);
  }

  /** The terminal is the child's as long as `run` goes on. */
  async function lent<Value>(run: () => Promise<Value>): Promise<Value> {
    const results: Value[] = [];
    await terminal.handOver(async () => void results.push(await run()));
    const [result] = results;
    if (result === undefined) throw new Error('The terminal could not be lent to the editor');
    return result;
  }

  async function readDraft(podId: string, signal: AbortSignal): Promise<Draft | null> {
    show({ podId, kind: 'reading' });
    if (cloud === null) {
      show({ podId, kind: 'failed', reason: 'There is no RunPod API to ask.', hint: '' });
      return null;
    }
    const read = await cloud.podSettings(podId, signal);
    if (signal.aborted) return null;
    if (!read.ok) {
      show({ podId, kind: 'failed', reason: read.message, hint: read.hint });
      return null;
    }
    const { settingsText } = await import('../life/settings-text.ts');
    return { podId, settings: read.value, text: settingsText(read.value), change: null };
  }

  async function judge({ podId, settings, text }: Draft, signal: AbortSignal): Promise<void> {
    const { readSettingsText } = await import('../life/read-settings-text.ts');
    const read = await withSecrets(readSettingsText(text, settings), settings, signal);
    if (signal.aborted) return;
    draft = { podId, settings, text, change: read.ok ? read.change : null };
    if (!read.ok) return show({ podId, kind: 'wrong', problems: read.problems });
    if (read.change.differences.length === 0) {
      draft = null;
      return show({ podId, kind: 'unchanged' });
    }
    const state = podOf(podId)?.pod.state.kind;
    const isReset = read.change.edit !== null && state !== 'stopped';
    show({ podId, kind: 'ready', differences: read.change.differences, isReset });
  }

  /** A reference to a secret that is not there would be an empty variable in the pod. */
  async function withSecrets(
    read: ReadSettings,
    settings: PodSettings,
    signal: AbortSignal,
  ): Promise<ReadSettings> {
    if (!read.ok || cloud === null) return read;
    const problems = await missingSecretsOfEdit(cloud, { settings, change: read.change }, signal);
    return problems.length === 0 ? read : { ok: false, problems };
  }

  function apply(podId: string): void {
    const change = draft?.podId === podId ? draft.change : null;
    const name = podOf(podId)?.pod.name ?? podId;
    drop();
    if (change === null || cloud === null) return;
    answers.begin(`edit ${name}`, write(cloud, { podId, name, change }).then(hurry));
  }

  async function write(cloud: WholeCloud, { podId, name, change }: Written): Promise<void> {
    if (change.edit !== null) {
      answers.dispatch({ kind: 'asked', atMs: nowMs(), podId, action: 'edit' });
      const edited = await cloud.editPod(change.edit, answers.signal).catch(thrown);
      sayOutcome(podId, `edit ${name}`, edited);
      if (!edited.ok) return;
    }
    if (change.rename === null) return;
    const renamed = await cloud.renamePod({ podId, name: change.rename }, answers.signal).catch(thrown);
    sayOutcome(podId, `rename ${name}`, renamed);
  }

  function hurry(): void {
    if (!answers.hasEnded()) options.hurry();
  }

  function sayOutcome(podId: string, what: string, result: CloudResult<unknown>): void {
    const atMs = nowMs();
    if (!result.ok && isOpen(result)) {
      const text = `${what}: no clear answer, it may have been done all the same. ${result.message}`;
      answers.dispatch({ kind: 'output', atMs, level: 'warn', text });
      return;
    }
    const text = result.ok ? `${what}: accepted.` : `${what} failed: ${result.message} ${result.hint}`;
    answers.dispatch({ kind: 'answered', atMs, podId, ok: result.ok, text });
  }

  function podOf(podId: string): PodEntry | undefined {
    return store.snapshot().pods.get(podId);
  }

  function drop(): void {
    abort.abort();
    draft = null;
    show(null);
  }

  return {
    ...{ begin, apply, drop },
    async close() {
      abort.abort();
      await answers.close();
    },
  };
}

/** A mistake of ours is shown like any failure: what was sent before it may have arrived. */
function thrown(error: unknown): CloudFailure {
  return {
    ok: false,
    code: 'unexpected',
    message: messageOf(error),
    hint: '',
    retryAfterMs: null,
  };
}
