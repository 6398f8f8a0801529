import { resolve } from 'node:path';
import { type Kind, Refusal } from './setting.js';

/** Any text. */
export function text(allowed = 'text'): Kind<string> {
  return { allowed, parse: (given) => given, unset: null };
}

/** A text that must match as a whole; no mistake quotes it. */
export function secret(pattern: RegExp, allowed: string): Kind<string> {
  return {
    allowed,
    parse: (given) => (pattern.test(given) ? given : new Refusal(`must have ${allowed}`)),
    unset: null,
  };
}

export function integer(min: number, max: number, unit = ''): Kind<number> {
  return {
    allowed: `${min} to ${max} ${unit}`.trim(),
    parse: (given) => {
      const number = Number(given);
      if (Number.isInteger(number) && number >= min && number <= max) return number;
      return new Refusal(`must be a whole number from ${min} to ${max}, not "${given}"`);
    },
    unset: null,
  };
}

/** One of the words. */
export function oneOf<const Words extends readonly string[]>(words: Words): Kind<Words[number]> {
  return {
    allowed: words.join(', '),
    parse: (given) =>
      words.find((word) => word === given) ?? new Refusal(`must be one of ${words.join(', ')}, not "${given}"`),
    unset: null,
  };
}

export const onOrOff: Kind<boolean> = {
  allowed: 'on, off',
  parse: (given) =>
    given === 'on' || given === 'off' ? given === 'on' : new Refusal(`must be on or off, not "${given}"`),
  unset: null,
};

/** From the working directory of the start on, which may be another one later. */
export function path(of: 'directory' | 'file'): Kind<string> {
  return { allowed: of, parse: (given) => resolve(given), unset: null };
}

/** Such a URL may have a password in it: no mistake quotes it. */
export function url(...schemes: string[]): Kind<string> {
  const starts = schemes.map((scheme) => `${scheme}://`);
  return {
    allowed: `URL: ${starts.map((start) => `\`${start}\``).join(', ')}`,
    parse: (given) => {
      if (URL.canParse(given) && schemes.includes(new URL(given).protocol.slice(0, -1))) return given;
      return new Refusal(`must be a URL that starts with ${starts.join(' or ')}`);
    },
    unset: null,
  };
}

/** Codes and tokens go over these addresses: in clear on this machine only. */
export const secureUrl: Kind<string> = {
  allowed: 'URL: `https://`',
  parse: (given) => (isSecure(given) ? given : new Refusal(`must be a URL that starts with https://, not "${given}"`)),
  unset: null,
};

/** As secureUrl, with a slash at its end, so that paths can follow. */
export const secureBaseUrl: Kind<string> = {
  ...secureUrl,
  parse: (given) => {
    const address = secureUrl.parse(given);
    return address instanceof Refusal || address.endsWith('/') ? address : `${address}/`;
  },
};

function isSecure(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}
