/* global React, ReactDOM, GraphiQL */
const example = `# 一档：一户一档。右上角选择登录身份，再按 Ctrl-Enter 执行。
query Search {
  enterprises(filter: { name: "餐饮" }, first: 5) {
    totalCount
    edges { node { uscc name status street penalties { decisionNumber fine decidedOn } } }
    pageInfo { hasNextPage endCursor }
  }
}

query OneFile($number: String = "92310104MA10BYU02E") {
  enterprise(number: $number) {
    uscc name status revision
    licences { licenceNumber certificateName standing validUntil }
    penalties { decisionNumber kinds fine standing }
    listings { listName groundText standing }
    timeline { edges { node { day recordedAt title documentNumber eventId } } }
  }
}
`
let token = ''
const select = document.getElementById('user')
const said = document.getElementById('said')

async function ask(body) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(body) })
  return answer.json()
}

if (select) {
  select.value = sessionStorage.getItem('user') ?? ''
  const signIn = async () => {
    token = ''
    sessionStorage.setItem('user', select.value)
    if (!select.value) return
    const { data, errors } = await ask({
      query: 'mutation ($user: String!) { signIn(user: $user) { token } }',
      variables: { user: select.value },
    })
    token = data?.signIn?.token ?? ''
    said.textContent = errors ? errors[0].message : '已登录'
  }
  select.addEventListener('change', signIn)
  signIn()
}

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher: ask, defaultQuery: example, shouldPersistHeaders: false }),
)
