/** The account that pays. */
export type Account = {
  readonly id: string | null;
  readonly email: string | null;
  readonly balanceDollars: number | null;
  readonly spendPerHourDollars: number | null;
  readonly spendLimitPerHourDollars: number | null;
};
