/** What a flag of the command line is. */

type FlagType = 'boolean' | 'string' | 'number';
export type FlagDefinition = {
  readonly type: FlagType;
  readonly help: string;
  readonly value?: string;
  readonly shortFlag?: string;
  readonly isMultiple?: true;
  /** It is on unless it is refused: shown as --no-NAME. */
  readonly isRefusal?: true;
  /** Of a number. */
  readonly range?: NumberRange;
};

export type NumberRange = {
  readonly isWhole: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
};
