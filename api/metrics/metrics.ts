import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export const appendOutcomes = ['ok', 'duplicate', 'conflict', 'unavailable', 'refused', 'error'] as const
export type AppendOutcome = (typeof appendOutcomes)[number]
export const importStates = ['DONE', 'FAILED', 'INTERRUPTED'] as const
export const rowVerdicts = ['accepted', 'duplicate', 'refused'] as const
export const stores = ['log', 'rows'] as const

const appendBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15]
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const jobBuckets = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

export type Metrics = ReturnType<typeof openMetrics>

/**
 * What this process counts for operators (指标). A label is always one of a few words known beforehand: never a name, a
 * code, or anything else that a client sends.
 */
export function openMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ name: `yidang_${name}`, help, labelNames, registers })
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge({ name: `yidang_${name}`, help, labelNames, registers })

  const metrics = {
    registry,
    appends: counter('appends_total', '追加次数，按结果 · Appends by outcome', 'outcome'),
    appendSeconds: new Histogram({
      ...{ name: 'yidang_append_duration_seconds', buckets: appendBuckets, registers },
      help: '追加用时：single 为单项，bulk 为一次批量 · How long appends took',
      labelNames: ['kind'] as const,
    }),
    eventsAppended: counter('events_appended_total', '已追加的事件 · Events appended'),
    logHead: gauge('log_head_position', '日志末尾：PostgreSQL 为事件序号，KurrentDB 为字节 · Head of the log'),
    lagEvents: gauge('projection_lag_events', '投影落后的事件数 · Events a projection is behind', 'projection'),
    lagSeconds: gauge('projection_lag_seconds', '投影落后的时间 · Seconds a projection is behind', 'projection'),
    stopped: gauge('projection_stopped', '投影是否停下（1 为停下） · Whether a projection is stopped', 'projection'),
    rebuilds: gauge(
      'projection_rebuilds',
      '本进程启动以来所见的重建次数，任何进程所做 · Rebuilds seen since start',
      'projection',
    ),
    rowsAge: gauge('rows_age_seconds', '各行所反映的时刻距今多久 · How old rows are'),
    requestSeconds: new Histogram({
      ...{ name: 'yidang_request_duration_seconds', buckets: requestBuckets, registers },
      help: '请求用时，按 GraphQL 根字段或者路由，与结果 · How long requests took, by root field or route',
      labelNames: ['operation', 'status'] as const,
    }),
    requestsUnderWay: gauge('requests_in_flight', '处理中的请求 · Requests under way'),
    imports: counter('imports_total', '已结束的导入，按结局 · Imports ended, by state', 'state'),
    importRows: counter('import_rows_total', '已判定的导入行 · Rows of imports, by verdict', 'verdict'),
    importsRunning: gauge('imports_running', '进行中的导入 · Imports under way'),
    jobRuns: counter('job_runs_total', '自动办理的次数，按结果 · Runs of jobs by outcome', 'job', 'outcome'),
    jobSeconds: new Histogram({
      ...{ name: 'yidang_job_duration_seconds', buckets: jobBuckets, registers },
      help: '自动办理用时 · How long runs of jobs took',
      labelNames: ['job'] as const,
    }),
    jobResults: counter('job_results_total', '自动办理的件数 · What jobs did, by the word for it', 'job', 'result'),
    reachable: gauge('store_reachable', '库是否连得上（1 为是） · Whether a store is reachable', 'store', 'kind'),
    reconnections: gauge('store_reconnections', '连不上之后又连上的次数 · How often a store came back', 'store'),
    troubles: counter('store_troubles_total', '自行重试的连接故障 · Troubles with a store that were retried', 'store'),
    connections: gauge('postgresql_connections', '连接池，按状态 · Connections of the pool by state', 'state'),
  }
  for (const outcome of appendOutcomes) metrics.appends.inc({ outcome }, 0)
  for (const state of importStates) metrics.imports.inc({ state }, 0)
  for (const verdict of rowVerdicts) metrics.importRows.inc({ verdict }, 0)
  for (const store of stores) metrics.troubles.inc({ store }, 0)
  return metrics
}
