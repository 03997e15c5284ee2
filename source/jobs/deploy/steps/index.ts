/** The steps of a deploy, by their id. They run in the order of `stepIds`. */
import type { StepId } from '../../model/deploy.ts';
import type { Step } from '../step.ts';
import { buildStep } from './build.ts';
import { doneStep } from './done.ts';
import { podStep } from './pod.ts';
import { preflightStep } from './preflight.ts';
import { pushStep } from './push.ts';
import { readyStep } from './ready.ts';
import { tagStep } from './tag.ts';
import { templateStep } from './template.ts';
import { testStep } from './test.ts';
import { tryStep } from './try.ts';
import { verifyStep } from './verify.ts';

export type Steps = { readonly [Id in StepId]: Step<Id> };

export const deploySteps: Steps = {
  preflight: preflightStep,
  test: testStep,
  build: buildStep,
  try: tryStep,
  push: pushStep,
  tag: tagStep,
  template: templateStep,
  pod: podStep,
  ready: readyStep,
  verify: verifyStep,
  done: doneStep,
};
