/** Why pods cannot be containers here, in words for the operator. */
export class ContainerFailure extends Error {}
