/** The account that pays. */
export type Account = {
  readonly id: string | null;
  readonly email: string | null;
  readonly balanceDollars: number | null;
  readonly spendPerHourDollars: number | null;
  readonly spendLimitPerHourDollars: number | null;
};

/** Where no wire of RunPod's tells of it. */
export const unknownAccount: Account = {
  id: null,
  email: null,
  balanceDollars: null,
  spendPerHourDollars: null,
  spendLimitPerHourDollars: null,
};
