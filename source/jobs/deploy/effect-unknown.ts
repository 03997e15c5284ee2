/** Thrown where nobody can tell whether an effect happened: it is not done again, and nothing is torn down. */
export class EffectUnknown extends Error {}
