/** A Dockerfile as it is read here: instructions with their lines, gathered into stages. Nothing of it is run. */

export type Instruction = {
  /** In capitals: RUN. */
  readonly keyword: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** --platform=linux/amd64 as platform → [linux/amd64]; without a value "". RUN may have several of --mount. */
  readonly flags: Readonly<Record<string, readonly string[]>>;
  /** What follows keyword and flags, with its lines joined. */
  readonly text: string;
  /** The exec form: ["node", "serve.js"]. null: it is not in that form. */
  readonly words: readonly string[] | null;
  readonly heredocs: readonly string[];
};

export type Stage = {
  readonly index: number;
  /** After AS, in lower case. */
  readonly name: string | null;
  readonly from: Instruction;
  readonly base: StageBase;
  /** Without FROM. */
  readonly instructions: readonly Instruction[];
};

export type StageBase =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly index: number }
  /** With the build arguments filled in. */
  | { readonly kind: 'image'; readonly reference: string }
  /** FROM names an argument that has no value. */
  | { readonly kind: 'unknown'; readonly text: string };

export type Dockerfile = {
  /** The image of `# syntax=`. */
  readonly syntax: { readonly image: string; readonly line: number } | null;
  /** ARG before the first FROM. */
  readonly globalArguments: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** What is no instruction, or stands where none may: the build would fail. */
  readonly faults: readonly { readonly line: number; readonly reason: string }[];
};

/**
 * The stages that the image is made of: the target, or the last one, and those below it. The target's own comes first.
 * @returns Empty where there is no such stage.
 */
export function imageStages(dockerfile: Dockerfile, target: string | null): readonly Stage[] {
  const found: Stage[] = [];
  let next = target === null ? dockerfile.stages.at(-1) : stageNamed(dockerfile.stages, target);
  while (next !== undefined) {
    found.push(next);
    // A base always stands above, so this ends.
    next = next.base.kind === 'stage' ? dockerfile.stages[next.base.index] : undefined;
  }
  return found;
}

/** By its name, or by its number. */
export function stageNamed(stages: readonly Stage[], name: string): Stage | undefined {
  const byName = stages.findLast((stage) => stage.name === name.toLowerCase());
  return byName ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);
}

/** The one that counts: of the target's own stage the last, else of the stage below. */
export function lastInstruction(stages: readonly Stage[], keyword: string): Instruction | null {
  for (const { instructions } of stages) {
    const last = instructions.findLast((instruction) => instruction.keyword === keyword);
    if (last !== undefined) return last;
  }
  return null;
}

export function allInstructions(stages: readonly Stage[], keyword: string): readonly Instruction[] {
  return stages.flatMap(({ instructions }) => instructions.filter((each) => each.keyword === keyword));
}
