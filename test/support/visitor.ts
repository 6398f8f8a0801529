import { parseSetCookie } from 'cookie';

export interface Visit {
  address: string;
  status: number;
  headers: Headers;
  text: string;
}

const MAX_REDIRECTS = 20;

/** A browser without a screen: keeps cookies, follows redirects and sends forms. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  /** Follows redirects, as long as they lead to where `until` does not match. */
  async go(address: string, init: RequestInit = {}, until = /^$/): Promise<Visit> {
    let [next, options] = [address, init];
    for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
      const visit = await this.ask(next, options);
      const location = visit.headers.get('location');
      if (visit.status < 300 || visit.status >= 400 || location === null) return visit;
      next = new URL(location, next).href;
      if (until.test(next)) return { ...visit, address: next };
      options = {};
    }
    throw new Error(`${address} leads nowhere.`);
  }

  /** Sends the form of a page as it stands, and with these fields. */
  async send({ address, text }: Visit, fields: Record<string, string>, until?: RegExp): Promise<Visit> {
    const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1];
    if (action === undefined) throw new Error(`${address} has no form: ${text}`);
    const body = new URLSearchParams(fields);
    for (const [, name = '', value = ''] of text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) {
      body.set(name, value);
    }
    return this.go(new URL(action, address).href, { method: 'POST', body }, until);
  }

  private async ask(address: string, { headers, ...init }: RequestInit): Promise<Visit> {
    const sent = new Headers(headers);
    sent.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(address, { ...init, headers: sent, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const { name, maxAge, expires, value = '' } = parseSetCookie(line, { decode: (text) => text });
      const isGone = maxAge === 0 || (expires !== undefined && expires.getTime() < Date.now());
      if (isGone) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { address, status: response.status, headers: response.headers, text: await response.text() };
  }
}
