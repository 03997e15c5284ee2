/**
 * What one alert hides of another. Only where the reading behind the hidden one is the hidden alert's own source: nothing
 * is guessed about what may have caused what. Pure.
 */

/**
 * Whether nothing can be said of the alert now, since its figures come from what is broken: it is neither raised nor
 * repeated, and that it is gone from the report does not say that it is over.
 */
export function isHidden(fingerprint: string, firing: ReadonlySet<string>): boolean {
  return hiders.some(({ hidden, by }) => {
    const stem = hidden.exec(fingerprint)?.[1];
    return stem !== undefined && firing.has(`${stem}${by}`);
  });
}

/** Whether the alert's end cannot be seen: while the driver fails, no alert of a single card is known to be over. */
export function isEndHidden(fingerprint: string, firing: ReadonlySet<string>): boolean {
  if (isHidden(fingerprint, firing)) return true;
  return isOfOneCard(fingerprint) && [...firing].some((name) => name !== missingCard && isOfDriver(name));
}

/**
 * Whether the alert may be gone since its card is. A report tells that a card is missing, but not which: it may stay
 * missing until the pod is replaced, and the cards that are left have ends that are to be told before that.
 */
export function isEndDoubtful(fingerprint: string, firing: ReadonlySet<string>): boolean {
  return isOfOneCard(fingerprint) && firing.has(missingCard);
}

const missingCard = 'gpu:missing';

function isOfOneCard(fingerprint: string): boolean {
  return /^gpu:.+:/.test(fingerprint);
}

function isOfDriver(fingerprint: string): boolean {
  return /^gpu:[a-z-]+$/.test(fingerprint);
}

/** `hidden` captures the stem that both have; `by` is what follows it in the one that hides. */
const hiders: readonly { readonly hidden: RegExp; readonly by: string }[] = [
  // A card that is lost keeps the temperature it had last.
  { hidden: /^(gpu:.+):(?:temperature|throttle)$/, by: ':status' },
  // How fast it answered before it was down.
  { hidden: /^(app):latency$/, by: ':down' },
  // How full a volume was before it went away.
  { hidden: /^(disk:.+):inodes$/, by: ':unanswered' },
  { hidden: /^(disk:.+)$/, by: ':unanswered' },
];
