/** What a binding does, as far as there is room to say it. */
import { textWidth } from '../../../terminal/text-width.ts';

/** The whole label, else what it says first: "restart the pod, or all marked ones". */
export function labelWithin(label: string, room: number): string {
  if (textWidth(label) <= room) return label;
  const [first = ''] = label.split(/[;:]/);
  return first.length < leastTelling ? label : first;
}

/** "menu" alone says less than the start of the whole. */
const leastTelling = 14;
