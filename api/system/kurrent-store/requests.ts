import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import type { ReadReq as ReadRequest } from '@eventstore/db-client/generated/streams_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import type { Position } from '../../../domain/kernel/event.ts'
import { streamIdentifier } from './messages.ts'
import { placeOf } from './position.ts'

const { Empty } = sharedPb
const { ReadReq } = streamsPb
const { Options } = ReadReq

/** How many entries the server looks at in one go. It marks how far it has come every `multiplier` times. */
const searchWindow = 256
const marks = { ofTypes: 1, ofAll: 100_000 }

/** What the server keeps for itself has types that begin with `$`. */
const everyType = '^[^$]'

export type StreamSlice = Readonly<{ stream: string; from: bigint | 'END'; backward: boolean; count: number }>

export function streamRequest({ stream, from, backward, count }: StreamSlice): ReadRequest {
  const of = new Options.StreamOptions()
  of.setStreamIdentifier(streamIdentifier(stream))
  if (from === 'END') of.setEnd(new Empty())
  else of.setRevision(String(from))
  const options = optionsOf(backward)
  options.setStream(of)
  options.setCount(String(count))
  options.setNoFilter(new Empty())
  return request(options)
}

export type LogSlice = Readonly<{
  from: Position | 'START' | 'END'
  backward: boolean
  count: number
  types: Types | 'SYSTEM_TOO'
}>
type Types = readonly string[] | undefined

/** A piece of the whole log, from the place given on; filtered by the server. */
export function logRequest({ from, backward, count, types }: LogSlice): ReadRequest {
  const options = optionsOf(backward)
  options.setAll(placeIn(from))
  options.setCount(String(count))
  if (types === 'SYSTEM_TOO') options.setNoFilter(new Empty())
  else options.setFilter(filterOf(types, marks.ofAll))
  return request(options)
}

/** The whole log behind the place given, and whatever comes. */
export function subscriptionRequest(after: Position | undefined, types: Types): ReadRequest {
  const options = optionsOf(false)
  options.setAll(placeIn(after ?? 'START'))
  options.setSubscription(new Options.SubscriptionOptions())
  options.setFilter(filterOf(types, types === undefined ? marks.ofAll : marks.ofTypes))
  return request(options)
}

function optionsOf(backward: boolean): ReadRequest.Options {
  const ids = new Options.UUIDOption()
  ids.setString(new Empty())
  const options = new Options()
  options.setUuidOption(ids)
  options.setReadDirection(backward ? Options.ReadDirection.BACKWARDS : Options.ReadDirection.FORWARDS)
  return options
}

function placeIn(from: Position | 'START' | 'END'): ReadRequest.Options.AllOptions {
  const all = new Options.AllOptions()
  if (from === 'START') all.setStart(new Empty())
  else if (from === 'END') all.setEnd(new Empty())
  else {
    const { commit, prepare } = placeOf(from)
    const place = new Options.Position()
    place.setCommitPosition(commit)
    place.setPreparePosition(prepare)
    all.setPosition(place)
  }
  return all
}

function filterOf(types: Types, multiplier: number): ReadRequest.Options.FilterOptions {
  const expression = new Options.FilterOptions.Expression()
  expression.setRegex(types === undefined ? everyType : `^(?:${types.join('|')})$`)
  const filter = new Options.FilterOptions()
  filter.setEventType(expression)
  filter.setMax(searchWindow)
  filter.setCheckpointintervalmultiplier(multiplier)
  return filter
}

function request(options: ReadRequest.Options): ReadRequest {
  const whole = new ReadReq()
  whole.setOptions(options)
  return whole
}
