/** Of the server, also from the page of GraphiQL, which lies one step below it. */
export function serverAddress(path: string): URL {
  const here = new URL('.', document.baseURI);
  return new URL(path, here.pathname.endsWith('/graphiql/') ? new URL('..', here) : here);
}
