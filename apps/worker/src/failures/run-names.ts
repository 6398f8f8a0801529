import { HostNames, namesToReplace, type HostRule } from './host-rule.js';
import { inPortions } from './in-portions.js';
import { normaliseText } from './normalise-text.js';

/** The names of a run's machines, as they stand in texts, and as they stand in what `normaliseText` makes of them. */
export interface RunNames {
  inTexts: HostRule;
  inSignatures: HostRule;
}

interface Known extends RunNames {
  hosts: Set<string>;
  inTexts: HostNames;
  inSignatures: HostNames;
}

/** Names that are kept from one fold of a run to its next one. */
const MOST_KEPT = 100_000;

/** By run, the one that was used last at the end. */
const kept = new Map<string, Known>();

/** The rules for these machines of a run: those that it has named before are known already. */
export async function namesOfRun(runId: string, hosts: readonly string[]): Promise<RunNames> {
  const known = knownOf(runId, hosts);
  await learn(
    known,
    hosts.filter((host) => !known.hosts.has(host)),
  );
  keep(runId, known);
  return known;
}

/** The rules for these machines alone. */
export async function namesOf(hosts: readonly string[]): Promise<RunNames> {
  const known = nothingKnown();
  await learn(known, hosts);
  return known;
}

function nothingKnown(): Known {
  return { hosts: new Set(), inTexts: new HostNames(), inSignatures: new HostNames() };
}

/** A name that the run has no longer is of a fold that was rolled back: then all begins anew. */
function knownOf(runId: string, hosts: readonly string[]): Known {
  const known = kept.get(runId);
  if (known === undefined) return nothingKnown();
  // Whoever else needs the run's names meanwhile has to learn them anew.
  kept.delete(runId);
  const now = new Set(hosts);
  for (const host of known.hosts) if (!now.has(host)) return nothingKnown();
  return known;
}

async function learn(known: Known, hosts: readonly string[]): Promise<void> {
  const forms = new Set<string>();
  await inPortions(hosts, (host) => {
    known.hosts.add(host);
    const names = namesToReplace([host]);
    for (const name of names) known.inTexts.add(name);
    if (names.includes(host)) forms.add(normaliseText(host));
  });
  await inPortions(namesToReplace([...forms]), (form) => known.inSignatures.add(form));
}

function keep(runId: string, known: Known): void {
  kept.set(runId, known);
  let names = 0;
  for (const [id, { hosts }] of [...kept].reverse()) {
    names += hosts.size;
    if (names > MOST_KEPT && id !== runId) kept.delete(id);
  }
}
