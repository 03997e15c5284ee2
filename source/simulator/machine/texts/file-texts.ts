/** Files of a machine: the text of each at a moment, by its path. */
import type { MachineMoment } from '../machine.ts';

export type FileTexts = Readonly<Record<string, (moment: MachineMoment) => string>>;
