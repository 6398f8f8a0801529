import ipaddr from 'ipaddr.js';

/**
 * What stands for whoever sends from an address. Of IPv6 it is the network of /64: whoever has one address of it has
 * all, and could take another one for each guess.
 */
export function senderNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const sender = ipaddr.process(address);
  if (sender.kind() === 'ipv4') return sender.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${sender.toString()}/64`).toString()}/64`;
}
