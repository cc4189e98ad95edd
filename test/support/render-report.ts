import { digestsOf, presentRendering } from '../../api/report/rendering.ts'
import { fullReport } from './reports.ts'

// Run by itself: what another process, elsewhere and with other settings, makes of the same report.
process.stdout.write(JSON.stringify(await digestsOf(fullReport(), presentRendering)))
