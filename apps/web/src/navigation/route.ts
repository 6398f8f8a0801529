/** A page of the interface, as the URL's hash names it. */
export type Route =
  | { page: 'runs' }
  | { page: 'run'; uuid: string }
  | { page: 'hosts' }
  | { page: 'host'; name: string }
  | { page: 'failures' }
  | { page: 'unknown' };

export interface Location {
  route: Route;
  query: URLSearchParams;
}

export function parseHash(hash: string): Location {
  const [path, query] = split(hash.replace(/^#?\/?/, ''));
  return { route: routeOf(path), query: new URLSearchParams(query) };
}

export function hashOf(route: Route, query?: URLSearchParams): string {
  const search = query?.toString() ?? '';
  return `#${pathOf(route)}${search === '' ? '' : `?${search}`}`;
}

function split(text: string): [string, string] {
  const mark = text.indexOf('?');
  return mark === -1 ? [text, ''] : [text.slice(0, mark), text.slice(mark + 1)];
}

function routeOf(path: string): Route {
  const [page, ...rest] = path.replace(/\/+$/, '').split('/');
  const name = decoded(rest.join('/'));
  if (name === null) return { page: 'unknown' };
  if (page === '' && name === '') return { page: 'runs' };
  if (page === 'runs') return name === '' ? { page: 'runs' } : { page: 'run', uuid: name };
  if (page === 'hosts') return name === '' ? { page: 'hosts' } : { page: 'host', name };
  if (page === 'failures' && name === '') return { page: 'failures' };
  return { page: 'unknown' };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function pathOf(route: Route): string {
  switch (route.page) {
    case 'run':
      return `/runs/${encodeURIComponent(route.uuid)}`;
    case 'host':
      return `/hosts/${encodeURIComponent(route.name)}`;
    case 'hosts':
    case 'failures':
      return `/${route.page}`;
    default:
      return '/';
  }
}
