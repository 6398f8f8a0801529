import { isIP } from 'node:net';
import { type Kind, Refusal } from './setting.js';

/** Addresses or networks, as Fastify's `trustProxy` takes them. */
export const trustedProxies: Kind<string[], false> = {
  allowed: 'addresses or networks, such as `10.0.0.0/8`',
  parse: (text) => {
    const networks = text.split(/[\s,]+/);
    const mistakes = networks
      .filter((network) => !isNetwork(network))
      .map((network) => `must be addresses such as 10.0.0.0/8, not "${network}"`);
    return mistakes.length > 0 ? new Refusal(...mistakes) : networks;
  },
  unset: false,
};

function isNetwork(network: string): boolean {
  const [address = '', bits = '0'] = network.split('/');
  return isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128);
}
