export { type CaseOutcome, eachOf, type Hand, outcomeOf, type Step, takeStep } from '../system/listing/steps.ts'
