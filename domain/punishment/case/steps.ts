import type { CaseRefusalCode } from './refusals.ts'

/** Where one line of one order stands (任务状态). */
export const lineStages = [
  'ORDERED', // 待签收
  'ACCEPTED', // 已签收
  'OBJECTED', // 异议待答复
  'INSISTED', // 异议不成立，待签收
  'EXCUSED', // 异议成立，不予执行
  'EXECUTED', // 已执行
  'RELEASED', // 待确认解除
  'CONFIRMED', // 已确认解除
] as const
export type LineStage = (typeof lineStages)[number]

export const lineStageNames: Readonly<Record<LineStage, string>> = {
  ...{ ORDERED: '待签收', ACCEPTED: '已签收', OBJECTED: '异议待答复', INSISTED: '异议不成立，待签收' },
  ...{ EXCUSED: '不予执行', EXECUTED: '已执行', RELEASED: '待确认解除', CONFIRMED: '已确认解除' },
}

export const orderSteps = ['ACCEPT', 'OBJECT', 'ANSWER', 'EXECUTE', 'RELEASE', 'CONFIRM'] as const
export type OrderStep = (typeof orderSteps)[number]

/** `GO`: the step may be taken; `DONE`: it was, and said again in the same words it adds nothing; otherwise why not. */
export type Move = 'GO' | 'DONE' | CaseRefusalCode

/** Every step from every stage. */
export const moves: Readonly<Record<OrderStep, Readonly<Record<LineStage, Move>>>> = {
  ACCEPT: {
    ...{ ORDERED: 'GO', ACCEPTED: 'DONE', OBJECTED: 'ORDER_OBJECTED', INSISTED: 'GO', EXCUSED: 'ORDER_EXCUSED' },
    ...{ EXECUTED: 'DONE', RELEASED: 'ORDER_RELEASED', CONFIRMED: 'ORDER_RELEASED' },
  },
  OBJECT: {
    ...{ ORDERED: 'GO', ACCEPTED: 'ORDER_ACCEPTED', OBJECTED: 'DONE', INSISTED: 'OBJECTION_REJECTED' },
    ...{ EXCUSED: 'DONE', EXECUTED: 'ORDER_EXECUTED', RELEASED: 'ORDER_RELEASED', CONFIRMED: 'ORDER_RELEASED' },
  },
  ANSWER: {
    ...{ ORDERED: 'OBJECTION_NONE', ACCEPTED: 'OBJECTION_NONE', OBJECTED: 'GO', INSISTED: 'DONE', EXCUSED: 'DONE' },
    ...{ EXECUTED: 'OBJECTION_NONE', RELEASED: 'ORDER_RELEASED', CONFIRMED: 'ORDER_RELEASED' },
  },
  EXECUTE: {
    ...{ ORDERED: 'ORDER_NOT_ACCEPTED', ACCEPTED: 'GO', OBJECTED: 'ORDER_OBJECTED', INSISTED: 'ORDER_NOT_ACCEPTED' },
    ...{ EXCUSED: 'ORDER_EXCUSED', EXECUTED: 'DONE', RELEASED: 'ORDER_RELEASED', CONFIRMED: 'ORDER_RELEASED' },
  },
  RELEASE: {
    ...{ ORDERED: 'GO', ACCEPTED: 'GO', OBJECTED: 'GO', INSISTED: 'GO', EXECUTED: 'GO' },
    ...{ EXCUSED: 'DONE', RELEASED: 'DONE', CONFIRMED: 'DONE' }, // Who was excused has nothing to release.
  },
  CONFIRM: {
    ...{ ORDERED: 'RELEASE_NOT_ORDERED', ACCEPTED: 'RELEASE_NOT_ORDERED', OBJECTED: 'RELEASE_NOT_ORDERED' },
    ...{ INSISTED: 'RELEASE_NOT_ORDERED', EXCUSED: 'RELEASE_NOT_ORDERED', EXECUTED: 'RELEASE_NOT_ORDERED' },
    ...{ RELEASED: 'GO', CONFIRMED: 'DONE' },
  },
}
