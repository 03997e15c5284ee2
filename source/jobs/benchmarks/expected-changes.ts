/** What a new release is meant to change of a pod, as the command line names it. Pure. */
import { fingerprintNames } from '../../../pod-agent/measures/fingerprint-names.ts';
import { nearestWord } from '../../base/nearest.ts';

export type ExpectedChanges =
  | { readonly ok: true; readonly names: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** @param text Entries of the fingerprint with commas between them, e.g. "image,configuration". */
export function readExpectedChanges(text: string): ExpectedChanges {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !fingerprintNames.some((known) => known === name));
  if (unknown === undefined) return { ok: true, names: [...new Set(names)] };
  const nearest = nearestWord(unknown, fingerprintNames);
  const hint =
    nearest === null ? `It must be of: ${fingerprintNames.join(', ')}.` : `Did you mean "${nearest}"?`;
  return { ok: false, reason: `"${unknown}" is nothing that runs are told apart by. ${hint}` };
}
