/** What the operator has done to the page of releases, and the form of the next deploy. */
import type { TextField } from './text-field.ts';

export type DeploysView = {
  /** Kept while the form is closed, so that nothing that was chosen is lost. null: nothing was. */
  readonly form: DeployForm | null;
  /** Selected on the page, by `releaseKey`; null: the newest. */
  readonly selectedKey: string | null;
  /** The release whose details stand in the place of the list. */
  readonly openKey: string | null;
  readonly detailTop: number;
  readonly filter: { readonly field: TextField | null; readonly applied: string };
  /** Deploys that go on: when one is over, projects and releases are read anew. */
  readonly goingIds: readonly string[];
};

export const formRows = ['project', 'path', 'pod', 'gpu', 'region', 'version', 'changes'] as const;
export type FormRow = (typeof formRows)[number];

export type DeployForm = {
  /** The row that has the keys. */
  readonly row: FormRow;
  /** File of a known project; null: the one whose path is typed. */
  readonly projectFile: string | null;
  readonly path: TextField;
  /** The pod that was selected when the form was opened. */
  readonly selectedPodId: string | null;
  /** As in `podOptions`. */
  readonly pod: string;
  /** A GPU type's id, or `asProject`. */
  readonly gpu: string;
  /** A data centre's id, `anyRegion`, or `asProject`. */
  readonly region: string;
  /** Empty: by the project's own rule. */
  readonly version: TextField;
  readonly allowDirty: boolean;
};

export const asProject = 'as the project says';
export const anyRegion = 'any';

export const initialDeploysView: DeploysView = {
  form: null,
  selectedKey: null,
  openKey: null,
  detailTop: 0,
  filter: { field: null, applied: '' },
  goingIds: [],
};
