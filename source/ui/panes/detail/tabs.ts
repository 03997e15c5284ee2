/** The tabs of the detail: each makes its lines from the pod, for a room of any size. */
import type { PodRow } from '../../../fleet/questions.ts';
import type { Span } from '../../draw/paint.ts';
import type { DetailTab } from '../../state/view.ts';
import { adviceTab } from './advice-tab.ts';
import { gpusTab } from './gpus-tab.ts';
import { historyTab } from './history-tab.ts';
import { networkTab } from './network-tab.ts';
import { overviewTab } from './overview-tab.ts';
import { processesTab } from './processes-tab.ts';
import type { TabRoom } from './tab-room.ts';

export type Tab = {
  readonly id: DetailTab;
  readonly title: string;
  /** More lines than the room's height are scrolled. */
  lines(row: PodRow, room: TabRoom): readonly (readonly Span[])[];
};

export const tabs: readonly Tab[] = [
  { id: 'overview', title: 'Overview', lines: overviewTab },
  { id: 'gpus', title: 'GPUs', lines: gpusTab },
  { id: 'processes', title: 'Processes', lines: processesTab },
  { id: 'history', title: 'History', lines: historyTab },
  { id: 'network', title: 'Network & disks', lines: networkTab },
  { id: 'advice', title: 'Advice', lines: adviceTab },
];
