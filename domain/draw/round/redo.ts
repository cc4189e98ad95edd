import { type Bundle, bundleOf } from '../bundle.ts'
import { type DirectoryBytes, readDirectories } from '../directories.ts'
import { type DrawRun, runDraw } from '../run.ts'
import { checkDirectoryHashes } from '../commitment.ts'
import { completeContributions } from '../seed.ts'
import { commitmentOf, type Draw } from './draw.ts'
import { refuseRound } from './refusals.ts'

/**
 * Carries a draw out from what was committed to and contributed, its changes so far included: a pure function, whoever
 * calls it and however often. Refuses directories that are not, byte for byte, those that were frozen.
 */
export function redo(draw: Draw, directories: DirectoryBytes): DrawRun {
  const { committed, contributions, changes } = draw
  if (committed === null) throw refuseRound('DRAW_NOT_COMMITTED')
  const commitment = commitmentOf(committed)
  checkDirectoryHashes(commitment, directories)
  const complete = completeContributions(commitment, contributions)
  // One more than was needed so far: most likely the next change needs it.
  const run = runDraw(commitment, readDirectories(directories), complete, changes.length + 1)
  for (const { change } of changes) run.change(change)
  return run
}

/** The bundle of a draw, with the changes so far or, as it was first carried out, without. */
export function bundleOfDraw(draw: Draw, run: DrawRun, withChanges = true): Bundle {
  const { committed, contributions, changes } = draw
  if (committed === null) throw refuseRound('DRAW_NOT_COMMITTED')
  const commitment = commitmentOf(committed)
  const complete = completeContributions(commitment, contributions)
  return bundleOf(commitment, complete, run.result, withChanges ? changes.map(({ change }) => change) : [])
}
