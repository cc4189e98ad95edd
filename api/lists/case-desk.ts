export {
  type CaseOutcome,
  eachOf,
  type Hand,
  outcomeOf,
  type Step,
  takenOutcome,
  takeStep,
} from '../system/listing/steps.ts'
