/** What a subscription sends (text/event-stream), event by event. */
export async function* eventsOf(response: Response) {
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString()
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, kind] = /^event: (\w+)$/m.exec(text.slice(0, end)) ?? []
      const [, data] = /^data: (.*)$/m.exec(text.slice(0, end)) ?? []
      text = text.slice(end + 2)
      if (kind) yield { kind, data: data ? JSON.parse(data) : undefined }
    }
  }
}
